/* teach/: every fault an explanation file may have, each with its file, its line, and its words. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "teach/file.h"
#include "teach_test.h"

/* Its words begin in line 3, the student's in line 5. */
#define ENTRY(text)                                                                                \
    "# Test\n\n## field tcp.dstport\n- friend: f\n- student: " text "\n- engineer: e\n"
#define VOICES(heading) heading "\n- friend: f\n- student: s\n- engineer: e\n"
#define WHOLE(heading)  "# Test\n\n" VOICES(heading)

#define LINK       "a link is [words](field.id)"
#define OPEN_LINK  "\"[\" needs words and \"]\"; inside stands plain text only (write \\[ for \"[\")"
#define VALUE      "a placeholder is {name}, {name|otherwise} or {name:format}"
#define OPEN_VALUE "\"{\" needs a name and \"}\" (write \\{ for a plain \"{\")"
#define FORMATS    "the formats are {name:time} and {name:count ONE MANY}"
#define ESCAPES    "behind \"\\\" stands one of [ ] { } \\"
#define CLOSES     "a bracket closes that was not opened (write \\] or \\} for a plain one)"
#define KINDS      "an entry is \"## packet|field|layer|event|rung|scene|question ID\""
#define IDS                                                                                        \
    "an entry names one id; an event may have its result behind it, a rung has its number and "    \
    "its case"
#define ITEM   "an item is \"- friend:\", \"- student:\", \"- engineer:\" or \"- rests on:\""
#define INSIDE "inside an entry stand only \"- voice: text\" and indented lines that go on with it"
#define RESTS                                                                                      \
    "no sentence without bytes: name what it rests on with [words](field.id), {field.id} or "      \
    "\"- rests on:\""

