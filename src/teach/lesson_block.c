/*
 * The fenced blocks that make a lesson more than prose: ```lesson, ```show, ```claim; questions are
 * in lesson_question.c, tasks in lesson_task.c. One "key: value" a line; an indented line goes on
 * with the one before.
 */
#include <string.h>

#include "teach/condition_value.h"
#include "teach/file.h"
#include "teach/lesson_private.h"

#define LIGHTS 32u /* ids of one `light:` line */

/* The colon that ends "near CONDITION:": with a blank behind it, and not between quotes. */
static struct pw_bytes find_near_key(struct pw_bytes line)
{
    bool quoted = false;
    for (size_t i = 0; i + 1 < line.length; i++) {
        quoted ^= line.data[i] == '"';
        if (!quoted && line.data[i] == ':' && line.data[i + 1] == ' ')
            return pw_bytes_of(line.data, i);
    }
    return (struct pw_bytes){.data = line.data};
}

/* "why 3", "see", "near CONDITION" or "unless CONDITION" before a colon, at the start of an
 * indented line; or an empty run. */
static struct pw_bytes find_sub_key(struct pw_bytes line)
{
    struct pw_bytes words = line, start = pw_text_word(&words);
    if (pw_text_equals(start, "near") || pw_text_equals(start, "unless"))
        return find_near_key(line);
    const uint8_t *colon = memchr(line.data, ':', line.length);
    struct pw_bytes none = {.data = line.data};
    if (!colon)
        return none;
    struct pw_bytes key = pw_bytes_of(line.data, (size_t)(colon - line.data)), rest = key;
    struct pw_bytes word = pw_text_word(&rest);
    uint64_t number;
    if (pw_text_equals(key, "see") || pw_text_equals(key, "why"))
        return key;
    return pw_text_equals(word, "why") && pw_value_number(pw_text_trim(rest), &number) ? key : none;
}

/* The last line's value goes on. */
static void extend(struct pw_lesson_reader *r, struct pw_directive *last, struct pw_bytes text)
{
    last->value = pw_arena_print(r->arena, "%s%s%.*s", last->value, *last->value ? " " : "",
                                 (int)text.length, (const char *)text.data);
}

static void add_directive(struct pw_lesson_reader *r, struct pw_vector *out, uint32_t line,
                          struct pw_bytes key, struct pw_bytes value)
{
    struct pw_directive *directive = pw_vector_add(out);
    struct pw_bytes rest = key, word = pw_text_word(&rest);
    uint64_t number = 0;
    bool numbered = pw_text_equals(word, "why") && pw_text_trim(rest).length;
    if (numbered && (!pw_value_number(pw_text_trim(rest), &number) || number < 1 ||
                     number > PW_MISCONCEPTIONS)) {
        pw_lesson_fault(r->faults, line, "misconceptions have the numbers 1 to %u",
                        PW_MISCONCEPTIONS);
        number = 0;
    }
    if (numbered)
        key = word;
    value = pw_text_trim(value);
    *directive = (struct pw_directive){
        .line = line,
        .number = (uint32_t)number,
        .key = pw_arena_text(r->arena, key.data, key.length),
        .value = pw_arena_text(r->arena, value.data, value.length),
    };
}

static void split_line(struct pw_lesson_reader *r, struct pw_vector *out, uint32_t at,
                       struct pw_bytes line, bool plain)
{
    struct pw_bytes text = pw_text_trim(line);
    bool indented = line.data[0] == ' ' || line.data[0] == '\t';
    struct pw_bytes key = plain ? (struct pw_bytes){.data = text.data} : find_sub_key(text);
    if (indented && !key.length) {
        if (out->count)
            extend(r, pw_vector_at(out, out->count - 1), text);
        else
            pw_lesson_fault(r->faults, at, "an indented line goes on with nothing");
        return;
    }
    const uint8_t *colon = memchr(text.data, ':', text.length);
    if (plain) {
        add_directive(r, out, at, key, text);
    } else if (!indented && text.length >= 2 && !memcmp(text.data, "- ", 2)) {
        add_directive(r, out, at, pw_bytes_of(text.data, 1),
                      pw_bytes_of(text.data + 2, text.length - 2));
    } else if (colon) {
        if (!key.length)
            key = pw_bytes_of(text.data, (size_t)(colon - text.data));
        colon = text.data + key.length;
        add_directive(r, out, at, key, pw_bytes_of(colon + 1, text.length - key.length - 1));
    } else {
        pw_lesson_fault(r->faults, at, "a line here is \"key: value\"");
    }
}

/* plain: lines without keys, as claims are. */
static void split_lines(struct pw_lesson_reader *r, struct pw_bytes text, uint32_t line, bool plain,
                        struct pw_vector *out)
{
    pw_vector_init(out, sizeof(struct pw_directive));
    while (text.length) {
        const uint8_t *stop = memchr(text.data, '\n', text.length);
        size_t length = stop ? (size_t)(stop - text.data) : text.length;
        struct pw_bytes one = pw_bytes_of(text.data, length);
        if (pw_text_trim(one).length)
            split_line(r, out, line, one, plain);
        length += stop != NULL;
        text.data += length;
        text.length -= length;
        line++;
    }
}

