/* What a watched task has come to: see export.h. */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "export/export.h"

static void begin(struct pw_buffer *out, const struct pw_task *task, uint32_t part, bool done)
{
    pw_buffer_print(out, "{\"type\":\"task\",\"task\":\"%s\",\"part\":%u,\"parts\":%u,\"done\":%s",
                    task->id, part + 1, task->part_count, done ? "true" : "false");
}

void pw_json_task(const struct pw_task_watch *watch, uint32_t from, struct pw_buffer *out)
{
    const struct pw_task *task = pw_task_watch_task(watch);
    const char *near = pw_task_watch_near(watch);
    uint32_t done = pw_task_watch_done(watch);
    for (uint32_t part = from; part < done; part++) {
        const uint32_t *rows;
        uint32_t count = pw_task_watch_evidence(watch, part, &rows);
        begin(out, task, part, true);
        pw_buffer_text(out, ",\"packets\":[");
        for (uint32_t i = 0; i < count; i++)
            pw_buffer_print(out, "%s%u", i ? "," : "", rows[i] + 1);
        pw_buffer_text(out, "]}\n");
    }
    if (*near) {
        begin(out, task, done, false);
        pw_buffer_text(out, ",\"hint\":");
        pw_text_json(out, pw_bytes_of(near, strlen(near)));
        pw_buffer_text(out, "}\n");
    }
}

void pw_explain_task(const struct pw_task_watch *watch, uint32_t from, struct pw_buffer *out)
{
    const struct pw_task *task = pw_task_watch_task(watch);
    const char *near = pw_task_watch_near(watch);
    uint32_t done = pw_task_watch_done(watch);
    for (uint32_t part = from; part < done; part++) {
        const uint32_t *rows;
        uint32_t count = pw_task_watch_evidence(watch, part, &rows);
        pw_buffer_print(out, _("Task %s, part %u of %u is done: %s. Proof: "), task->id, part + 1,
                        task->part_count, task->parts[part].text);
        pw_buffer_text(out, P_("packet", "packets", count));
        for (uint32_t i = 0; i < count; i++)
            pw_buffer_print(out, "%s%u", i ? ", " : " ", rows[i] + 1);
        pw_buffer_text(out, ".\n");
    }
    if (done == task->part_count && from < done && task->after)
        pw_buffer_print(out, "%s\n", task->after);
    if (*near)
        pw_buffer_print(out, _("Task %s, part %u of %u, not quite: %s\n"), task->id, done + 1,
                        task->part_count, near);
}