static const struct {
    const char *file;
    unsigned line;
    const char *fault;
} faults[] = {
    /* Links. */
    {ENTRY("[open"), 5, OPEN_LINK},
    {ENTRY("[a [b](tcp.len)](tcp.len)"), 5, OPEN_LINK},
    {ENTRY("[a {tcp.len}](tcp.len)"), 5, OPEN_LINK},
    {ENTRY("[words] alone"), 5, "behind [words] stands (field.id); write \\[ for a plain \"[\""},
    {ENTRY("[words](tcp.dstport"), 5, LINK},
    {ENTRY("[words]()"), 5, LINK},
    {ENTRY("[words](two ids)"), 5, LINK},
    {ENTRY("[](tcp.dstport)"), 5, LINK},
    /* Placeholders. */
    {ENTRY("{tcp.dstport"), 5, OPEN_VALUE},
    {ENTRY("{tcp.dstport|[a](b)}"), 5, OPEN_VALUE},
    {ENTRY("{}"), 5, VALUE},
    {ENTRY("{two ids}"), 5, VALUE},
    {ENTRY("{|otherwise}"), 5, VALUE},
    {ENTRY("{tcp.dstport:loud}"), 5, FORMATS},
    {ENTRY("{tcp.dstport:}"), 5, FORMATS},
    {ENTRY("{tcp.dstport:time now}"), 5, FORMATS},
    {ENTRY("{tcp.dstport:count byte}"), 5, FORMATS},
    {ENTRY("{tcp.dstport:count a b c}"), 5, FORMATS},
    /* Questions: any item, one text each. */
    {"# Test\n\n## question\n- ask: a\n", 3, "a question names one id"},
    {"# Test\n\n## question tcp.ack more\n- ask: a\n", 3, "a question names one id"},
    {"# Test\n\n## question tcp.ack\n- ask\n", 4, "an item of a question is \"- NAME: text\""},
    {"# Test\n\n## question tcp.ack\n- : text\n", 4, "an item of a question is \"- NAME: text\""},
    {"# Test\n\n## question tcp.ack\n- ask:\n- why: b\n", 4, "a text without words"},
    {"# Test\n\n## question tcp.ack\n- ask: a\n- why:\n", 5, "a text without words"},
    {"# Test\n\n## question tcp.ack\n- ask: {a\n", 4, OPEN_VALUE},
    {"# Test\n\n## question tcp.ack\n- ask: [a](b)\n", 4, "no links in a question's texts"},
    {"# Test\n\n## question tcp.ack\n- ask: a\n\nmore\n", 6, INSIDE},
    {VOICES("## field tcp.ack") "\n## question tcp.ack\n- ask: ]\n", 7, CLOSES},
    /* Single characters. */
    {ENTRY("a ] closes"), 5, CLOSES},
    {ENTRY("a } closes"), 5, CLOSES},
    {ENTRY("\\n"), 5, ESCAPES},
    {ENTRY("at its end \\"), 5, ESCAPES},
    {ENTRY("`code`"), 5, "no backticks: the text is plain"},
    /* A fault in a line that goes on has the line its item began in. */
    {ENTRY("one\n  two ]"), 5, CLOSES},
    {"# T\n\n## field tcp.len\n- friend: f\n- student: s\n- engineer: e\n  [\n", 6, OPEN_LINK},
    /* Items. */
    {"# T\n\n## field tcp.len\n- friend: f\n- student: s\n", 3,
     "\"field tcp.len\" has no \"- engineer:\""},
    {"# T\n\n## field tcp.len\n- engineer: e\n- student: s\n## layer tcp\n", 3,
     "\"field tcp.len\" has no \"- friend:\""},
    {"# T\n\n## field tcp.len\n", 3, "\"field tcp.len\" has no \"- friend:\""},
    {"# T\n\n## field tcp.len\n- friend: f\n- friend: f\n", 5,
     "\"- friend:\" stands here twice (first in line 4)"},
    {"# T\n\n## field tcp.len\n- friend:\n- student: s\n- engineer: e\n", 4,
     "a voice without words"},
    {"# T\n\n## field tcp.len\n- loudly: x\n", 4, ITEM},
    {"# T\n\n## field tcp.len\n- friend says x\n", 4, ITEM},
    {"# T\n\n## field tcp.len\n- friend: f\nnot indented\n", 5, INSIDE},
    {"# T\n\n## field tcp.len\n  goes on with nothing\n", 4, INSIDE},
    {"# T\n\n## field tcp.len\n- friend: f\n\n  goes on behind a gap\n", 6, INSIDE},
    /* Headings. */
    {"# T\n\n## thing tcp.len\n", 3, KINDS},
    {"# T\n\n## \n", 3, KINDS},
    {"# T\n\n## field\n", 3, IDS},
    {"# T\n\n## field tcp.len twice\n", 3, IDS},
    {"# T\n\n## rung 6\n", 3, IDS},
    {"# T\n\n## event tcp.close half way\n", 3, IDS},
    /* Bytes. */
    {WHOLE("## packet tcp.syn"), 4, RESTS},
    {WHOLE("## event tcp.close"), 4, RESTS},
    {"# T\n\n## packet tcp.syn\n- friend: {tcp.len}\n- student: s\n- engineer: e\n", 5, RESTS},
    /* Characters. */
    {ENTRY("a\xff"
           "b"),
     5, "this is not UTF-8 text (byte 0xff)"},
    {ENTRY("a\xe2\x80\xae"
           "b"),
     5, "character U+202E may not stand here"},
    {ENTRY("a\x1b[31m"), 5, "character U+001B may not stand here"},
    {"\xef\xbb\xbf# T\n", 1, "character U+FEFF may not stand here"},
};

static struct pw_words *load(struct pw_error *error)
{
    *error = (struct pw_error){{0}};
    return pw_words_load(scratch_directory(), error);
}

static void check_error(const struct pw_error *error, const char *wanted)
{
    CU_ASSERT_STRING_EQUAL(error->text, wanted);
    if (strcmp(error->text, wanted) != 0)
        printf("\nwanted %s\ngot    %s", wanted, error->text);
}

void test_word_faults(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct pw_error error;
        char wanted[1024];
        const char *path = scratch_file("words.md", faults[i].file);
        snprintf(wanted, sizeof wanted, "%s:%u: %s", path, faults[i].line, faults[i].fault);
        struct pw_words *words = load(&error);
        CU_ASSERT_PTR_NULL(words);
        check_error(&error, wanted);
        pw_words_free(words);
    }
}

