/* Reading the pieces of an explanation: see template.h. */
#include "base/translate.h"
#include "teach/template.h"

#include <string.h>

#include "teach/file.h"

static bool is_name(struct pw_bytes name)
{
    for (size_t i = 0; i < name.length; i++) {
        uint8_t c = name.data[i];
        if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' &&
            c != '_' && c != '-')
            return false;
    }
    return name.length > 0;
}

static void bad(struct pw_piece *piece, const char *fault)
{
    piece->kind = PW_PIECE_BAD;
    piece->fault = pw_translate(fault);
}

/* *at is behind the opening bracket. */
static void read_link(const char **at, struct pw_piece *piece)
{
    size_t length = strcspn(*at, "[]{}");
    if ((*at)[length] != ']') {
        bad(piece,
            N_("\"[\" needs words and \"]\"; inside stands plain text only (write \\[ for \"[\")"));
        return;
    }
    piece->text = pw_bytes_of(*at, length);
    *at += length + 1;
    if (**at != '(') {
        bad(piece, N_("behind [words] stands (field.id); write \\[ for a plain \"[\""));
        return;
    }
    length = strcspn(*at, ")");
    piece->name = pw_bytes_of(*at + 1, length ? length - 1 : 0);
    if ((*at)[length] != ')' || !is_name(piece->name) || !piece->text.length) {
        bad(piece, N_("a link is [words](field.id)"));
        return;
    }
    *at += length + 1;
    piece->kind = PW_PIECE_LINK;
}

static bool read_format(struct pw_bytes format, struct pw_piece *piece)
{
    struct pw_bytes word = pw_text_word(&format);
    if (pw_text_equals(word, "time")) {
        piece->format = PW_VALUE_TIME;
    } else if (pw_text_equals(word, "count")) {
        piece->format = PW_VALUE_COUNT;
        piece->one = pw_text_word(&format);
        piece->many = pw_text_word(&format);
        if (!piece->many.length)
            return false;
    } else {
        return false;
    }
    return !pw_text_trim(format).length;
}

/* *at is behind the opening brace. */
static void read_value(const char **at, struct pw_piece *piece)
{
    size_t length = strcspn(*at, "{}[]");
    if ((*at)[length] != '}') {
        bad(piece, N_("\"{\" needs a name and \"}\" (write \\{ for a plain \"{\")"));
        return;
    }
    struct pw_bytes inside = pw_bytes_of(*at, length);
    *at += length + 1;
    const uint8_t *bar = memchr(inside.data, '|', inside.length);
    if (bar) {
        piece->otherwise = pw_bytes_of(bar + 1, inside.length - (size_t)(bar + 1 - inside.data));
        inside.length = (size_t)(bar - inside.data);
    }
    const uint8_t *colon = memchr(inside.data, ':', inside.length);
    piece->name = colon ? pw_bytes_of(inside.data, (size_t)(colon - inside.data)) : inside;
    piece->kind = PW_PIECE_VALUE;
    if (!is_name(piece->name))
        bad(piece, N_("a placeholder is {name}, {name|otherwise} or {name:format}"));
    else if (colon &&
             !read_format(pw_bytes_of(colon + 1, inside.length - piece->name.length - 1), piece))
        bad(piece, N_("the formats are {name:time} and {name:count ONE MANY}"));
}

void pw_template_next(const char **at, struct pw_piece *piece)
{
    *piece = (struct pw_piece){.kind = PW_PIECE_TEXT};
    switch (**at) {
    case 0:
        piece->kind = PW_PIECE_END;
        return;
    case '[':
        ++*at;
        read_link(at, piece);
        return;
    case '{':
        ++*at;
        read_value(at, piece);
        return;
    case '\\':
        if (!(*at)[1] || !strchr("[]{}\\", (*at)[1])) {
            bad(piece, N_("behind \"\\\" stands one of [ ] { } \\"));
            return;
        }
        piece->text = pw_bytes_of(*at + 1, 1);
        *at += 2;
        return;
    case ']':
    case '}':
        bad(piece, N_("a bracket closes that was not opened (write \\] or \\} for a plain one)"));
        return;
    case '`':
        bad(piece, N_("no backticks: the text is plain"));
        return;
    default:
        break;
    }
    piece->text = pw_bytes_of(*at, strcspn(*at, "[]{}\\`"));
    *at += piece->text.length;
}
