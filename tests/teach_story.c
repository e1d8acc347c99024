/* teach/: lessons told as text. */
#include <CUnit/CUnit.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "teach_test.h"

static const char lesson_text[] =
    "# A short one\n\n```lesson\ncapture: upgrade.pcap\n```\n\n"
    "Some words that are so many that they do not fit into a single line of eighty columns.\n\n"
    "## Shown\n\n"
    "```show\npacket: first tcp.flags.syn == 1\nlight: tcp.dstport eth\n```\n\n"
    "- one\n- two, whose words are also too many for a single line, so that they go on below it\n\n"
    "1. first\n2. second\n\n"
    "```\ncode  as it is\n```\n\n"
    "## Asked\n\n"
    "```question\nask: How many bytes?\ntype: number\nanswer: frame.len\n- 3\n  why: x\n"
    "after: All of them.\n```\n\n"
    "## Hidden\n\n"
    "```question\nask: And then?\npacket: next tcp\nhide: yes\n- nothing {udp}\n  why: Look.\n"
    "- an answer {tcp}\n  why: not said\nafter: So it goes.\n```\n\nBehind.\n\n"
    "## Kept\n\n```show\nlight: tcp.flags.ack\n```\n\n"
    "## Hidden itself\n\n```show\npacket: nth 4 tcp\n```\n\n"
    "```question\nask: Really?\nhide: yes\n- yes {tcp}\n- no {udp}\n  why: No.\n```\n";

/* Words for one kind of packet only. */
static const char words_text[] = "# T\n\n## packet tcp.syn_ack\n- friend: Hello back.\n"
                                 "- student: An answer to {tcp.dstport}.\n- engineer: SYN+ACK.\n"
                                 "- rests on: tcp.flags.syn\n";

static const char wanted[] =
    "A short one\n"
    "\n"
    "Some words that are so many that they do not fit into a single line of eighty\n"
    "columns.\n"
    "\n"
    "Shown\n"
    "\n"
    "Packet 1 (from the client, 0.000000 s): SYN.\n"
    "  Destination port: 3000\n"
    "  Ethernet: bytes 0 to 13\n"
    "\n"
    "  - one\n"
    "  - two, whose words are also too many for a single line, so that they go on\n"
    "    below it\n"
    "  1. first\n"
    "  2. second\n"
    "\n"
    "    code  as it is\n"
    "\n"
    "Asked\n"
    "\n"
    "Question: How many bytes?\n"
    "  Answer: 74. All of them.\n"
    "\n"
    "Hidden\n"
    "\n"
    "Question: And then?\n"
    "  a) nothing\n"
    "  b) an answer\n"
    "\n"
    "  Not a: Look.\n"
    "  Answer: b. So it goes.\n"
    "\n"
    "Packet 2 (from the server, 0.000017 s): SYN, ACK.\n"
    "  An answer to 50630.\n"
    "\n"
    "Behind.\n"
    "\n"
    "Kept\n"
    "\n"
    "Packet 2 (from the server, 0.000017 s): SYN, ACK.\n"
    "  An answer to 50630.\n"
    "  ACK: the acknowledgment counts: set\n"
    "\n"
    "Hidden itself\n"
    "\n"
    "Packet 3 (from the client, 0.000034 s): ACK.\n"
    "\n"
    "Question: Really?\n"
    "  a) yes\n"
    "  b) no\n"
    "\n"
    "  Not b: No.\n"
    "  Answer: a.\n"
    "\n"
    "Packet 4 (from the client, 0.003370 s): GET /chat Upgrade: websocket.\n";

void test_story(void)
{
    struct pw_arena arena = {0};
    struct pw_error error;
    struct pw_buffer story = {0};
    const struct pw_lesson *lesson =
        pw_lesson_load(scratch_file("07-all.md", lesson_text), &arena, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(lesson);
    scratch_file("words.md", words_text);
    unlink(scratch_file("99-test.md", ""));
    unlink(scratch_file("07-all.md", ""));
    struct pw_words *words = pw_words_load(scratch_directory(), &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(words);
    pw_lesson_story(lesson, &pictures, words, PW_STUDENT, &story);
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&story), wanted);
    if (strcmp(pw_buffer_get(&story), wanted) != 0)
        printf("\n%s", pw_buffer_get(&story));
    pw_words_free(words);
    pw_buffer_free(&story);
    pw_arena_free(&arena);
}

static const struct pw_session *no_picture(void *self, const char *name)
{
    (void)self;
    CU_ASSERT_PTR_NOT_NULL(name);
    return NULL;
}

/* In every voice, with captures and without, with words and without: no line too wide, no error. */
void test_stories(void)
{
    static const struct pw_captures nothing = {.open = no_picture};
    struct pw_lessons *lessons = bundled_lessons();
    for (uint32_t i = 0; i < lessons->count; i++)
        for (int way = 0; way < 5; way++) {
            struct pw_buffer story = {0};
            struct pw_arena arena = {0};
            pw_lesson_story(lessons->entries[i].lesson, way < 4 ? &pictures : &nothing,
                            way < 3 ? teach_words : NULL,
                            (enum pw_voice)(way < 3 ? way : PW_STUDENT), &story);
            CU_ASSERT_TRUE(story.length > 2000);
            for (const char *at = pw_buffer_get(&story); *at;) {
                size_t length = strcspn(at, "\n");
                const char *line = pw_arena_text(&arena, at, length);
                CU_ASSERT_TRUE(pw_text_columns(line) <= 80);
                CU_ASSERT_TRUE(!length || line[length - 1] != ' ');
                CU_ASSERT_PTR_NULL(strstr(line, "(null)"));
                at += length + (at[length] == '\n');
            }
            pw_arena_free(&arena);
            pw_buffer_free(&story);
        }
    pw_lessons_free(lessons);
}
