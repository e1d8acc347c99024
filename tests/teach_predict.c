/*
 * teach/: questions made from packets. What is right is found here a second time, from the bytes of
 * the file alone, with nothing of packetwalk in between: Ethernet, IPv4 and TCP as they are
 * written.
 */
#include <CUnit/CUnit.h>
#include <string.h>

#include "teach/predict.h"
#include "teach_test.h"

/* One TCP packet as its bytes have it. */
struct seen {
    uint8_t from[6], to[6]; /* address and port */
    uint32_t seq, ack;
    uint16_t flags;
    bool is;
};

static uint32_t number_at(const uint8_t *at, int bytes)
{
    uint32_t number = 0;
    while (bytes--)
        number = number << 8 | *at++;
    return number;
}

static struct seen look(const struct pw_packet *packet)
{
    const uint8_t *ip = packet->data + 14, *tcp = ip + (ip[0] & 15) * 4;
    struct seen seen = {.is = number_at(packet->data + 12, 2) == 0x0800 && ip[9] == 6 &&
                              !(number_at(ip + 6, 2) & 0x3fff)};
    if (!seen.is)
        return seen;
    memcpy(seen.from, ip + 12, 4);
    memcpy(seen.to, ip + 16, 4);
    memcpy(seen.from + 4, tcp, 2);
    memcpy(seen.to + 4, tcp + 2, 2);
    seen.seq = number_at(tcp + 4, 4);
    seen.ack = number_at(tcp + 8, 4);
    seen.flags = tcp[13] & 0x3f;
    return seen;
}

static bool is_from(const struct seen *packet, const uint8_t from[6], const uint8_t to[6])
{
    return packet->is && memcmp(packet->from, from, 6) == 0 && memcmp(packet->to, to, 6) == 0;
}

/* The number in the first SYN that went from one end to the other. */
static bool find_start(const struct pcap_file *file, const uint8_t from[6], const uint8_t to[6],
                       uint32_t *start)
{
    for (uint32_t i = 0; i < file->count; i++) {
        struct seen packet = look(&file->packets[i]);
        *start = packet.seq;
        if (is_from(&packet, from, to) && packet.flags & 2)
            return true;
    }
    return false;
}

/* Who sends the conversation's next packet: the end that sent the SYN without ACK is the client. */
static const char *next_speaker(const struct pcap_file *file, uint32_t row)
{
    struct seen now = look(&file->packets[row]);
    const uint8_t *client = NULL;
    for (uint32_t i = 0; i < file->count && !client; i++) {
        struct seen packet = look(&file->packets[i]);
        if (packet.is && (packet.flags & 18) == 2)
            client = is_from(&packet, now.from, now.to)   ? now.from
                     : is_from(&packet, now.to, now.from) ? now.to
                                                          : NULL;
    }
    for (uint32_t i = row + 1; i < file->count; i++) {
        struct seen packet = look(&file->packets[i]);
        if (is_from(&packet, now.from, now.to))
            return client == now.from ? "the client" : "the server";
        if (is_from(&packet, now.to, now.from))
            return client == now.to ? "the client" : "the server";
    }
    return "nobody: this is its last packet here";
}

static const char *flags_text(uint16_t flags)
{
    static const struct {
        uint16_t flags;
        const char *text;
    } texts[] = {
        {2, "SYN"},          {18, "SYN and ACK"},      {16, "ACK"}, {24, "PSH and ACK"},
        {17, "FIN and ACK"}, {25, "FIN, PSH and ACK"}, {4, "RST"},  {20, "RST and ACK"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].flags == flags)
            return texts[i].text;
    return NULL;
}

static void check_right(const struct pw_question *question, const struct pw_session *session,
                        uint32_t row, const char *wanted)
{
    uint32_t right = pw_question_right(question, session, row);
    CU_ASSERT_NOT_EQUAL_FATAL(right, PW_NONE);
    CU_ASSERT_STRING_EQUAL(question->options[right].text, wanted);
    if (strcmp(question->options[right].text, wanted) != 0)
        printf("\npacket %u: %s? %s, not %s", row + 1, question->ask, question->options[right].text,
               wanted);
}

static void check_number(const struct pw_question *question, const struct pw_session *session,
                         uint32_t row, uint32_t raw, uint32_t start)
{
    uint64_t number = 0;
    CU_ASSERT_TRUE(pw_question_number(question, session, row, &number));
    CU_ASSERT_EQUAL(number, (uint32_t)(raw - start));
    if (number != (uint32_t)(raw - start))
        printf("\npacket %u: %s %u, not %u", row + 1, question->ask, (unsigned)number, raw - start);
}

