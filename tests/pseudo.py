"""A language whose words are 40 % longer than English, for screens that must bear it.

    pseudo.py CATALOGUE.po OUT.po

Every text gets a tail of tildes before its last line end; placeholders stay.
"""
import re
import sys


def read(path):
    """The entries of a catalogue, each as a dictionary of its keywords."""
    entries, entry, keyword = [], {}, None
    for line in open(path, encoding="utf-8"):
        match = re.match(r'(msgid_plural|msgid|msgstr(?:\[\d\])?) "(.*)"$', line.rstrip("\n"))
        if match:
            keyword = match.group(1)
            if keyword == "msgid":
                entry = {}
                entries.append(entry)
            entry[keyword] = match.group(2)
        elif line.startswith('"'):
            entry[keyword] += line.rstrip("\n")[1:-1]
    return [entry for entry in entries if entry["msgid"]]


def longer(text):
    end = "\\n" if text.endswith("\\n") else ""
    body = text[:len(text) - len(end)]
    blank = body[len(body.rstrip(" ")):]
    body = body[:len(body) - len(blank)]
    return body + "~" * max(1, len(body) * 2 // 5) + blank + end


def main():
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n'
                  'Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n')
        for entry in read(sys.argv[1]):
            out.write(f'msgid "{entry["msgid"]}"\n')
            if "msgid_plural" in entry:
                out.write(f'msgid_plural "{entry["msgid_plural"]}"\n'
                          f'msgstr[0] "{longer(entry["msgid"])}"\n'
                          f'msgstr[1] "{longer(entry["msgid_plural"])}"\n\n')
            else:
                out.write(f'msgstr "{longer(entry["msgid"])}"\n\n')


main()
