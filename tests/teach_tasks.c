/* teach/: watching for tasks, fed row by row from bundled captures. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "teach/task.h"
#include "teach_test.h"

#define TASK(parts)                                                                                \
    "# T\n\n```lesson\ncapture: upgrade.pcap\n```\n\n## S\n\nW.\n\n```task\ndo: it\n" parts        \
    "proof: upgrade.pcap\n```\n"
#define CLOSED "- closed {event websocket.close from == \"client\" && code == 1001}\n"
#define OPEN   "- open {event websocket.upgrade result == \"accepted\"}\n"

/* What a task makes of a capture. */
static const struct {
    const char *parts, *capture;
    uint32_t done;
    const char *evidence; /* of the last part that is done */
    const char *near;     /* or "" */
} tasks[] = {
    {OPEN, "upgrade.pcap", 1, "4 6", ""},
    {OPEN CLOSED, "upgrade.pcap", 1, "4 6", ""},
    {OPEN CLOSED "  near event websocket.close code: It was {code}, “{reason}”, {nothing|none}.\n",
     "upgrade.pcap", 1, "4 6", "It was 1000, “bye”, none."},
    /* What spoils it takes the part before away, and is told. */
    {OPEN CLOSED "  unless event websocket.close from == \"client\": It was {code}.\n",
     "upgrade.pcap", 0, "", "It was 1000."},
    {OPEN CLOSED "  unless event websocket.close from == \"client\" && code == 1000: no\n",
     "ws-closecodes.pcap", 2, "", ""},
    /* In order, and in one conversation. */
    {"- closed {event tcp.close}\n" OPEN, "upgrade.pcap", 1, "", ""},
    {"- request {event http.request}\n- refused {event tcp.handshake result == \"refused\"}\n",
     "refused.pcap", 0, "", ""},
    {"- refused {event tcp.handshake result == \"refused\"}\n- icmp {icmp.type == 3}\n",
     "refused.pcap", 1, "", ""},
    {"- refused {event tcp.handshake result == \"refused\"}\n- elsewhere: icmp {icmp.type == 3}\n",
     "refused.pcap", 2, "", ""},
    /* Packets prove as well as events. */
    {"- a SYN {tcp.flags == 0x002}\n- its answer {tcp.flags == 0x012}\n", "upgrade.pcap", 2, "2",
     ""},
    {"- none {tcp.flags.urg == 1}\n  near tcp.flags.fin == 1: a FIN\n", "upgrade.pcap", 0, "",
     "a FIN"},
    /* A Socket.IO session is one, over several connections. */
    {"- opened {event engineio.packet kind == \"open\" && carrier == \"polling\"}\n"
     "- emitted {event socketio.packet kind == \"event\" && carrier == \"websocket\"}\n",
     "socketio4.pcap", 2, "", ""},
};

static void check_task(size_t i, const struct pw_task *task, const struct pw_session *session)
{
    struct pw_task_watch *watch = pw_task_watch_new(task, session, 0);
    while (pw_task_watch_behind(watch))
        pw_task_watch_look(watch);
    uint32_t done = pw_task_watch_done(watch);
    CU_ASSERT_EQUAL(done, tasks[i].done);
    if (done != tasks[i].done)
        printf("\ntask %zu: %u parts done\n", i, done);
    CU_ASSERT_STRING_EQUAL(pw_task_watch_near(watch), tasks[i].near);
    if (*tasks[i].evidence) {
        char text[256] = "";
        const uint32_t *rows;
        uint32_t count = pw_task_watch_evidence(watch, done - 1, &rows);
        for (uint32_t k = 0; k < count; k++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%u", k ? " " : "",
                     rows[k] + 1);
        CU_ASSERT_STRING_EQUAL(text, tasks[i].evidence);
    }
    pw_task_watch_free(watch);
}

void test_tasks_are_watched(void)
{
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        struct pw_arena arena = {0};
        struct pw_error error = {{0}};
        char text[2048];
        snprintf(text, sizeof text, TASK("%s"), tasks[i].parts);
        const struct pw_lesson *lesson =
            pw_lesson_load(scratch_file("98-task.md", text), &arena, &error);
        CU_ASSERT_PTR_NOT_NULL_FATAL(lesson);
        CU_ASSERT_PTR_NOT_NULL_FATAL(lesson->steps[0].task);
        CU_ASSERT_STRING_EQUAL(lesson->steps[0].task->id, "98.1");
        check_task(i, lesson->steps[0].task, picture_of(tasks[i].capture));
        pw_arena_free(&arena);
    }
}

/* Only what comes after it began counts. */
void test_tasks_begin_where_they_are_asked(void)
{
    struct pw_lessons *lessons = bundled_lessons();
    const struct pw_lesson_entry *entry = NULL;
    const struct pw_session *session = picture_of("refused.pcap");
    const struct pw_task *task = pw_lessons_find_task(lessons, "6.2", &entry);
    CU_ASSERT_PTR_NOT_NULL_FATAL(task);
    CU_ASSERT_EQUAL(entry->lesson->number, 6);
    CU_ASSERT_PTR_EQUAL(pw_lessons_find_task(lessons, "06.2", &entry), task);
    CU_ASSERT_PTR_NULL(pw_lessons_find_task(lessons, "6.99", &entry));
    CU_ASSERT_PTR_NULL(pw_lessons_find_task(lessons, "", &entry));
    struct pw_task_watch *watch = pw_task_watch_new(task, session, pw_session_rows(session));
    CU_ASSERT_FALSE(pw_task_watch_behind(watch));
    CU_ASSERT_FALSE(pw_task_watch_look(watch));
    CU_ASSERT_EQUAL(pw_task_watch_done(watch), 0);
    pw_task_watch_free(watch);
    pw_lessons_free(lessons);
}