static void read_refutes(struct pw_lesson_reader *r, const struct pw_directive *d)
{
    struct pw_bytes list = pw_bytes_of(d->value, strlen(d->value));
    for (struct pw_bytes word; (word = pw_text_word(&list)).length;) {
        uint64_t number;
        if (word.data[word.length - 1] == ',')
            word.length--;
        if (!pw_value_number(word, &number) || number < 1 || number > PW_MISCONCEPTIONS ||
            r->lesson->refute_count == PW_MISCONCEPTIONS)
            pw_lesson_fault(r->faults, d->line, "misconceptions have the numbers 1 to %u",
                            PW_MISCONCEPTIONS);
        else
            r->lesson->refutes[r->lesson->refute_count++] = (uint8_t)number;
    }
}

static void read_voice(struct pw_lesson_reader *r, const struct pw_directive *d)
{
    enum pw_voice voice = pw_voice_named(d->value);
    if (voice == PW_VOICES)
        pw_lesson_fault(r->faults, d->line, "the voices are friend, student and engineer");
    else
        r->lesson->voice = voice;
}

/* A capture is a file name, not a path: lessons reach into the captures folder only. NULL where it
 * is none. */
const char *pw_lesson_capture_name(struct pw_lesson_reader *r, const struct pw_directive *d)
{
    if (*d->value && !strchr(d->value, '/') && d->value[0] != '.')
        return d->value;
    pw_lesson_fault(r->faults, d->line, "a capture is the name of a file in captures/");
    return NULL;
}

static void read_course(struct pw_lesson_reader *r, const struct pw_directive *d)
{
    r->lesson->short_course = !strcmp(d->value, "short");
    if (!r->lesson->short_course && strcmp(d->value, "full") != 0)
        pw_lesson_fault(r->faults, d->line, "the courses are short and full");
}

static void read_header(struct pw_lesson_reader *r, const struct pw_vector *lines, uint32_t line)
{
    uint64_t minutes;
    bool named = false;
    if (r->lesson->line)
        pw_lesson_fault(r->faults, line, "a lesson has one ```lesson block");
    r->lesson->line = line;
    for (uint32_t i = 0; i < lines->count; i++) {
        const struct pw_directive *d = pw_vector_at(lines, i);
        named |= !strcmp(d->key, "capture");
        if (!strcmp(d->key, "capture"))
            r->lesson->capture = pw_lesson_capture_name(r, d);
        else if (!strcmp(d->key, "refutes"))
            read_refutes(r, d);
        else if (!strcmp(d->key, "voice"))
            read_voice(r, d);
        else if (!strcmp(d->key, "course"))
            read_course(r, d);
        else if (strcmp(d->key, "minutes"))
            pw_lesson_fault(r->faults, d->line,
                            "a lesson block has capture, minutes, course, refutes and voice, "
                            "no \"%s\"",
                            d->key);
        else if (!pw_value_number(pw_bytes_of(d->value, strlen(d->value)), &minutes) ||
                 minutes < 1 || minutes > 240)
            pw_lesson_fault(r->faults, d->line, "minutes are a number from 1 to 240");
        else
            r->lesson->minutes = (uint32_t)minutes;
    }
    if (!named)
        pw_lesson_fault(r->faults, line, "a lesson names its capture: \"capture: NAME.pcap\"");
}

static void read_light(struct pw_lesson_reader *r, const struct pw_directive *d,
                       struct pw_show *show)
{
    struct pw_bytes list = pw_bytes_of(d->value, strlen(d->value));
    show->light = pw_arena_take(r->arena, LIGHTS * sizeof *show->light);
    for (struct pw_bytes word; (word = pw_text_word(&list)).length;) {
        const char *id = pw_arena_text(r->arena, word.data, word.length);
        if (!pw_field_named(id) && !pw_protocol_named(id))
            pw_lesson_fault(r->faults, d->line, "no field or protocol is called \"%s\"", id);
        else if (show->light_count == LIGHTS)
            pw_lesson_fault(r->faults, d->line, "too many to light at once");
        else
            show->light[show->light_count++] = id;
    }
}

static void read_show(struct pw_lesson_reader *r, const struct pw_vector *lines, uint32_t line)
{
    struct pw_show *show = pw_arena_take(r->arena, sizeof *show);
    struct pw_error error;
    struct pw_step *step = pw_lesson_reader_step(r, line);
    show->line = line;
    if (step->show)
        pw_lesson_fault(r->faults, line, "a step shows one packet; begin another step");
    for (uint32_t i = 0; i < lines->count; i++) {
        const struct pw_directive *d = pw_vector_at(lines, i);
        if (!strcmp(d->key, "packet")) {
            show->line = d->line;
            show->packet = pw_selector_parse(d->value, r->arena, &error);
            if (!show->packet)
                pw_lesson_fault(r->faults, d->line, "%s", error.text);
        } else if (!strcmp(d->key, "light")) {
            read_light(r, d, show);
        } else if (!strcmp(d->key, "capture")) {
            show->capture = pw_lesson_capture_name(r, d);
        } else {
            pw_lesson_fault(r->faults, d->line,
                            "a show block has packet, light and capture, no \"%s\"", d->key);
        }
    }
    if (show->capture && !show->packet)
        pw_lesson_fault(r->faults, line, "another capture needs \"packet:\" too");
    step->show = show;
    pw_lesson_reader_block(r, PW_BLOCK_SHOW, line)->show = show;
}