/* In the same file, and in the one before it. */
void test_words_twice(void)
{
    struct pw_error error;
    char wanted[1024];
    const char *directory = scratch_directory();
    scratch_file("words.md", WHOLE("## field tcp.len") "\n" VOICES("## field tcp.len"));
    CU_ASSERT_PTR_NULL(load(&error));
    snprintf(wanted, sizeof wanted,
             "%s/words.md:8: \"field tcp.len\" has its words already (%s/words.md:3)", directory,
             directory);
    check_error(&error, wanted);
    scratch_file("words.md", WHOLE("## field tcp.len"));
    scratch_file("later.md", "# Other\n\n\n" WHOLE("## field tcp.len"));
    CU_ASSERT_PTR_NULL(load(&error));
    snprintf(wanted, sizeof wanted,
             "%s/words.md:3: \"field tcp.len\" has its words already (%s/later.md:6)", directory,
             directory);
    check_error(&error, wanted);
    unlink(scratch_file("later.md", ""));
}

/* What the system says, and what is too large. */
void test_unreadable_words(void)
{
    struct pw_error error;
    char wanted[1024], path[512];
    CU_ASSERT_PTR_NULL(pw_words_load("/no/such/directory", &error));
    check_error(&error, "/no/such/directory: No such file or directory");
    snprintf(path, sizeof path, "%s", scratch_file("words.md", "# T\n"));
    CU_ASSERT_PTR_NULL(pw_words_load(path, &error));
    snprintf(wanted, sizeof wanted, "%s: Not a directory", path);
    check_error(&error, wanted);
    unlink(path);
    mkdir(path, 0700);
    CU_ASSERT_PTR_NULL(load(&error));
    snprintf(wanted, sizeof wanted, "%s: Is a directory", path);
    check_error(&error, wanted);
    rmdir(path);
    CU_ASSERT_EQUAL(symlink("nowhere", path), 0);
    CU_ASSERT_PTR_NULL(load(&error));
    snprintf(wanted, sizeof wanted, "%s: No such file or directory", path);
    check_error(&error, wanted);
    unlink(path);
    char *large = malloc(PW_FILE_MAX + 2u);
    memset(large, 'a', PW_FILE_MAX + 1u);
    large[PW_FILE_MAX + 1u] = '\0';
    scratch_file("words.md", large);
    CU_ASSERT_PTR_NULL(load(&error));
    snprintf(wanted, sizeof wanted, "%s: too large for a lesson (over 512 kB)", path);
    check_error(&error, wanted);
    /* As much as may be is read. */
    large[PW_FILE_MAX] = '\0';
    scratch_file("words.md", large);
    struct pw_words *words = load(&error);
    CU_ASSERT_PTR_NOT_NULL(words);
    pw_words_free(words);
    free(large);
    unlink(path);
}

/* Prose before the first entry, a file from Windows, no last line end, no entries at all, hidden
 * files and others beside: none is a fault. */
void test_harmless_words(void)
{
    static const char *const files[] = {
        "",
        "# Nothing\n\nbut `prose` [x] {y}\n- loudly: z\n",
        "# T\r\n\r\n## field tcp.dstport\r\n- friend: f\r\n- student: s\r\n  t\r\n- engineer: "
        "e\r\n",
        "## field tcp.dstport\n- friend: f\n- student: s\n\tt\n- engineer: e",
        "## field tcp.dstport\n\n- engineer: e\n\n- student:\n  s t\n- friend: f\n\n",
        "## field  tcp.dstport \n- rests on: tcp.len\n  tcp.seq\n- friend: f\n- student: s t\n"
        "- engineer: e\n",
    };
    scratch_file(".hidden.md", "## nonsense\n");
    scratch_file("words.md~", "## nonsense\n");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct pw_error error;
        scratch_file("words.md", files[i]);
        struct pw_words *words = load(&error);
        CU_ASSERT_PTR_NOT_NULL(words);
        check_error(&error, "");
        CU_ASSERT_EQUAL(words && pw_words_has(words, "field tcp.dstport"), i > 1);
        if (words && i > 1)
            CU_ASSERT_STRING_EQUAL(pw_words_entry(words, "field tcp.dstport")->text[PW_STUDENT],
                                   "s t");
        pw_words_free(words);
    }
    unlink(scratch_file(".hidden.md", ""));
    unlink(scratch_file("words.md~", ""));
}
