/*
 * Proving a lesson against its captures, so that it cannot rot: every packet it points at is there,
 * every question has one right answer, every claim holds.
 */
#include <string.h>

#include "teach/lesson_private.h"

struct checking {
    struct pw_faults *faults;
    const struct pw_lesson *lesson;
    const struct pw_captures *captures;
};

/* Is a lit id among the shown packet's fields or layers? */
static void check_lights(struct checking *on, const struct pw_show *show,
                         const struct pw_place *place)
{
    struct pw_arena scratch = {0};
    struct pw_tree tree;
    if (place->shown != PW_NONE && pw_picture_tree(place->session, place->shown, &scratch, &tree))
        for (uint32_t i = 0; i < show->light_count; i++)
            if (!pw_tree_innermost(&tree, show->light[i]) && !pw_tree_last(&tree, show->light[i]))
                pw_lesson_fault(on->faults, show->line, "packet %u has no \"%s\" to light",
                                (unsigned)place->shown + 1, show->light[i]);
    pw_arena_free(&scratch);
}

static void check_show(struct checking *on, const struct pw_show *show,
                       const struct pw_place *place)
{
    if (place->shown == PW_NONE)
        pw_lesson_fault(on->faults, show->line, "no packet of %s is meant by this", place->capture);
    check_lights(on, show, place);
}

/* Wrong answers teach: each says why, and where it points at a packet, that packet is there. */
static void check_option(struct checking *on, const struct pw_option *option,
                         const struct pw_place *place, bool right)
{
    if (!right && !option->why)
        pw_lesson_fault(on->faults, option->line, "a wrong answer has a reason: \"  why: …\"");
    if (option->see && pw_selector_find(option->see, place->session, place->asked) == PW_NONE)
        pw_lesson_fault(on->faults, option->line, "no packet of %s is meant by \"see\"",
                        place->capture);
}

static void check_choice(struct checking *on, const struct pw_question *question,
                         const struct pw_place *place)
{
    uint32_t right = 0;
    for (uint32_t i = 0; i < question->option_count; i++) {
        bool holds = pw_statement_holds(question->options[i].right, place->session, place->asked);
        right += holds;
        check_option(on, &question->options[i], place, holds);
    }
    if (right != 1)
        pw_lesson_fault(on->faults, question->line,
                        "exactly one option must be right; of packet %u, %u are",
                        (unsigned)place->asked + 1, (unsigned)right);
}

static void check_number(struct checking *on, const struct pw_question *question,
                         const struct pw_place *place)
{
    uint64_t answer;
    bool known = pw_question_number(question, place->session, place->asked, &answer);
    if (!known)
        pw_lesson_fault(on->faults, question->line, "packet %u has no such number to answer with",
                        (unsigned)place->asked + 1);
    for (uint32_t i = 0; i < question->option_count; i++) {
        const struct pw_option *option = &question->options[i];
        uint64_t wrong;
        check_option(on, option, place, false);
        if (known && pw_quantity_number(&option->value, place->session, place->asked, &wrong) &&
            wrong == answer)
            pw_lesson_fault(on->faults, option->line, "this is the right answer, not a wrong one");
    }
}

/* A task can be done: it was, in a bundled capture. */
static void check_task(struct checking *on, const struct pw_task *task)
{
    const struct pw_session *session = on->captures->open(on->captures->self, task->proof);
    if (!session) {
        pw_lesson_fault(on->faults, task->line, "the capture %s cannot be read", task->proof);
        return;
    }
    struct pw_task_watch *watch = pw_task_watch_new(task, session, 0);
    while (pw_task_watch_behind(watch))
        pw_task_watch_look(watch);
    uint32_t done = pw_task_watch_done(watch);
    if (done < task->part_count)
        pw_lesson_fault(on->faults, task->parts[done].line, "this is not done in %s", task->proof);
    pw_task_watch_free(watch);
}

static void check_compare(struct checking *on, const struct pw_compare *compare)
{
    for (uint32_t i = 0; i < compare->count; i++)
        if (!on->captures->open(on->captures->self, compare->of[i].capture))
            pw_lesson_fault(on->faults, compare->line, "the capture %s cannot be read",
                            compare->of[i].capture);
}

static void check_step(struct checking *on, uint32_t index)
{
    const struct pw_step *step = &on->lesson->steps[index];
    const struct pw_question *question = step->question;
    struct pw_place place;
    if (step->task)
        check_task(on, step->task);
    if (step->compare)
        check_compare(on, step->compare);
    pw_lesson_place(on->lesson, index, on->captures, &place);
    uint32_t line = step->show ? step->show->line : question ? question->line : step->line;
    if (!place.session) {
        if (step->show || question)
            pw_lesson_fault(on->faults, line, "the capture %s cannot be read",
                            place.capture ? place.capture : "(none)");
        return;
    }
    if (step->show)
        check_show(on, step->show, &place);
    if (!question)
        return;
    if (place.asked == PW_NONE)
        pw_lesson_fault(on->faults, question->line, "no packet of %s is asked about",
                        place.capture);
    else if (question->type == PW_QUESTION_CHOICE)
        check_choice(on, question, &place);
    else
        check_number(on, question, &place);
}

static void check_claim(struct checking *on, const struct pw_claim *claim)
{
    const struct pw_session *session =
        claim->capture ? on->captures->open(on->captures->self, claim->capture) : NULL;
    if (!session)
        pw_lesson_fault(on->faults, claim->line, "the capture %s cannot be read",
                        claim->capture ? claim->capture : "(none)");
    else if (!pw_statement_holds(claim->statement, session, PW_NONE))
        pw_lesson_fault(on->faults, claim->line, "this is not so in %s: %s", claim->capture,
                        claim->text);
}

static bool meets(const struct pw_lesson *lesson, uint8_t misconception)
{
    for (uint32_t i = 0; i < lesson->step_count; i++) {
        const struct pw_question *question = lesson->steps[i].question;
        for (uint32_t k = 0; question && k < question->option_count; k++)
            if (question->options[k].misconception == misconception)
                return true;
    }
    return false;
}

uint32_t pw_lesson_check(const char *path, const struct pw_captures *captures,
                         void (*report)(void *self, const char *fault), void *self)
{
    struct pw_arena arena = {0};
    struct pw_faults faults = {.report = report, .self = self, .path = path};
    struct checking on = {.faults = &faults, .captures = captures};
    on.lesson = pw_lesson_read(path, &arena, &faults);
    if (on.lesson) {
        if (on.lesson->capture && !captures->open(captures->self, on.lesson->capture))
            pw_lesson_fault(&faults, on.lesson->line, "the capture %s cannot be read",
                            on.lesson->capture);
        for (uint32_t i = 0; i < on.lesson->step_count; i++)
            check_step(&on, i);
        for (uint32_t i = 0; i < on.lesson->claim_count; i++)
            check_claim(&on, &on.lesson->claims[i]);
        for (uint32_t i = 0; i < on.lesson->refute_count; i++)
            if (!meets(on.lesson, on.lesson->refutes[i]))
                pw_lesson_fault(&faults, on.lesson->line,
                                "it is said to refute misconception %u, but no answer has \"why "
                                "%u\"",
                                on.lesson->refutes[i], on.lesson->refutes[i]);
    }
    pw_arena_free(&arena);
    return faults.count;
}