static void read_claims(struct pw_lesson_reader *r, const struct pw_vector *lines, uint32_t line)
{
    struct pw_error error;
    struct pw_step *step = pw_lesson_reader_step(r, line);
    for (uint32_t i = 0; i < lines->count; i++) {
        const struct pw_directive *d = pw_vector_at(lines, i);
        const struct pw_statement *statement = pw_statement_parse(d->value, r->arena, &error);
        if (!statement) {
            pw_lesson_fault(r->faults, d->line, "%s", error.text);
        } else if (pw_statement_is_about_packet(statement)) {
            pw_lesson_fault(r->faults, d->line,
                            "a claim is \"count … is N\", \"bytes … is N\", \"events … is N\", "
                            "\"event …\", \"packet … has …\" or \"every … has "
                            "…\"");
        } else {
            struct pw_claim *claim = pw_vector_add(&r->claims);
            *claim = (struct pw_claim){.line = d->line, .text = d->value, .statement = statement};
            claim->capture = step->show ? step->show->capture : NULL;
        }
    }
}

static void read_question(struct pw_lesson_reader *r, const struct pw_vector *lines, uint32_t line)
{
    struct pw_step *step = pw_lesson_reader_step(r, line);
    if (step->question || step->task)
        pw_lesson_fault(r->faults, line, "a step asks one question; begin another step");
    const struct pw_question *question = pw_lesson_read_question(r, lines, line);
    if (!question)
        return;
    step->question = question;
    pw_lesson_reader_block(r, PW_BLOCK_QUESTION, line)->question = question;
}

static void read_task(struct pw_lesson_reader *r, const struct pw_vector *lines, uint32_t line)
{
    struct pw_step *step = pw_lesson_reader_step(r, line);
    if (step->task || step->question)
        pw_lesson_fault(r->faults, line, "a step has one task or one question; begin another step");
    const struct pw_task *task = pw_lesson_read_task(r, lines, line);
    if (!task)
        return;
    step->task = task;
    pw_lesson_reader_block(r, PW_BLOCK_TASK, line)->task = task;
}

/* "- NAME.pcap: what is done there" */
static void read_compare(struct pw_lesson_reader *r, const struct pw_vector *lines, uint32_t line)
{
    struct pw_step *step = pw_lesson_reader_step(r, line);
    struct pw_compare *compare = pw_arena_take(r->arena, sizeof *compare);
    compare->line = line;
    for (uint32_t i = 0; i < lines->count; i++) {
        const struct pw_directive *d = pw_vector_at(lines, i);
        const char *colon = strchr(d->value, ':');
        if (strcmp(d->key, "-") != 0 || !colon || !colon[1] || compare->count == PW_COMPARE_MAX) {
            pw_lesson_fault(r->faults, d->line,
                            "a comparison has 2 or 3 lines \"- NAME.pcap: what is done there\"");
            return;
        }
        struct pw_directive name = {.line = d->line};
        struct pw_bytes title = pw_text_trim(pw_bytes_of(colon + 1, strlen(colon + 1)));
        name.value = pw_arena_text(r->arena, d->value, (size_t)(colon - d->value));
        compare->of[compare->count].capture = pw_lesson_capture_name(r, &name);
        compare->of[compare->count++].title = pw_arena_text(r->arena, title.data, title.length);
    }
    if (compare->count < 2)
        pw_lesson_fault(r->faults, line, "a comparison has 2 or 3 captures");
    if (step->compare)
        pw_lesson_fault(r->faults, line, "a step has one comparison; begin another step");
    step->compare = compare;
    pw_lesson_reader_block(r, PW_BLOCK_COMPARE, line)->compare = compare;
}

bool pw_lesson_read_block(struct pw_lesson_reader *reader, struct pw_bytes word,
                          struct pw_bytes text, uint32_t line)
{
    static const struct {
        const char *word;
        void (*read)(struct pw_lesson_reader *, const struct pw_vector *, uint32_t);
    } kinds[] = {
        {"lesson", read_header}, {"show", read_show}, {"question", read_question},
        {"claim", read_claims},  {"task", read_task}, {"compare", read_compare},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!pw_text_equals(word, kinds[i].word))
            continue;
        struct pw_vector lines;
        split_lines(reader, text, line, kinds[i].read == read_claims, &lines);
        kinds[i].read(reader, &lines, line);
        pw_vector_free(&lines);
        return true;
    }
    return false;
}
