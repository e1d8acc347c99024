/* Conversing about a lesson, line by line: see linear.h. */
#include "export/linear.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "export/linear_private.h"
#include "teach/file.h"

struct pw_linear *pw_linear_new(const struct pw_linear_world *world)
{
    struct pw_linear *linear = pw_allocate_zero(sizeof *linear);
    linear->world = *world;
    return linear;
}

void pw_linear_free(struct pw_linear *linear)
{
    if (!linear)
        return;
    pw_arena_free(&linear->arena);
    pw_buffer_free(&linear->line);
    free(linear);
}

static void prompt(struct pw_linear *linear, const char *text, struct pw_buffer *out)
{
    if (linear->world.answers)
        pw_linear_say(linear, text, out);
}

void pw_linear_menu(struct pw_linear *linear, struct pw_buffer *out)
{
    const struct pw_lessons *lessons = linear->world.lessons;
    linear->lesson = NULL;
    for (uint32_t i = 0; i < lessons->count; i++) {
        const struct pw_lesson_entry *entry = &lessons->entries[i];
        if (!entry->lesson) {
            pw_buffer_print(&linear->line, _("%s cannot be opened: %s"), entry->id, entry->fault);
            pw_linear_tell(linear, 0, out);
            continue;
        }
        struct pw_progress_entry at = pw_progress_get(linear->world.progress, entry->id);
        pw_buffer_print(&linear->line, _("%u: %s, %u minutes"), (unsigned)entry->lesson->number,
                        entry->lesson->title, (unsigned)entry->lesson->minutes);
        if (entry->lesson->short_course)
            pw_buffer_text(&linear->line, _(", in the short course"));
        if (at.done >= entry->lesson->step_count)
            pw_buffer_text(&linear->line, _(", done"));
        else if (at.step)
            pw_buffer_print(&linear->line, _(", at step %u of %u"), (unsigned)at.step,
                            (unsigned)entry->lesson->step_count);
        pw_buffer_byte(&linear->line, '.');
        pw_linear_tell(linear, 0, out);
    }
    prompt(linear, _("Type a lesson's number. q leaves."), out);
}

/* The options with their numbers, and how to answer. */
static void ask(struct pw_linear *linear, struct pw_buffer *out)
{
    const struct pw_question *question = linear->open;
    pw_buffer_print(&linear->line, _("Question: %s"), question->ask);
    pw_linear_tell(linear, 0, out);
    for (uint32_t i = 0; question->type == PW_QUESTION_CHOICE && i < question->option_count; i++) {
        pw_buffer_print(&linear->line, "%u: %s", i + 1, question->options[i].text);
        pw_linear_tell(linear, 2, out);
    }
    if (question->type == PW_QUESTION_NUMBER)
        prompt(linear, _("Type a number. h gives a hint, s goes on without, help tells more."),
               out);
    else
        prompt(linear,
               _("Type the number of an answer. h gives a hint, s goes on without, help tells "
                 "more."),
               out);
}

static void remember(struct pw_linear *linear, bool done)
{
    struct pw_progress *progress = linear->world.progress;
    struct pw_progress_entry entry = pw_progress_get(progress, linear->lesson->id);
    entry.step = linear->step + 1;
    entry.steps = linear->lesson->step_count;
    if (done && entry.done < entry.step && !linear->fast)
        entry.done = entry.step;
    pw_progress_set(progress, linear->lesson->id, entry);
}

/* Tell the step from where it was told to, up to a question that is open. */
static void tell_on(struct pw_linear *linear, struct pw_buffer *out)
{
    const struct pw_step *step = &linear->lesson->steps[linear->step];
    for (; linear->told < step->block_count; linear->told++) {
        const struct pw_block *block = &step->blocks[linear->told];
        if (block->kind != PW_BLOCK_QUESTION) {
            pw_linear_block(linear, block, out);
        } else if (linear->place.asked != PW_NONE) {
            linear->told++;
            linear->open = block->question;
            ask(linear, out);
            return;
        }
    }
    if (step->task)
        prompt(linear, _("Enter goes on; the task is done in a lab."), out);
    else
        prompt(linear, _("Enter goes on."), out);
}

static void go_to(struct pw_linear *linear, uint32_t step, struct pw_buffer *out)
{
    const struct pw_lesson *lesson = linear->lesson;
    pw_arena_reset(&linear->arena);
    linear->step = step;
    linear->told = 0;
    linear->open = NULL;
    linear->answer = (struct pw_answer){.step = step + 1};
    pw_lesson_place(lesson, step, linear->world.captures, &linear->place);
    pw_buffer_byte(out, '\n');
    pw_buffer_print(&linear->line, _("Step %u of %u: %s"), (unsigned)step + 1,
                    (unsigned)lesson->step_count, lesson->steps[step].title);
    pw_linear_tell(linear, 0, out);
    remember(linear, false);
    tell_on(linear, out);
}

