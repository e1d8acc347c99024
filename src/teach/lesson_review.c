/*
 * Whether a lesson is written so that it can be learned from: short, one idea at a time, no word
 * that nobody has explained, questions at the end. What it claims is proved in lesson_check.c.
 */
#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "teach/file.h"
#include "teach/lesson_private.h"

/* Words at most: docs/lesson-format.md. */
#define SENTENCE  24u
#define PARAGRAPH 60u
#define STEP      130u
#define ASK       45u
#define OPTION    25u
#define ANSWER    45u /* why and after */
#define HINT      30u
#define EXITS     2u /* questions a lesson ends with, at least */
#define SHORTEST  5u /* minutes */
#define LONGEST   15u

struct reviewing {
    struct pw_faults *faults;
    const struct pw_lesson *lesson;
    const struct pw_glossary *glossary; /* or NULL */
};

static uint32_t count_words(const char *text)
{
    struct pw_bytes left = pw_bytes_of(text, strlen(text));
    uint32_t words = 0;
    while (pw_text_word(&left).length)
        words++;
    return words;
}

static bool ends_sentence(struct pw_bytes word)
{
    while (word.length && strchr(")\"'", word.data[word.length - 1]))
        word.length--;
    return word.length && strchr(".?!:;", word.data[word.length - 1]);
}

static void check_sentences(struct reviewing *on, const char *text, uint32_t line)
{
    struct pw_bytes left = pw_bytes_of(text, strlen(text)), word;
    uint32_t words = 0;
    while ((word = pw_text_word(&left)).length) {
        words++;
        if (words == SENTENCE + 1)
            pw_lesson_fault(on->faults, line, "a sentence of more than %u words: make it two",
                            SENTENCE);
        if (ends_sentence(word))
            words = 0;
    }
}

/* Capitals are abbreviations, and every one is explained somewhere. */
static void check_abbreviations(struct reviewing *on, const char *text, uint32_t line)
{
    struct pw_bytes all = pw_bytes_of(text, strlen(text)), word;
    for (size_t at = 0; on->glossary && (word = pw_glossary_word(all, &at)).length;) {
        size_t capitals = 0, length;
        while (capitals < word.length && (isupper(word.data[capitals])))
            capitals++;
        if (capitals < 2 || (capitals < word.length && word.data[capitals] != '-'))
            continue;
        if (!pw_glossary_at(on->glossary, pw_bytes_of(word.data, capitals), &length))
            pw_lesson_fault(on->faults, line, "\"%.*s\" is not explained in the glossary",
                            (int)capitals, (const char *)word.data);
    }
}

static void check_text(struct reviewing *on, const char *text, uint32_t line, uint32_t most,
                       const char *what)
{
    if (!text)
        return;
    uint32_t words = count_words(text);
    if (words > most)
        pw_lesson_fault(on->faults, line, "%s of %u words: at most %u are read", what,
                        (unsigned)words, (unsigned)most);
    check_sentences(on, text, line);
    check_abbreviations(on, text, line);
}

static void check_question(struct reviewing *on, const struct pw_question *question)
{
    check_text(on, question->ask, question->line, ASK, "a question");
    check_text(on, question->after, question->line, ANSWER, "an answer");
    for (uint32_t i = 0; i < question->hint_count; i++)
        check_text(on, question->hints[i], question->line, HINT, "a hint");
    for (uint32_t i = 0; i < question->option_count; i++) {
        check_text(on, question->options[i].text, question->options[i].line, OPTION, "an option");
        check_text(on, question->options[i].why, question->options[i].line, ANSWER, "a reason");
    }
}

static void check_prose(struct reviewing *on, const struct pw_step *step)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < step->block_count; i++) {
        const struct pw_block *block = &step->blocks[i];
        bool prose = block->kind == PW_BLOCK_PARAGRAPH || block->kind == PW_BLOCK_ITEM;
        if (!prose)
            continue;
        words += count_words(block->text);
        check_text(on, block->text, block->line, PARAGRAPH, "a paragraph");
    }
    if (words > STEP)
        pw_lesson_fault(on->faults, step->line, "%s of %u words: at most %u are read", "a step",
                        (unsigned)words, STEP);
}

static void check_exits(struct reviewing *on)
{
    uint32_t exits = 0, hidden = 0;
    for (uint32_t i = 0; i < on->lesson->step_count; i++) {
        const struct pw_question *question = on->lesson->steps[i].question;
        if (!question)
            continue;
        exits += question->exit;
        hidden += question->hide;
        if (exits && !question->exit)
            pw_lesson_fault(on->faults, question->line,
                            "a question behind an exit question: those come last");
    }
    if (exits < EXITS)
        pw_lesson_fault(on->faults, on->lesson->line,
                        "a lesson ends with %u exit questions or more: \"exit: yes\"", EXITS);
    if (!hidden)
        pw_lesson_fault(on->faults, on->lesson->line,
                        "nothing is predicted: a question with \"hide: yes\" asks for a packet "
                        "before it is shown");
}

static void check_terms(struct reviewing *on)
{
    for (uint32_t i = 0; on->glossary && i < on->lesson->term_count; i++) {
        const struct pw_mention *term = &on->lesson->terms[i];
        size_t length, whole = strlen(term->text);
        if (!pw_glossary_at(on->glossary, pw_bytes_of(term->text, whole), &length) ||
            length != whole)
            pw_lesson_fault(on->faults, term->line, "\"%s\" is not explained in the glossary",
                            term->text);
    }
}

/* A link leads to another file beside the lesson, or into the world. */
static void check_links(struct reviewing *on)
{
    for (uint32_t i = 0; i < on->lesson->link_count; i++) {
        const struct pw_mention *link = &on->lesson->links[i];
        if (strncmp(link->text, "https://", 8) == 0 || strncmp(link->text, "http://", 7) == 0)
            continue;
        const char *slash = strrchr(on->lesson->path, '/');
        struct pw_buffer path = {0};
        pw_buffer_add(&path, on->lesson->path, slash ? (size_t)(slash + 1 - on->lesson->path) : 0);
        pw_buffer_add(&path, link->text, strcspn(link->text, "#"));
        if (access(pw_buffer_get(&path), R_OK) != 0)
            pw_lesson_fault(on->faults, link->line, "the link leads to nothing: %s", link->text);
        pw_buffer_free(&path);
    }
}

uint32_t pw_lesson_review(const char *path, const struct pw_glossary *glossary,
                          void (*report)(void *self, const char *fault), void *self)
{
    struct pw_arena arena = {0};
    struct pw_error error;
    struct pw_faults faults = {.report = report, .self = self, .path = path};
    struct reviewing on = {.faults = &faults, .glossary = glossary};
    on.lesson = pw_lesson_load(path, &arena, &error);
    if (on.lesson) {
        if (on.lesson->minutes < SHORTEST || on.lesson->minutes > LONGEST)
            pw_lesson_fault(&faults, on.lesson->line,
                            "a lesson takes %u to %u minutes: \"minutes: "
                            "10\"",
                            SHORTEST, LONGEST);
        for (uint32_t i = 0; i < on.lesson->step_count; i++) {
            check_prose(&on, &on.lesson->steps[i]);
            if (on.lesson->steps[i].question)
                check_question(&on, on.lesson->steps[i].question);
        }
        check_exits(&on);
        check_terms(&on);
        check_links(&on);
    }
    pw_arena_free(&arena);
    return faults.count;
}
