/* Questions made from a capture, as a sheet with its answers behind, or one JSON object a line. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "export/export.h"
#include "export/json_private.h"

#define COLUMNS 80

/* A paragraph, wrapped: its first line begins with mark, the others below what stands behind it. */
static void tell(struct pw_buffer *out, const char *mark, const char *text)
{
    struct pw_arena scratch = {0};
    int indent = pw_text_columns(mark), column = indent;
    pw_buffer_text(out, mark);
    for (bool begun = false; *(text += strspn(text, " ")); begun = true) {
        size_t length = strcspn(text, " ");
        int width = pw_text_columns(pw_arena_text(&scratch, text, length));
        if (begun && column + 1 + width > COLUMNS) {
            pw_buffer_print(out, "\n%*s", indent, "");
            column = indent;
        } else if (begun) {
            pw_buffer_byte(out, ' ');
            column++;
        }
        pw_buffer_add(out, text, length);
        column += width;
        text += length;
    }
    pw_buffer_byte(out, '\n');
    pw_arena_free(&scratch);
}

/* A paragraph of the sheet's own words. */
static void say(struct pw_buffer *out, const struct pw_words *words, const char *mark,
                const char *item, const struct pw_filling *fillings)
{
    struct pw_arena scratch = {0};
    const char *text = pw_words_question(words, "sheet", item, fillings, &scratch);
    tell(out, mark, text ? text : item);
    pw_arena_free(&scratch);
}

const char *pw_question_place(const struct pw_words *words, const struct pw_prediction *asked,
                              struct pw_arena *arena)
{
    static const char *const items[] = {
        [PW_PREDICT_BEFORE] = "hidden", [PW_PREDICT_AT] = "after", [PW_PREDICT_SHOWN] = "shown"};
    enum pw_predict_when when = pw_predict_when(asked->kind);
    const struct pw_filling fillings[] = {
        {"before", pw_arena_print(arena, "%u", (unsigned)asked->row)},
        {"packet", pw_arena_print(arena, "%u", (unsigned)asked->row + 1)},
        {0}};
    bool first = when == PW_PREDICT_BEFORE && asked->row == 0;
    const char *item = first ? "hidden first" : items[when];
    const char *text = pw_words_question(words, "sheet", item, fillings, arena);
    return text ? text : item;
}

static void say_question(struct pw_buffer *out, const struct pw_words *words,
                         const struct pw_prediction *asked, uint32_t number)
{
    const struct pw_question *question = asked->question;
    char mark[16];
    snprintf(mark, sizeof mark, "%3u. ", (unsigned)number);
    pw_buffer_byte(out, '\n');
    struct pw_arena scratch = {0};
    tell(out, mark, pw_question_place(words, asked, &scratch));
    pw_arena_free(&scratch);
    tell(out, "     ", question->ask);
    if (question->type == PW_QUESTION_NUMBER)
        say(out, words, "     ", "number", NULL);
    for (uint32_t i = 0; question->type == PW_QUESTION_CHOICE && i < question->option_count; i++) {
        snprintf(mark, sizeof mark, "     %c) ", (int)('a' + i));
        tell(out, mark, question->options[i].text);
    }
}

static void say_answer(struct pw_buffer *out, const struct pw_session *session,
                       const struct pw_prediction *asked, uint32_t number)
{
    const struct pw_question *question = asked->question;
    struct pw_buffer line = {0};
    uint64_t value = 0;
    char mark[16];
    snprintf(mark, sizeof mark, "%3u. ", (unsigned)number);
    uint32_t right = pw_question_right(question, session, asked->row);
    if (question->type == PW_QUESTION_CHOICE && right != PW_NONE)
        pw_buffer_print(&line, "%c) %s", (int)('a' + right), question->options[right].text);
    else if (pw_question_number(question, session, asked->row, &value))
        pw_buffer_number(&line, value);
    if (question->after) {
        bool ended = line.length && line.text[line.length - 1] == '.';
        pw_buffer_print(&line, "%s %s", ended ? "" : ".", question->after);
    }
    tell(out, mark, pw_buffer_get(&line));
    pw_buffer_free(&line);
}

void pw_text_questions(const struct pw_session *session, const struct pw_words *words,
                       const char *capture, const struct pw_prediction *asked, uint32_t count,
                       struct pw_buffer *out)
{
    struct pw_buffer name = {0};
    pw_text_safe(&name, pw_bytes_of(capture, strlen(capture)));
    const struct pw_filling fillings[] = {{"capture", pw_buffer_get(&name)}, {0}};
    say(out, words, "", count ? "title" : "none", fillings);
    pw_buffer_free(&name);
    for (uint32_t i = 0; i < count; i++)
        say_question(out, words, &asked[i], i + 1);
    if (!count)
        return;
    pw_buffer_byte(out, '\n');
    say(out, words, "", "answers", NULL);
    pw_buffer_byte(out, '\n');
    for (uint32_t i = 0; i < count; i++)
        say_answer(out, session, &asked[i], i + 1);
}

/* "options":[...]: none where a number is typed. */
static void add_options(struct pw_buffer *out, const struct pw_question *question)
{
    bool choice = question->type == PW_QUESTION_CHOICE;
    pw_buffer_text(out, ",\"options\":[");
    for (uint32_t i = 0; choice && i < question->option_count; i++) {
        pw_buffer_text(out, i ? "," : "");
        pw_json_text(out, question->options[i].text);
    }
    pw_buffer_byte(out, ']');
}

/* The beliefs behind wrong answers, each once. */
static void add_misconceptions(struct pw_buffer *out, const struct pw_question *question)
{
    bool some = false;
    pw_buffer_text(out, ",\"misconceptions\":[");
    for (unsigned id = 1; id <= PW_MISCONCEPTIONS; id++) {
        bool named = false;
        for (uint32_t i = 0; i < question->option_count; i++)
            named |= question->options[i].misconception == id;
        if (named)
            pw_buffer_print(out, "%s%u", some ? "," : "", id);
        some |= named;
    }
    pw_buffer_byte(out, ']');
}

static void add_question(struct pw_buffer *out, const struct pw_session *session,
                         const struct pw_prediction *asked, uint32_t number)
{
    const struct pw_question *question = asked->question;
    uint64_t answer = 0;
    if (question->type == PW_QUESTION_NUMBER)
        pw_question_number(question, session, asked->row, &answer);
    else
        answer = pw_question_right(question, session, asked->row);
    pw_json_member(out, "{\"type\":\"question\",\"number\":", number);
    pw_buffer_text(out, ",\"kind\":");
    pw_json_text(out, question->kind);
    pw_json_member(out, ",\"packet\":", (uint64_t)asked->row + 1);
    pw_buffer_print(out, ",\"hidden\":%s,\"ask\":", question->hide ? "true" : "false");
    pw_json_text(out, question->ask);
    add_options(out, question);
    pw_json_member(out, ",\"answer\":", answer);
    pw_buffer_text(out, ",\"field\":");
    pw_json_text(out, question->field);
    add_misconceptions(out, question);
    pw_buffer_text(out, "}\n");
}

void pw_json_questions(const struct pw_session *session, const struct pw_prediction *asked,
                       uint32_t count, struct pw_buffer *out)
{
    for (uint32_t i = 0; i < count; i++)
        add_question(out, session, &asked[i], i + 1);
}