static bool is_exit(const struct pw_linear *linear, uint32_t step)
{
    const struct pw_question *question = linear->lesson->steps[step].question;
    return question && question->exit;
}

static const struct pw_lesson *next_lesson(const struct pw_linear *linear)
{
    const struct pw_lessons *lessons = linear->world.lessons;
    bool behind = false;
    for (uint32_t i = 0; lessons && i < lessons->count; i++) {
        if (behind && lessons->entries[i].lesson)
            return lessons->entries[i].lesson;
        behind |= lessons->entries[i].lesson == linear->lesson;
    }
    return NULL;
}

/* The exit questions were all asked: whoever had them all right at once has done the lesson. */
static void end_test(struct pw_linear *linear, struct pw_buffer *out)
{
    linear->fast = false;
    if (linear->failed) {
        pw_linear_say(linear, _("Not all of it was right at once: the lesson explains it."), out);
        return;
    }
    uint32_t steps = linear->lesson->step_count;
    struct pw_progress_entry entry = {.step = steps, .steps = steps, .done = steps};
    pw_progress_set(linear->world.progress, linear->lesson->id, entry);
}

/* To the step behind this one. False where there was none. */
static bool go_on(struct pw_linear *linear, struct pw_buffer *out)
{
    uint32_t next = linear->step + 1;
    while (linear->fast && next < linear->lesson->step_count && !is_exit(linear, next))
        next++;
    if (next < linear->lesson->step_count) {
        go_to(linear, next, out);
        return true;
    }
    if (linear->fast)
        end_test(linear, out);
    if (linear->failed) {
        linear->failed = false;
        go_to(linear, 0, out);
        return true;
    }
    const struct pw_lesson *behind = next_lesson(linear);
    pw_linear_say(linear, _("The lesson is done."), out);
    linear->step = linear->lesson->step_count;
    linear->open = NULL;
    if (behind && linear->world.answers) {
        pw_buffer_print(&linear->line, _("Enter begins the next one, %u: %s."),
                        (unsigned)behind->number, behind->title);
        pw_linear_tell(linear, 0, out);
        pw_linear_say(linear, _("m lists all of them, q leaves."), out);
    }
    return behind && linear->world.answers;
}

void pw_linear_begin(struct pw_linear *linear, const struct pw_lesson *lesson, bool fast,
                     struct pw_buffer *out)
{
    struct pw_progress_entry entry = pw_progress_get(linear->world.progress, lesson->id);
    uint32_t step = entry.step ? entry.step - 1 : 0;
    linear->lesson = lesson;
    linear->fast = fast;
    linear->failed = false;
    if (!linear->world.voice_given)
        linear->world.voice = lesson->voice;
    pw_linear_say(linear, lesson->title, out);
    /* Told whole, it is told from its start. */
    if (step >= lesson->step_count || entry.done >= lesson->step_count || !linear->world.answers)
        step = 0;
    if (fast) {
        for (step = 0; step + 1 < lesson->step_count && !is_exit(linear, step);)
            step++;
        linear->fast = is_exit(linear, step);
    }
    go_to(linear, linear->fast || !fast ? step : 0, out);
}

static void reveal(struct pw_linear *linear, struct pw_buffer *out)
{
    linear->open = NULL;
    if (linear->place.hidden || linear->place.asked != linear->place.shown) {
        pw_linear_packet(linear, linear->place.asked, false, out);
        linear->place.shown = linear->place.asked;
        linear->place.hidden = false;
    }
}

/* Nobody answers: the right one is told, and why the others are not. */
static void tell_answer(struct pw_linear *linear, struct pw_buffer *out)
{
    const struct pw_question *question = linear->open;
    const struct pw_place *place = &linear->place;
    uint64_t number;
    uint32_t right = pw_question_right(question, place->session, place->asked);
    if (question->type == PW_QUESTION_NUMBER &&
        pw_question_number(question, place->session, place->asked, &number))
        pw_buffer_print(&linear->line, _("Answer: %llu."), (unsigned long long)number);
    else if (right != PW_NONE)
        pw_buffer_print(&linear->line, _("Answer: %u."), right + 1);
    pw_linear_tell(linear, 0, out);
    if (question->after)
        pw_linear_say(linear, question->after, out);
    for (uint32_t i = 0; question->type == PW_QUESTION_CHOICE && i < question->option_count; i++) {
        if (i == right || !question->options[i].why)
            continue;
        pw_buffer_print(&linear->line, _("Not %u: %s"), i + 1, question->options[i].why);
        pw_linear_tell(linear, 2, out);
    }
    reveal(linear, out);
}

