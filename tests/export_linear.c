/* export/: lessons in plain lines, told whole and conversed about. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "export/linear.h"
#include "export_test.h"
#include "golden.h"
#include "pictures.h"

static const char lesson_text[] =
    "# A short one\n\n```lesson\ncapture: upgrade.pcap\n```\n\n"
    "One sentence. And another: with a colon! A third?\n\n"
    "## Shown\n\n"
    "```show\npacket: first tcp.flags.syn == 1\nlight: tcp.dstport eth\n```\n\n"
    "- one\n- two\n\n1. first\n2. second\n\n"
    "```\ncode  as it is\n```\n\n"
    "## Asked\n\n"
    "```question\nask: How many bytes?\ntype: number\nanswer: frame.len\n- 3\n  why 4: Too few.\n"
    "hint: Count.\nafter: All of them.\n```\n\n"
    "## Hidden\n\n"
    "```question\nask: And then?\npacket: next tcp\nhide: yes\nexit: yes\n- nothing {udp}\n"
    "  why 7: Look.\n  see: first tcp\n- an answer {tcp}\nafter: So it goes.\n```\n\nBehind.\n\n"
    "## Hidden itself\n\n```show\npacket: nth 4 tcp\n```\n\n"
    "```question\nask: Really?\nhide: yes\nexit: yes\n- yes {tcp}\n- no {udp}\n  why: No.\n```\n\n"
    "## Compared\n\n```compare\n- upgrade.pcap: WebSocket\n- http.pcap: HTTP\n```\n";

/* The end of the input. */
#define END NULL

struct talk {
    struct pw_arena arena;
    const struct pw_lesson *lesson;
    struct pw_lesson_entry entry;
    struct pw_lessons lessons;
    struct pw_progress *progress;
    struct pw_glossary *glossary;
    struct pw_linear *linear;
    struct pw_buffer out;
};

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

static void begin(struct talk *talk, bool answers)
{
    char path[] = "/tmp/packetwalk-linear-XXXXXX";
    struct pw_error error = {{0}};
    *talk = (struct talk){.lesson = NULL};
    close(mkstemp(path));
    write_file(path, lesson_text);
    talk->lesson = pw_lesson_load(path, &talk->arena, &error);
    CU_ASSERT_STRING_EQUAL(error.text, "");
    CU_ASSERT_PTR_NOT_NULL_FATAL(talk->lesson);
    write_file(path, "- **byte**: Eight bits. No more.\n");
    talk->glossary = pw_glossary_load(path, &error);
    unlink(path);
    ((struct pw_lesson *)(uintptr_t)talk->lesson)->id = "01-short";
    talk->entry = (struct pw_lesson_entry){.id = "01-short", .lesson = talk->lesson};
    talk->lessons = (struct pw_lessons){.entries = &talk->entry, .count = 1};
    talk->progress = pw_progress_load("/nowhere/at/all", &error);
    struct pw_linear_world world = {.lessons = &talk->lessons,
                                    .captures = &pictures,
                                    .words = export_words,
                                    .glossary = talk->glossary,
                                    .progress = talk->progress,
                                    .voice = PW_STUDENT,
                                    .answers = answers};
    talk->linear = pw_linear_new(&world);
}

static void end(struct talk *talk)
{
    pw_linear_free(talk->linear);
    pw_progress_free(talk->progress);
    pw_glossary_free(talk->glossary);
    pw_arena_free(&talk->arena);
    pw_buffer_free(&talk->out);
}

/* Types lines up to one that ends it; the lines stand in what comes of them. */
static void type(struct talk *talk, const char *const *lines, size_t count)
{
    bool open = true;
    for (size_t i = 0; open && i < count; i++) {
        if (lines[i])
            pw_buffer_print(&talk->out, "> %s\n", lines[i]);
        open = pw_linear_read(talk->linear, lines[i], &talk->out);
    }
    CU_ASSERT_FALSE(open);
}

/* Nobody answers: all of it is told, the answers too. */
void test_linear_whole(void)
{
    struct talk talk;
    begin(&talk, false);
    pw_linear_begin(talk.linear, talk.lesson, false, &talk.out);
    for (int i = 0; i < 20 && pw_linear_read(talk.linear, END, &talk.out); i++)
        continue;
    check_golden(PW_GOLDEN "/linear/whole.txt", &talk.out);
    end(&talk);
}

/* Wrong answers, hints, going back, help, and everything else that can be typed. */
void test_linear_talk(void)
{
    static const char *const lines[] = {"x",    "1", "h", "", "p", "v",  "",  "",  "3", "h", "h",
                                        " 74 ", "f", "g", "", "9", "wx", "1", "2", "b", "",  "s",
                                        "help", "m", "1", "", "1", "",   "",  "m", "q"};
    struct talk talk;
    begin(&talk, true);
    pw_linear_menu(talk.linear, &talk.out);
    type(&talk, lines, sizeof lines / sizeof *lines);
    check_golden(PW_GOLDEN "/linear/talk.txt", &talk.out);
    struct pw_answer answer;
    CU_ASSERT_TRUE(pw_progress_answer(talk.progress, "01-short", 0, &answer));
    CU_ASSERT_TRUE(answer.step == 3 && answer.right && answer.tries == 2 && answer.hints == 1 &&
                   answer.belief_count == 1 && answer.beliefs[0] == 4);
    end(&talk);
}

static void check_test(const char *const *lines, size_t count, uint32_t done)
{
    struct talk talk;
    begin(&talk, true);
    pw_linear_begin(talk.linear, talk.lesson, true, &talk.out);
    type(&talk, lines, count);
    CU_ASSERT_EQUAL(pw_progress_get(talk.progress, "01-short").done, done);
    CU_ASSERT_PTR_NOT_NULL(strstr(pw_buffer_get(&talk.out), "And then?"));
    CU_ASSERT_PTR_NULL(strstr(pw_buffer_get(&talk.out), "How many bytes?"));
    end(&talk);
}

/* Who answers all exit questions at once has done the lesson; who does not, begins it. */
void test_linear_test(void)
{
    static const char *const right[] = {"2", "", "1", ""};
    static const char *const wrong[] = {"1", "2", "", "1", "", "q"};
    static const char *const hint[] = {"h", "2", "", "1", "", "q"};
    static const char *const skipped[] = {"s", "1", "", "q"};
    check_test(right, 4, 6);
    check_test(wrong, 6, 0);
    check_test(hint, 6, 6); /* there is no hint to take */
    check_test(skipped, 4, 0);
}
