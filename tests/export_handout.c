/* export/: hand-outs. Goldens; what is in them of every capture; text that wants to be markup. */
#include <CUnit/CUnit.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "export/handout_private.h"
#include "export_test.h"
#include "golden.h"
#include "pictures.h"

static struct pw_buffer hand_out(const char *capture, enum pw_handout_format format)
{
    struct pw_buffer out = {0};
    struct pw_handout handout = {.title = capture,
                                 .language = "en",
                                 .session = picture_of(capture),
                                 .conversation = PW_NONE,
                                 .words = export_words,
                                 .voice = PW_STUDENT};
    pw_handout_write(&handout, format, &out);
    return out;
}

void test_handout_goldens(void)
{
    struct pw_buffer md = hand_out("refused.pcap", PW_HANDOUT_MD);
    struct pw_buffer svg = hand_out("handshake.pcap", PW_HANDOUT_SVG);
    struct pw_buffer html = hand_out("refused.pcap", PW_HANDOUT_HTML);
    check_golden(PW_GOLDEN "/handout/refused.md", &md);
    check_golden(PW_GOLDEN "/handout/handshake.svg", &svg);
    check_golden(PW_GOLDEN "/handout/refused.html", &html);
    pw_buffer_free(&md);
    pw_buffer_free(&svg);
    pw_buffer_free(&html);
}

/* Nothing but line ends that must not be shown, and nothing that another file would be fetched by.
 */
static void check_harmless(const char *name, const struct pw_buffer *out)
{
    for (size_t at = 0; at < out->length;) {
        uint32_t character;
        at += pw_utf8_next((const uint8_t *)out->text + at, out->length - at, &character);
        if (character == '\n' || pw_text_allowed(character))
            continue;
        CU_FAIL("a character that must not be there");
        printf("\n%s: U+%04X at byte %zu\n", name, character, at);
        return;
    }
}

/* As strstr in a long text: that counts the text anew each time where the sanitizers watch. */
static const char *find(const char *in, const char *end, const char *what)
{
    return memmem(in, (size_t)(end - in), what, strlen(what));
}

static uint32_t count(const char *in, const char *what)
{
    const char *end = in + strlen(in);
    uint32_t found = 0;
    for (; (in = find(in, end, what)); in += strlen(what))
        found++;
    return found;
}

/* Nothing that another file would be fetched by: text from the wire is no tag. */
static void check_alone(const char *name, const char *html)
{
    static const char *const fetched[] = {"<link",  "<iframe",   "<object", "<img",
                                          "<embed", "<script s", "<base",   "<meta http"};
    for (size_t i = 0; i < sizeof fetched / sizeof *fetched; i++) {
        bool found = strstr(html, fetched[i]);
        CU_ASSERT_FALSE(found);
        if (found)
            printf("\n%s: %s", name, fetched[i]);
    }
    CU_ASSERT_EQUAL(count(html, "<script"), 1);
}

/* Every data-b is well formed and names a byte source of its packet. */
static void check_ranges(const char *name, const char *html)
{
    const char *end = html + strlen(html);
    bool good = true;
    check_alone(name, html);
    for (const char *at = html; good && (at = find(at, end, " data-b=\"")); at++) {
        char *ranges = strndup(at + 9, strcspn(at + 9, "\""));
        for (char *rest = ranges, *part; good && (part = strsep(&rest, " "));) {
            unsigned source, from, to;
            int length = 0;
            good = sscanf(part, "%u:%u-%u%n", &source, &from, &to, &length) == 3 && from <= to &&
                   !part[length];
        }
        free(ranges);
    }
    CU_ASSERT_TRUE(good);
    if (!good)
        printf("\n%s: a range that is none", name);
    CU_ASSERT_EQUAL(count(html, "<article"), count(html, "</article>"));
    CU_ASSERT_EQUAL(count(html, "<button"), count(html, "</button>"));
    CU_ASSERT_EQUAL(count(html, "<ul"), count(html, "</ul>"));
    CU_ASSERT_EQUAL(count(html, "<svg"), 1);
}

void test_handouts_of_all(void)
{
    DIR *captures = opendir(PW_CAPTURES);
    const struct dirent *entry;
    CU_ASSERT_PTR_NOT_NULL_FATAL(captures);
    while ((entry = readdir(captures))) {
        size_t length = strlen(entry->d_name);
        if (length < 5 || strcmp(entry->d_name + length - 5, ".pcap") != 0)
            continue;
        for (int format = 0; format < PW_HANDOUT_FORMATS; format++) {
            struct pw_buffer out = hand_out(entry->d_name, (enum pw_handout_format)format);
            CU_ASSERT_TRUE(out.length > 500);
            check_harmless(entry->d_name, &out);
            if (format == PW_HANDOUT_HTML)
                check_ranges(entry->d_name, pw_buffer_get(&out));
            pw_buffer_free(&out);
        }
    }
    closedir(captures);
}

/* Lessons: each question is asked once before the answers, and answered once behind them. The
 * ladder tells answers: it stands with them. */
void test_handouts_of_lessons(void)
{
    struct pw_error error;
    struct pw_lessons *lessons = pw_lessons_load((const char *[]){PW_LESSONS "/en"}, 1, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(lessons);
    for (uint32_t i = 0; i < lessons->count; i++) {
        const struct pw_lesson *lesson = lessons->entries[i].lesson;
        struct pw_buffer out = {0};
        struct pw_handout handout = {.language = "en",
                                     .lesson = lesson,
                                     .captures = &pictures,
                                     .words = export_words,
                                     .voice = PW_STUDENT};
        uint32_t questions = 0;
        for (uint32_t k = 0; k < lesson->step_count; k++)
            questions += lesson->steps[k].question != NULL;
        pw_handout_write(&handout, PW_HANDOUT_HTML, &out);
        check_harmless(lesson->id, &out);
        check_ranges(lesson->id, pw_buffer_get(&out));
        char *answers = strstr(out.text, "<h2 class=\"answers\">");
        CU_ASSERT_PTR_NOT_NULL_FATAL(answers);
        CU_ASSERT_EQUAL(count(answers, "<dt>"), questions);
        CU_ASSERT_EQUAL(count(answers, "<svg "), 1);
        *answers = '\0';
        CU_ASSERT_EQUAL(count(out.text, "<svg "), 0);
        CU_ASSERT_EQUAL(count(out.text, "<div class=\"ask\">"), questions);
        pw_buffer_free(&out);
    }
    pw_lessons_free(lessons);
}

void test_markup(void)
{
    static const struct {
        const char *text, *html, *md;
    } rows[] = {
        {"plain words.", "plain words.", "plain words."},
        {"<script>&\"'", "&lt;script&gt;&amp;&quot;&#39;", "\\<script\\>\\&\"'"},
        {"a*b_c`d[e]\\", "a*b_c`d[e]\\", "a\\*b\\_c\\`d\\[e\\]\\\\"},
        {"# no heading", "# no heading", "\\# no heading"},
        {"1. no list", "1. no list", "1\\. no list"},
        {"1.5 ms", "1.5 ms", "1.5 ms"},
        {"- no item - here", "- no item - here", "\\- no item - here"},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pw_buffer html = {0}, md = {0};
        pw_markup_html(&html, rows[i].text);
        pw_markup_md(&md, rows[i].text);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&html), rows[i].html);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&md), rows[i].md);
        pw_buffer_free(&html);
        pw_buffer_free(&md);
    }
}