static void grade(struct pw_linear *linear, const char *line, struct pw_buffer *out)
{
    const struct pw_question *question = linear->open;
    const struct pw_place *place = &linear->place;
    struct pw_grade result = {0};
    if (question->type == PW_QUESTION_NUMBER) {
        pw_question_grade_number(question, place->session, place->asked, line, &result);
    } else {
        uint32_t option = (uint32_t)strtoul(line, NULL, 10) - 1;
        pw_question_grade_choice(question, place->session, place->asked, option, &result);
    }
    if (!result.understood) {
        pw_linear_say(linear, _("That is no answer. Type a number."), out);
        return;
    }
    pw_answer_try(&linear->answer, &result);
    pw_progress_answered(linear->world.progress, linear->lesson->id, &linear->answer);
    pw_linear_say(linear, result.right ? _("Right.") : _("Not so. Look again."), out);
    if (result.feedback)
        pw_linear_say(linear, result.feedback, out);
    linear->failed |= linear->fast && !result.right;
    if (!result.right && result.see != PW_NONE) {
        pw_linear_say(linear, _("This packet shows it:"), out);
        pw_linear_packet(linear, result.see, false, out);
    }
    if (!result.right)
        return;
    remember(linear, true);
    reveal(linear, out);
    tell_on(linear, out);
}

static void give_hint(struct pw_linear *linear, struct pw_buffer *out)
{
    if (!linear->open) {
        pw_linear_say(linear, _("Nothing is asked now."), out);
    } else if (linear->answer.hints >= linear->open->hint_count) {
        pw_linear_say(linear, _("There are no more hints."), out);
    } else {
        pw_linear_say(linear, linear->open->hints[linear->answer.hints++], out);
        linear->failed |= linear->fast;
    }
}

static void help(struct pw_linear *linear, struct pw_buffer *out)
{
    pw_linear_say(linear,
                  _("Enter goes on. A number answers. h gives a hint. s goes on without an answer. "
                    "b goes back a step. p tells the packet again. f tells its fields. g explains "
                    "the words of this step. v changes the voice. m lists the lessons. q leaves."),
                  out);
}

static void change_voice(struct pw_linear *linear, struct pw_buffer *out)
{
    linear->world.voice = (enum pw_voice)((linear->world.voice + 1) % PW_VOICES);
    linear->world.voice_given = true;
    pw_linear_packet(linear, linear->place.shown, false, out);
}

/* One letter, in a lesson. False where it is none that means anything. */
static bool command(struct pw_linear *linear, char letter, struct pw_buffer *out)
{
    switch (letter) {
    case 'h':
        give_hint(linear, out);
        return true;
    case 'b':
        go_to(linear, linear->step ? linear->step - 1 : 0, out);
        return true;
    case 'p':
        pw_linear_packet(linear, linear->place.shown, true, out);
        return true;
    case 'f':
        pw_linear_fields(linear, out);
        return true;
    case 'g':
        pw_linear_terms(linear, out);
        return true;
    case 'v':
        change_voice(linear, out);
        return true;
    case 'm':
        pw_linear_menu(linear, out);
        return true;
    case '?':
        help(linear, out);
        return true;
    default:
        return false;
    }
}

static bool choose(struct pw_linear *linear, const char *line, struct pw_buffer *out)
{
    const struct pw_lesson_entry *entry =
        *line ? pw_lessons_find(linear->world.lessons, line) : NULL;
    if (entry && entry->lesson)
        pw_linear_begin(linear, entry->lesson, false, out);
    else
        pw_linear_say(linear, _("There is no such lesson. Type a lesson's number. q leaves."), out);
    return true;
}

/* No more lines: the lesson is told to its end, with the answers. */
static bool tell_rest(struct pw_linear *linear, struct pw_buffer *out)
{
    linear->world.answers = false;
    if (!linear->lesson || linear->step >= linear->lesson->step_count)
        return false;
    if (linear->open) {
        tell_answer(linear, out);
        tell_on(linear, out);
        return true;
    }
    return go_on(linear, out);
}

bool pw_linear_read(struct pw_linear *linear, const char *line, struct pw_buffer *out)
{
    if (!line)
        return tell_rest(linear, out);
    struct pw_bytes text = pw_text_trim(pw_bytes_of(line, strlen(line)));
    char letter = text.length == 1 ? (char)tolower(text.data[0]) : '\0';
    const char *typed = pw_arena_text(&linear->arena, text.data, text.length);
    if (pw_text_equals(text, "help"))
        letter = '?';
    if (letter == 'q')
        return false;
    if (!linear->lesson)
        return choose(linear, typed, out);
    if (linear->step >= linear->lesson->step_count) {
        if (letter == 'm')
            pw_linear_menu(linear, out);
        else
            pw_linear_begin(linear, next_lesson(linear), false, out);
        return true;
    }
    if (command(linear, letter, out))
        return true;
    if (linear->open && letter != 's') {
        if (*typed)
            grade(linear, typed, out);
        else
            pw_linear_say(linear, _("Answer first; h gives a hint, s goes on without."), out);
        return true;
    }
    linear->failed |= linear->fast && linear->open;
    if (!linear->open && !linear->lesson->steps[linear->step].task)
        remember(linear, true);
    return go_on(linear, out);
}
