/* Lessons: loading a folder of them, finding one, and where a step stands. See lesson.h. */
#include "teach/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "teach/condition_value.h"
#include "teach/file.h"
#include "teach/lesson_private.h"

static void keep_first(void *self, const char *fault)
{
    struct pw_error *error = self;
    if (!error->text[0])
        strncpy(error->text, fault, sizeof error->text - 1);
}

const struct pw_lesson *pw_lesson_load(const char *path, struct pw_arena *arena,
                                       struct pw_error *error)
{
    *error = (struct pw_error){{0}};
    struct pw_faults faults = {.report = keep_first, .self = error, .path = path};
    const struct pw_lesson *lesson = pw_lesson_read(path, arena, &faults);
    return faults.count ? NULL : lesson;
}

static bool is_lesson_name(const char *name)
{
    size_t digits = strspn(name, "0123456789");
    return digits && name[digits] == '-';
}

static void load_entry(struct pw_lessons *lessons, const char *directory, const char *name)
{
    struct pw_error error;
    struct pw_lesson_entry *entry = &lessons->entries[lessons->count++];
    entry->path = pw_arena_print(&lessons->arena, "%s/%s", directory, name);
    entry->id = pw_arena_text(&lessons->arena, name, strlen(name) - 3);
    entry->lesson = pw_lesson_load(entry->path, &lessons->arena, &error);
    if (!entry->lesson)
        entry->fault = pw_arena_text(&lessons->arena, error.text, strlen(error.text));
}

static int compare_entries(const void *a, const void *b)
{
    const struct pw_lesson_entry *one = a, *other = b;
    return strcmp(one->id, other->id);
}

/* Already there, from a directory before? */
static bool is_known(const struct pw_lessons *lessons, const char *name)
{
    for (uint32_t i = 0; i < lessons->count; i++) {
        size_t length = strlen(lessons->entries[i].id);
        if (strncmp(lessons->entries[i].id, name, length) == 0 && strcmp(name + length, ".md") == 0)
            return true;
    }
    return false;
}

struct pw_lessons *pw_lessons_load(const char *const *directories, uint32_t count,
                                   struct pw_error *error)
{
    struct pw_lessons *lessons = pw_allocate_zero(sizeof *lessons);
    struct pw_lesson_entry *entries = NULL;
    bool good = false;
    for (uint32_t d = 0; d < count; d++) {
        char **names;
        uint32_t files = 0;
        good = pw_file_list(directories[d], &lessons->arena, &names, &files, error);
        if (!good)
            continue;
        entries = pw_arena_take(&lessons->arena, (lessons->count + files) * sizeof *entries);
        if (lessons->count)
            memcpy(entries, lessons->entries, lessons->count * sizeof *entries);
        lessons->entries = entries;
        for (uint32_t i = 0; i < files; i++)
            if (is_lesson_name(names[i]) && !is_known(lessons, names[i]))
                load_entry(lessons, directories[d], names[i]);
    }
    if (!good) {
        pw_lessons_free(lessons);
        return NULL;
    }
    if (lessons->count)
        qsort(lessons->entries, lessons->count, sizeof *lessons->entries, compare_entries);
    return lessons;
}

void pw_lessons_free(struct pw_lessons *lessons)
{
    if (!lessons)
        return;
    pw_arena_free(&lessons->arena);
    free(lessons);
}

const struct pw_lesson_entry *pw_lessons_find(const struct pw_lessons *lessons, const char *name)
{
    uint64_t wanted, number;
    bool numeric = pw_value_number(pw_bytes_of(name, strlen(name)), &wanted);
    for (uint32_t i = 0; i < lessons->count; i++) {
        const char *id = lessons->entries[i].id;
        size_t digits = strspn(id, "0123456789");
        if (!strcmp(id, name) || !strcmp(id + digits + 1, name))
            return &lessons->entries[i];
        if (numeric && pw_value_number(pw_bytes_of(id, digits), &number) && number == wanted)
            return &lessons->entries[i];
    }
    return NULL;
}

const struct pw_task *pw_lessons_find_task(const struct pw_lessons *lessons, const char *id,
                                           const struct pw_lesson_entry **entry)
{
    id += strspn(id, "0");
    for (uint32_t i = 0; i < lessons->count; i++) {
        const struct pw_lesson *lesson = lessons->entries[i].lesson;
        for (uint32_t k = 0; lesson && k < lesson->step_count; k++) {
            const struct pw_task *task = lesson->steps[k].task;
            if (!task || strcmp(task->id + strspn(task->id, "0"), id) != 0)
                continue;
            *entry = &lessons->entries[i];
            return task;
        }
    }
    return NULL;
}

/* Another capture begins without a packet. */
static void turn_to(struct pw_place *place, const char *capture, const struct pw_captures *captures)
{
    if (place->capture && capture && !strcmp(place->capture, capture))
        return;
    *place = (struct pw_place){.capture = capture, .shown = PW_NONE, .asked = PW_NONE};
    if (capture)
        place->session = captures->open(captures->self, capture);
}

/* From where one step ends to where the next stands. */
static void advance(const struct pw_lesson *lesson, const struct pw_step *step,
                    const struct pw_captures *captures, struct pw_place *place)
{
    const struct pw_show *show = step->show;
    const struct pw_question *question = step->question;
    /* What was asked is on the screen once it is answered. */
    if (place->asked != PW_NONE)
        place->shown = place->asked;
    if (show && show->packet) {
        turn_to(place, show->capture ? show->capture : lesson->capture, captures);
        if (place->session)
            place->shown = pw_selector_find(show->packet, place->session, place->shown);
    }
    place->light = show ? show->light : NULL;
    place->light_count = show ? show->light_count : 0;
    place->asked = PW_NONE;
    place->hidden = false;
    if (!question || !place->session)
        return;
    place->asked = question->packet
                       ? pw_selector_find(question->packet, place->session, place->shown)
                       : place->shown;
    place->hidden = question->hide && place->asked != PW_NONE;
    /* What is hidden is not on the screen, nor what comes behind it: the packet before it is. */
    if (place->hidden && place->shown != PW_NONE && place->shown >= place->asked)
        place->shown = place->asked ? place->asked - 1 : PW_NONE;
}

void pw_lesson_place(const struct pw_lesson *lesson, uint32_t step,
                     const struct pw_captures *captures, struct pw_place *place)
{
    *place = (struct pw_place){.shown = PW_NONE, .asked = PW_NONE};
    turn_to(place, lesson->capture, captures);
    for (uint32_t i = 0; i <= step && i < lesson->step_count; i++)
        advance(lesson, &lesson->steps[i], captures, place);
}
