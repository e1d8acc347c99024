/*
 * Watching for a task: see task.h. Every conversation in which the first part was seen is a try;
 * the one that has come furthest counts.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "teach/task.h"
#include "teach/template.h"

#define LOOKED_AT_ONCE 4096u

struct evidence {
    uint32_t rows[PW_TASK_EVIDENCE];
    uint32_t count;
};

struct
try {
    uint32_t conversation; /* where it happens: index, or PW_NONE */
    uint32_t engine;       /* and in which Engine.IO session; or PW_NONE */
    uint32_t done;
    struct evidence evidence[PW_TASK_PARTS];
};

struct pw_task_watch {
    const struct pw_task *task;
    const struct pw_session *session;
    uint32_t row; /* the next to look at */
    struct try tries[PW_TASK_TRIES];
    uint32_t count, oldest;
    struct try best;
    struct pw_buffer near;
    struct pw_arena scratch;
};

/* What is looked at: a row, or an event of it. */
struct item {
    uint32_t row, event; /* event: PW_NONE where the packet itself is meant */
    uint32_t conversation, engine;
};

struct pw_task_watch *pw_task_watch_new(const struct pw_task *task,
                                        const struct pw_session *session, uint32_t from)
{
    struct pw_task_watch *watch = pw_allocate_zero(sizeof *watch);
    watch->task = task;
    watch->session = session;
    watch->row = from;
    return watch;
}

void pw_task_watch_free(struct pw_task_watch *watch)
{
    if (!watch)
        return;
    pw_buffer_free(&watch->near);
    pw_arena_free(&watch->scratch);
    free(watch);
}

static bool matches(struct pw_task_watch *watch, const struct pw_match *match,
                    const struct item *item)
{
    return item->event == PW_NONE
               ? pw_match_packet(match, watch->session, item->row, &watch->scratch)
               : pw_match_event(match, watch->session, item->event, &watch->scratch);
}

static void keep_evidence(struct pw_task_watch *watch, const struct item *item,
                          struct evidence *evidence)
{
    struct pw_description description;
    *evidence = (struct evidence){.rows = {item->row}, .count = 1};
    if (item->event == PW_NONE)
        return;
    pw_picture_event(watch->session, item->event, &watch->scratch, &description);
    if (description.packet_count)
        evidence->count = 0;
    for (uint32_t i = 0; i < description.packet_count && evidence->count < PW_TASK_EVIDENCE; i++)
        evidence->rows[evidence->count++] = description.packets[i];
    pw_arena_reset(&watch->scratch);
}

/* In the same conversation, or the same Socket.IO session over its connections. */
static bool same_place(const struct try *try, const struct item *item)
{
    return (try->conversation != PW_NONE && try->conversation == item->conversation) ||
           (try->engine != PW_NONE && try->engine == item->engine);
}

static void advance(struct pw_task_watch *watch, struct try *try, const struct item *item)
{
    keep_evidence(watch, item, &try->evidence[try->done]);
    if (!watch->task->parts[try->done].elsewhere) {
        try->conversation = item->conversation;
        if (item->engine != PW_NONE)
            try->engine = item->engine;
    }
    try->done++;
    if (try->done > watch->best.done) {
        watch->best = *try;
        pw_buffer_clear(&watch->near);
    }
}

static struct try *begin_try(struct pw_task_watch *watch)
{
    struct try *try = watch->count < PW_TASK_TRIES ? &watch->tries[watch->count++]
                                                   : &watch->tries[watch->oldest++ % PW_TASK_TRIES];
    *try = (struct try){.conversation = PW_NONE, .engine = PW_NONE};
    return try;
}

static void add_value(struct pw_buffer *out, const struct pw_attribute *attribute)
{
    if (attribute->type == PW_ATTRIBUTE_NUMBER)
        pw_buffer_number(out, attribute->number);
    else if (attribute->type == PW_ATTRIBUTE_BOOL)
        pw_buffer_text(out, attribute->number ? "yes" : "no");
    else if (attribute->type == PW_ATTRIBUTE_HEX)
        pw_buffer_hex(out, attribute->bytes);
    else
        pw_text_brief(out, attribute->bytes, 60);
}