static unsigned check_row(const struct pcap_file *file, const struct pw_session *session,
                          uint32_t row)
{
    struct pw_arena arena = {0};
    struct seen packet = look(&file->packets[row]);
    const struct pw_question *made[PW_PREDICTS];
    unsigned count = 0;
    uint32_t start;
    for (int kind = 0; kind < PW_PREDICTS; kind++) {
        made[kind] = pw_predict_make(teach_words, (enum pw_predict)kind, session, row, 1, &arena);
        /* Of datagrams TCP's questions are not asked. */
        CU_ASSERT_TRUE(packet.is || !made[kind] || kind < PW_PREDICT_FLAGS ||
                       kind > PW_PREDICT_ARRIVED);
        count += made[kind] != NULL;
    }
    if (packet.is) {
        CU_ASSERT_PTR_NOT_NULL_FATAL(made[PW_PREDICT_SPEAKER]);
        check_right(made[PW_PREDICT_SPEAKER], session, row, next_speaker(file, row));
        CU_ASSERT_EQUAL(made[PW_PREDICT_FLAGS] != NULL, flags_text(packet.flags) != NULL);
        if (made[PW_PREDICT_FLAGS])
            check_right(made[PW_PREDICT_FLAGS], session, row, flags_text(packet.flags));
        if (made[PW_PREDICT_SEQ] && find_start(file, packet.from, packet.to, &start))
            check_number(made[PW_PREDICT_SEQ], session, row, packet.seq, start);
        if (made[PW_PREDICT_ACK] && find_start(file, packet.to, packet.from, &start))
            check_number(made[PW_PREDICT_ACK], session, row, packet.ack, start);
        /* All but the first acknowledge something. */
        CU_ASSERT_TRUE(packet.flags & 16 || !made[PW_PREDICT_ACK]);
    }
    pw_arena_free(&arena);
    return count;
}

/* Captures in which no two conversations have the same ends. */
void test_predicted_from_bytes(void)
{
    static const char *const names[] = {"handshake",   "upgrade",    "refused",       "http",
                                        "loss",        "arp",        "sequence-wrap", "unanswered",
                                        "close-kinds", "slow-reader"};
    unsigned made = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s.pcap", PW_CAPTURES, names[i]);
        struct pcap_file file = pcap_file_read(path);
        snprintf(path, sizeof path, "%s.pcap", names[i]);
        const struct pw_session *session = picture_of(path);
        for (uint32_t row = 0; row < file.count; row++)
            made += check_row(&file, session, row);
        pcap_file_free(&file);
    }
    CU_ASSERT_TRUE(made > 1000);
}

/* Flags no option says are not asked for; everything else about that packet still is. */
void test_odd_flags(void)
{
    static const uint16_t odd[] = {0x00, 0x29, 0x32, 0x03, 0x06, 0x3f, 0x30};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct pcap_file file = pcap_file_read(PW_CAPTURES "/handshake.pcap");
        struct pw_arena arena = {0};
        uint8_t *packet = file.bytes + (file.packets[5].data - file.bytes);
        packet[14 + 20 + 13] = (uint8_t)odd[i];
        struct pw_session *session = pw_session_new(pcap_file_store(&file));
        for (uint32_t row = 0; row < file.count; row++)
            pw_session_add(session, &file.packets[row]);
        pw_session_finish(session);
        CU_ASSERT_PTR_NULL(pw_predict_make(teach_words, PW_PREDICT_FLAGS, session, 5, 1, &arena));
        CU_ASSERT_PTR_NOT_NULL(
            pw_predict_make(teach_words, PW_PREDICT_SPEAKER, session, 5, 1, &arena));
        pw_session_free(session);
        pw_arena_free(&arena);
        pcap_file_free(&file);
    }
}

