/* A lesson as a hand-out: its steps, then the answers, and the ladder that tells them. */
#include "base/translate.h"
#include "export/handout_private.h"
#include "teach/compare.h"

/* The ladder of a lesson's own capture. It tells answers, and so stands with them. */
static void write_lesson_ladder(struct pw_page *page, const struct pw_page_writer *writer)
{
    const struct pw_captures *captures = page->handout->captures;
    const struct pw_session *session =
        captures->open(captures->self, page->handout->lesson->capture);
    uint32_t rows[PW_HANDOUT_PACKETS], wanted;
    if (!session)
        return;
    struct pw_handout whole = *page->handout;
    whole.session = session;
    whole.conversation = PW_NONE;
    writer->heading(page, 2, _("The ladder"));
    writer->ladder(page, session, rows, pw_page_choose(&whole, rows, &wanted));
}

static void write_compare(struct pw_page *page, const struct pw_page_writer *writer,
                          const struct pw_compare *compare)
{
    const struct pw_captures *captures = page->handout->captures;
    for (uint32_t i = 0; i < compare->count; i++) {
        const struct pw_session *session = captures->open(captures->self, compare->of[i].capture);
        struct pw_buffer line = {0};
        if (!session)
            continue;
        struct pw_cost cost = pw_cost_of(session, UINT32_MAX);
        pw_buffer_print(&line,
                        _("%s: packets: %u; bytes on the wire: %llu; connections: %u; HTTP "
                          "requests: %u; round trips: %u."),
                        compare->of[i].title, (unsigned)cost.packets,
                        (unsigned long long)cost.bytes, (unsigned)cost.connections,
                        (unsigned)cost.requests, (unsigned)cost.round_trips);
        pw_page_say(page, writer, pw_buffer_get(&line));
        pw_buffer_free(&line);
    }
}

static void write_task(struct pw_page *page, const struct pw_page_writer *writer,
                       const struct pw_task *task)
{
    struct pw_buffer line = {0};
    pw_buffer_print(&line, _("Task %s, on the wire: %s"), task->id, task->ask);
    pw_page_say(page, writer, pw_buffer_get(&line));
    pw_buffer_free(&line);
    for (uint32_t i = 0; i < task->part_count; i++) {
        struct pw_block part = {.kind = PW_BLOCK_ITEM, .text = task->parts[i].text};
        writer->prose(page, &part);
    }
}

/* What stands behind the question is an answer too: it waits for its page. Returns the questions
 * there were so far. */
static uint32_t write_step(struct pw_page *page, const struct pw_page_writer *writer,
                           uint32_t index, uint32_t asked)
{
    const struct pw_lesson *lesson = page->handout->lesson;
    const struct pw_step *step = &lesson->steps[index];
    struct pw_place place;
    pw_lesson_place(lesson, index, page->handout->captures, &place);
    writer->heading(page, 2, index ? step->title : _("To begin with"));
    for (uint32_t i = 0; i < step->block_count; i++) {
        const struct pw_block *block = &step->blocks[i];
        if (block->kind == PW_BLOCK_QUESTION)
            writer->ask(page, ++asked, block->question);
        else if (block->kind == PW_BLOCK_TASK)
            write_task(page, writer, block->task);
        else if (block->kind == PW_BLOCK_COMPARE)
            write_compare(page, writer, block->compare);
        else if (block->kind != PW_BLOCK_SHOW)
            writer->prose(page, block);
        else if (place.session && place.shown != PW_NONE)
            pw_page_packet(page, writer, place.session, place.shown);
    }
    return asked;
}

void pw_page_lesson(struct pw_page *page, const struct pw_page_writer *writer)
{
    const struct pw_lesson *lesson = page->handout->lesson;
    uint32_t asked = 0;
    for (uint32_t i = 0; i < lesson->step_count; i++) {
        asked = write_step(page, writer, i, asked);
    }
    if (asked)
        writer->answers(page);
    for (uint32_t i = 0, number = 0; i < lesson->step_count; i++) {
        struct pw_place place;
        if (!lesson->steps[i].question)
            continue;
        pw_lesson_place(lesson, i, page->handout->captures, &place);
        if (place.session && place.asked != PW_NONE)
            pw_page_answer(page, writer, ++number, lesson->steps[i].question, place.session,
                           place.asked);
    }
    write_lesson_ladder(page, writer);
}