/* What was seen instead, with its particulars. */
static void say_near(struct pw_task_watch *watch, const struct pw_near *near,
                     const struct item *item)
{
    struct pw_description description = {.attribute_count = 0};
    struct pw_piece piece;
    const char *at = near->text;
    if (item->event != PW_NONE)
        pw_picture_event(watch->session, item->event, &watch->scratch, &description);
    pw_buffer_clear(&watch->near);
    for (pw_template_next(&at, &piece); piece.kind != PW_PIECE_END && piece.kind != PW_PIECE_BAD;
         pw_template_next(&at, &piece)) {
        if (piece.kind != PW_PIECE_VALUE) {
            pw_buffer_add(&watch->near, piece.text.data, piece.text.length);
            continue;
        }
        const char *name = pw_arena_text(&watch->scratch, piece.name.data, piece.name.length);
        const struct pw_attribute *attribute = pw_description_get(&description, name);
        if (attribute)
            add_value(&watch->near, attribute);
        else if (piece.otherwise.data)
            pw_buffer_add(&watch->near, piece.otherwise.data, piece.otherwise.length);
        else
            pw_buffer_byte(&watch->near, '?');
    }
    pw_arena_reset(&watch->scratch);
}

/* The near miss of a part that this is, or NULL. */
static const struct pw_near *find_near(struct pw_task_watch *watch, const struct pw_part *part,
                                       const struct item *item)
{
    for (const struct pw_near *near = part->nears; near; near = near->next)
        if (matches(watch, near->match, item))
            return near;
    return NULL;
}

/* One thing that happened, held against one try. True where it changed something. */
static bool look_at_try(struct pw_task_watch *watch, struct try *try, const struct item *item)
{
    const struct pw_task *task = watch->task;
    const struct pw_part *part = &task->parts[try->done];
    if (try->done == task->part_count || (!part->elsewhere && !same_place(try, item)))
        return false;
    if (matches(watch, part->match, item)) {
        advance(watch, try, item);
        return true;
    }
    const struct pw_near *near = find_near(watch, part, item);
    if (!near)
        return false;
    bool counts = try->done == watch->best.done && watch->best.done < task->part_count;
    if (near->spoils)
        *try = (struct try){.conversation = PW_NONE, .engine = PW_NONE, .done = task->part_count};
    if (near->spoils && counts)
        watch->best = (struct try){.conversation = PW_NONE};
    if (counts)
        say_near(watch, near, item);
    return counts;
}

static bool look_at(struct pw_task_watch *watch, const struct item *item)
{
    const struct pw_part *first = &watch->task->parts[0];
    bool changed = false, taken = false;
    for (uint32_t i = 0; i < watch->count; i++) {
        taken |=
            same_place(&watch->tries[i], item) && watch->tries[i].done < watch->task->part_count;
        changed |= look_at_try(watch, &watch->tries[i], item);
    }
    if (matches(watch, first->match, item)) {
        struct try *try = begin_try(watch);
        bool further = watch->best.done == 0;
        advance(watch, try, item);
        return changed || further;
    }
    if (!taken && watch->best.done == 0) {
        const struct pw_near *near = find_near(watch, first, item);
        if (near)
            say_near(watch, near, item);
        changed |= near != NULL;
    }
    return changed;
}

static bool look_at_row(struct pw_task_watch *watch, uint32_t row)
{
    const struct pw_row *entry = pw_session_row(watch->session, row);
    struct item item = {
        .row = row, .event = PW_NONE, .conversation = entry->conversation, .engine = PW_NONE};
    bool changed = look_at(watch, &item);
    uint32_t end = pw_row_events_end(watch->session, row);
    for (uint32_t i = entry->first_event; i < end; i++) {
        const struct pw_event *event = pw_session_event(watch->session, i);
        item.event = i;
        item.conversation = event->conversation;
        item.engine = event->engine;
        changed |= look_at(watch, &item);
    }
    return changed;
}

bool pw_task_watch_look(struct pw_task_watch *watch)
{
    uint32_t rows = pw_session_rows(watch->session);
    bool changed = false;
    for (uint32_t i = 0; i < LOOKED_AT_ONCE && watch->row < rows; i++)
        if (watch->best.done < watch->task->part_count)
            changed |= look_at_row(watch, watch->row++);
        else
            watch->row = rows;
    return changed;
}

bool pw_task_watch_behind(const struct pw_task_watch *watch)
{
    return watch->row < pw_session_rows(watch->session);
}

const struct pw_task *pw_task_watch_task(const struct pw_task_watch *watch)
{
    return watch->task;
}

uint32_t pw_task_watch_done(const struct pw_task_watch *watch)
{
    return watch->best.done;
}

uint32_t pw_task_watch_evidence(const struct pw_task_watch *watch, uint32_t part,
                                const uint32_t **rows)
{
    *rows = watch->best.evidence[part].rows;
    return part < watch->best.done ? watch->best.evidence[part].count : 0;
}

const char *pw_task_watch_near(const struct pw_task_watch *watch)
{
    return pw_buffer_get(&watch->near);
}