/* What is said to predictions, by both sides: a number that is typed, or an option's text. */
static const struct {
    const char *capture;
    uint32_t packet; /* from 1 */
    enum pw_predict kind;
    const char *said;
    bool right;
    uint8_t misconception;
    const char *feedback; /* its beginning */
} wrongs[] = {
    {"handshake.pcap", 4, PW_PREDICT_ACK, "1", true, 0, "Everything before"},
    {"handshake.pcap", 4, PW_PREDICT_ACK, "0", false, 3, "The SYN used up"},
    {"handshake.pcap", 5, PW_PREDICT_ACK, "0", false, 3, "The SYN used up"},
    {"handshake.pcap", 5, PW_PREDICT_ACK, "3831085217", false, 2, "That is the number as it"},
    {"handshake.pcap", 5, PW_PREDICT_SEQ, "0", false, 3, "SYN and FIN use up"},
    {"handshake.pcap", 7, PW_PREDICT_ACK, "6", false, 4, "The number is not the last"},
    {"handshake.pcap", 9, PW_PREDICT_ACK, "9", false, 4, "The number is not the last"},
    {"handshake.pcap", 9, PW_PREDICT_ACK, "7", false, 0, "That is its sender's own"},
    {"handshake.pcap", 9, PW_PREDICT_SEQ, "1", false, 0, "The bytes of the packet before"},
    {"handshake.pcap", 4, PW_PREDICT_FLAGS, "SYN and ACK", true, 0, "One packet does both"},
    {"handshake.pcap", 4, PW_PREDICT_FLAGS, "ACK", false, 5, "One packet does both"},
    {"refused.pcap", 4, PW_PREDICT_FLAGS, "RST and ACK", true, 0, "RST refuses"},
    {"handshake.pcap", 3, PW_PREDICT_USES, "none", false, 3, "It carries more than news"},
    {"handshake.pcap", 3, PW_PREDICT_USES, "one", true, 0, "Every byte of the stream"},
    {"handshake.pcap", 5, PW_PREDICT_USES, "none", true, 0, "Every byte of the stream"},
    {"handshake.pcap", 5, PW_PREDICT_USES, "one", false, 3, "Bytes, SYN and FIN use up"},
    {"handshake.pcap", 7, PW_PREDICT_ARRIVED, "byte 6", true, 0, "An acknowledgment names"},
    {"handshake.pcap", 7, PW_PREDICT_ARRIVED, "byte 7", false, 4, "The number names the next"},
    {"upgrade.pcap", 6, PW_PREDICT_STATUS, "101 Switching Protocols", true, 0, "101 says"},
    {"upgrade.pcap", 6, PW_PREDICT_STATUS, "200 OK", false, 23, "200 says"},
    {"upgrade.pcap", 8, PW_PREDICT_MASK, "yes, encrypted with a key that only the two sides know",
     false, 26, "Masking is no encryption"},
    {"upgrade.pcap", 8, PW_PREDICT_MASK, "no, it is an HTTP message, which has no mask", false, 23,
     "After the upgrade"},
    {"upgrade.pcap", 8, PW_PREDICT_MASK, "yes, with a key that stands in the frame", true, 0,
     "Clients mask"},
    {"socketio4.pcap", 119, PW_PREDICT_DIGITS, "WebSocket's own ping, a control frame", false, 34,
     "Engine.IO has a ping"},
    {"socketio4.pcap", 119, PW_PREDICT_DIGITS, "the message has 2 bytes", false, 33, "The digits"},
    {"socketio4.pcap", 30, PW_PREDICT_CLOSER, "the client, with RST", false, 6, "RST ends"},
};

/* The answer that says so; false where there is none. */
static bool answer(const struct pw_question *question, const struct pw_session *session,
                   uint32_t row, const char *said, struct pw_grade *grade)
{
    if (question->type == PW_QUESTION_NUMBER) {
        pw_question_grade_number(question, session, row, said, grade);
        return true;
    }
    for (uint32_t i = 0; i < question->option_count; i++) {
        if (strcmp(question->options[i].text, said) != 0)
            continue;
        pw_question_grade_choice(question, session, row, i, grade);
        return true;
    }
    return false;
}

void test_wrong_predictions(void)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        struct pw_arena arena = {0};
        struct pw_grade grade = {0};
        const struct pw_session *session = picture_of(wrongs[i].capture);
        uint32_t row = wrongs[i].packet - 1;
        const struct pw_question *question =
            pw_predict_make(teach_words, wrongs[i].kind, session, row, 1, &arena);
        CU_ASSERT_PTR_NOT_NULL_FATAL(question);
        bool said = answer(question, session, row, wrongs[i].said, &grade) && grade.feedback &&
                    strncmp(grade.feedback, wrongs[i].feedback, strlen(wrongs[i].feedback)) == 0;
        CU_ASSERT_TRUE(said && grade.right == wrongs[i].right);
        CU_ASSERT_EQUAL(grade.misconception, wrongs[i].misconception);
        if (!said || grade.misconception != wrongs[i].misconception)
            printf("\n%s packet %u: %s %s", wrongs[i].capture, wrongs[i].packet, wrongs[i].said,
                   grade.feedback ? grade.feedback : "nothing");
        pw_arena_free(&arena);
    }
}
