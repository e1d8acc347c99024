/* What a student has done, for a teacher to collect: see lessons.h. It says nothing about the
 * student but what they typed: a name only where --name gives one. */
#include <stdio.h>
#include <string.h>

#include "app/lessons.h"
#include "base/text.h"
#include "base/translate.h"

/* A lesson's results, added up. */
struct result {
    uint32_t asked, exits; /* questions of the lesson, and exit questions among them */
    uint32_t right, at_once, exits_right; /* answered; with the first try; exit questions so */
    uint32_t hints;
    bool beliefs[PW_MISCONCEPTIONS + 1]; /* met in wrong answers */
};

static struct result add_up(const struct pw_lesson *lesson, const struct pw_progress *progress)
{
    struct result result = {0};
    struct pw_answer answer;
    for (uint32_t i = 0; i < lesson->step_count; i++) {
        result.asked += lesson->steps[i].question != NULL;
        result.exits += lesson->steps[i].question && lesson->steps[i].question->exit;
    }
    for (uint32_t i = 0; pw_progress_answer(progress, lesson->id, i, &answer); i++) {
        const struct pw_question *question = answer.step && answer.step <= lesson->step_count
                                                 ? lesson->steps[answer.step - 1].question
                                                 : NULL;
        if (!question)
            continue;
        bool at_once = answer.right && answer.tries == 1;
        result.right += answer.right;
        result.at_once += at_once;
        result.exits_right += at_once && question->exit;
        result.hints += answer.hints;
        for (uint32_t k = 0; k < answer.belief_count; k++)
            result.beliefs[answer.beliefs[k]] = true;
    }
    return result;
}

static void list_beliefs(const struct result *result, const char *between)
{
    bool any = false;
    for (uint32_t i = 1; i <= PW_MISCONCEPTIONS; i++) {
        if (!result->beliefs[i])
            continue;
        printf("%s%u", any ? between : "", (unsigned)i);
        any = true;
    }
}

static bool has_beliefs(const struct result *result)
{
    for (uint32_t i = 1; i <= PW_MISCONCEPTIONS; i++)
        if (result->beliefs[i])
            return true;
    return false;
}

static void print_json(const struct pw_lesson *lesson, const struct pw_progress_entry *at,
                       const struct result *result)
{
    struct pw_buffer id = {0};
    pw_text_json(&id, pw_bytes_of(lesson->id, strlen(lesson->id)));
    printf("{\"type\":\"lesson\",\"lesson\":%s,\"step\":%u,\"steps\":%u,\"done\":%u,"
           "\"questions\":%u,\"right\":%u,\"at_once\":%u,\"exits\":%u,\"exits_at_once\":%u,"
           "\"hints\":%u,\"beliefs\":[",
           pw_buffer_get(&id), at->step, lesson->step_count, at->done, result->asked, result->right,
           result->at_once, result->exits, result->exits_right, result->hints);
    list_beliefs(result, ",");
    printf("]}\n");
    pw_buffer_free(&id);
}

static void print_text(const struct pw_lesson *lesson, const struct pw_progress_entry *at,
                       const struct result *result)
{
    printf(_("%s: %u of %u steps done; %u of %u questions answered, %u at once; of %u exit "
             "questions %u at once; hints: %u"),
           lesson->id, at->done, lesson->step_count, result->right, result->asked, result->at_once,
           result->exits, result->exits_right, result->hints);
    if (has_beliefs(result)) {
        printf("%s", _("; mistaken beliefs met: "));
        list_beliefs(result, ", ");
    }
    printf("\n");
}

static void print_name(const struct pw_options *options)
{
    struct pw_buffer name = {0};
    if (!options->name)
        return;
    struct pw_bytes given = pw_bytes_of(options->name, strlen(options->name));
    if (options->as_json)
        pw_text_json(&name, given);
    else
        pw_text_safe(&name, given);
    printf(options->as_json ? "{\"type\":\"student\",\"name\":%s}\n" : "%s\n",
           pw_buffer_get(&name));
    pw_buffer_free(&name);
}

int pw_command_lesson_report(const struct pw_options *options)
{
    struct pw_lessons *lessons = pw_load_lessons();
    if (!lessons)
        return 1;
    struct pw_progress *progress = pw_load_progress();
    uint32_t begun = 0;
    print_name(options);
    for (uint32_t i = 0; i < lessons->count; i++) {
        const struct pw_lesson *lesson = lessons->entries[i].lesson;
        if (!lesson)
            continue;
        struct pw_progress_entry at = pw_progress_get(progress, lesson->id);
        struct result result = add_up(lesson, progress);
        if (!at.step)
            continue;
        begun++;
        if (options->as_json)
            print_json(lesson, &at, &result);
        else
            print_text(lesson, &at, &result);
    }
    if (options->as_json)
        printf("{\"type\":\"end\",\"lessons\":%u,\"begun\":%u}\n", lessons->count, begun);
    else if (!begun)
        printf("%s\n", _("No lesson has been begun."));
    pw_progress_free(progress);
    pw_lessons_free(lessons);
    return 0;
}
