/*
 * stream/: what TCP's numbers tell. The bundled captures, of which it is known what happened (what
 * the cable lost, swapped and doubled); and segments made by hand for what no recording holds, each
 * case twice, the second time with numbers that wrap.
 */
#include <CUnit/CUnit.h>
#include <string.h>

#include "base/text.h"
#include "dissect/dissect.h"
#include "stream_test.h"

/* What was found, as "22 lost_segment bytes=2896 verdict=lost; ", duplicate ACKs only counted. */
static void write_found(const struct pw_session *session, struct pw_buffer *out)
{
    struct pw_arena arena = {0};
    uint32_t duplicates = 0;
    for (uint32_t i = 0; i < pw_session_events(session); i++) {
        const struct pw_event *event = pw_session_event(session, i);
        struct pw_description what;
        if (event->kind != PW_EVENT_TCP_ANALYSIS)
            continue;
        if (event->result == PW_ANALYSIS_DUPLICATE_ACK) {
            duplicates++;
            continue;
        }
        pw_picture_event(session, i, &arena, &what);
        pw_buffer_print(out, "%u %s", event->row + 1, what.result);
        static const char *const shown[] = {"original", "bytes", "earlier"};
        for (size_t k = 0; k < sizeof shown / sizeof *shown; k++) {
            const struct pw_attribute *found = pw_description_get(&what, shown[k]);
            if (found)
                pw_buffer_print(out, " %s=%llu", shown[k], (unsigned long long)found->number);
        }
        const struct pw_attribute *verdict = pw_description_get(&what, "verdict");
        if (verdict) {
            pw_buffer_byte(out, ' ');
            pw_text_safe(out, verdict->bytes);
        }
        pw_buffer_text(out, "; ");
        pw_arena_reset(&arena);
    }
    if (duplicates)
        pw_buffer_print(out, "%u duplicates", duplicates);
    pw_arena_free(&arena);
}

void test_analysis_of_captures(void)
{
    static const struct {
        const char *capture, *found;
    } table[] = {
        /* The cable lost segments 8, 9, 24 and 45 and swapped 15 and 30 with the ones behind. */
        {"loss", "22 lost_segment bytes=2896 lost; 25 window_update; "
                 "32 lost_segment bytes=1448 overtaken; 34 out_of_order; "
                 "50 fast_retransmission lost; 52 retransmission lost; "
                 "54 lost_segment bytes=1448 lost; 55 window_update; "
                 "60 lost_segment bytes=1448 overtaken; 62 out_of_order; "
                 "84 retransmission lost; 24 duplicates"},
        {"loss-sender", "40 retransmission original=15; 41 retransmission original=16; "
                        "44 window_update; 73 window_update; 77 retransmission original=39; "
                        "88 retransmission original=39; 24 duplicates"},
        {"slow-reader",
         "8 window_full; 9 zero_window; 10 zero_window_probe original=9; 11 zero_window; "
         "11 zero_window_probe_ack original=10; 12 zero_window_probe original=11; "
         "13 window_update; 15 window_full; 18 window_full; 21 window_full; 24 window_full; "
         "31 keep_alive; 32 keep_alive_ack original=31; 33 keep_alive; "
         "34 keep_alive_ack original=33; "},
        {"keepalive", "6 keep_alive; 7 keep_alive_ack original=6; 8 keep_alive; "
                      "9 keep_alive_ack original=8; 10 keep_alive; 11 keep_alive_ack original=10; "
                      "22 keep_alive; 23 keep_alive; "},
        /* The cable doubled segments 3, 6 and 7. */
        {"duplicates", "28 duplicate_packet original=12; 29 window_update; "
                       "30 duplicate_packet original=18; 32 duplicate_packet original=20; "
                       "2 duplicates"},
        {"unanswered", "2 retransmission original=1; 3 retransmission original=1; "
                       "4 retransmission original=1; "},
        {"reused-tuple", "13 port_reused earlier=0; "},
        {"captured-twice", ""},
        {"simultaneous-open", ""},
        {"close-kinds", ""},
        {"cooked1", ""},
        {"tcp-options", ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct pcap_file file = capture(table[i].capture);
        struct pw_session *session = index_file(&file);
        struct pw_buffer got = {0};
        write_found(session, &got);
        bool same = strcmp(pw_buffer_get(&got), table[i].found) == 0;
        CU_ASSERT_TRUE(same);
        if (!same)
            printf("\n%s: wanted\n  %s\ngot\n  %s\n", table[i].capture, table[i].found,
                   pw_buffer_get(&got));
        pw_buffer_free(&got);
        pw_session_free(session);
        pcap_file_free(&file);
    }
}

#define SYN PW_TCP_SYN
#define ACK PW_TCP_ACK
#define FIN PW_TCP_FIN

/* A segment: numbers count from each side's start; 0 as identification is what IPv6 has. */
struct step {
    uint32_t us; /* after the step before */
    char who;    /* C or S; 0 ends the case */
    uint32_t seq, ack;
    uint16_t window, id;
    uint8_t flags, length;
};

#define OPENING                                                                                    \
    {0, 'C', 0, 0, 1000, 1, SYN, 0}, {20000, 'S', 0, 1, 1000, 50, SYN | ACK, 0},                   \
    {                                                                                              \
        100, 'C', 1, 1, 1000, 2, ACK, 0                                                            \
    }

static const struct {
    const char *what;
    struct step steps[16];
    const char *found;
} cases[] = {
    {"a byte that nobody has confirmed is no keep-alive",
     {OPENING, {0, 'C', 1, 1, 1000, 3, ACK, 1}, {300000, 'C', 1, 1, 1000, 4, ACK, 1}, {0}},
     "5 retransmission original=4; "},
    {"a keep-alive with a byte, and its answer",
     {OPENING,
      {0, 'C', 1, 1, 1000, 3, ACK, 5},
      {20000, 'S', 1, 6, 1000, 51, ACK, 0},
      {9000000, 'C', 5, 1, 1000, 4, ACK, 1},
      {20000, 'S', 1, 6, 1000, 52, ACK, 0},
      {0}},
     "6 keep_alive; 7 keep_alive_ack original=6; "},
    {"a zero window probe of one new byte",
     {OPENING,
      {0, 'C', 1, 1, 1000, 3, ACK, 5},
      {20000, 'S', 1, 6, 0, 51, ACK, 0},
      {200000, 'C', 6, 1, 1000, 4, ACK, 1},
      {20000, 'S', 1, 6, 0, 52, ACK, 0},
      {400000, 'C', 6, 1, 1000, 5, ACK, 1},
      {20000, 'S', 1, 7, 1000, 53, ACK, 0},
      {100, 'C', 7, 1, 1000, 6, ACK, 9},
      {0}},
     "5 zero_window; 6 zero_window_probe original=5; 7 zero_window; "
     "7 zero_window_probe_ack original=6; 8 zero_window_probe original=7; "
     "9 ack_lost_segment bytes=1 not captured; 10 lost_segment bytes=1; "},
    {"sent again although confirmed",
     {OPENING,
      {0, 'C', 1, 1, 1000, 3, ACK, 5},
      {20000, 'S', 1, 6, 1000, 51, ACK, 0},
      {300000, 'C', 1, 1, 1000, 4, ACK, 5},
      {20000, 'S', 1, 6, 1000, 52, ACK, 0},
      {0}},
     "6 spurious_retransmission original=4; 1 duplicates"},
    {"three duplicates, then sent again at once",
     {OPENING,
      {0, 'C', 1, 1, 1000, 3, ACK, 9},
      {0, 'C', 10, 1, 1000, 4, ACK, 9},
      {0, 'C', 19, 1, 1000, 5, ACK, 9},
      {0, 'C', 28, 1, 1000, 6, ACK, 9},
      {20000, 'S', 1, 1, 1000, 51, ACK, 0},
      {0, 'S', 1, 1, 1000, 52, ACK, 0},
      {0, 'S', 1, 1, 1000, 53, ACK, 0},
      {50, 'C', 1, 1, 1000, 7, ACK, 9},
      {20000, 'S', 1, 37, 1000, 54, ACK, 0},
      {0}},
     "11 fast_retransmission original=4; 3 duplicates"},
    {"overtaken, by time alone where there is no identification",
     {OPENING,
      {0, 'C', 10, 1, 1000, 0, ACK, 9},
      {100, 'C', 1, 1, 1000, 0, ACK, 9},
      {500000, 'C', 30, 1, 1000, 0, ACK, 9},
      {500000, 'C', 19, 1, 1000, 0, ACK, 11},
      {0}},
     "4 lost_segment bytes=9 overtaken; 5 out_of_order; 6 lost_segment bytes=11 lost; "
     "7 retransmission lost; "},
    {"bytes the capture missed",
     {OPENING,
      {0, 'C', 1, 1, 1000, 3, ACK, 9},
      {0, 'C', 30, 1, 1000, 5, ACK, 9},
      {20000, 'S', 1, 39, 1000, 51, ACK, 0},
      {0, 'S', 1, 99, 1000, 52, ACK, 0},
      {0}},
     "5 lost_segment bytes=20 not captured; 7 ack_lost_segment bytes=60 not captured; "},
    {"a SYN, its answer and a FIN sent again",
     {{0, 'C', 0, 0, 1000, 1, SYN, 0},
      {1000000, 'C', 0, 0, 1000, 2, SYN, 0},
      {20000, 'S', 0, 1, 1000, 0, SYN | ACK, 0},
      {1000000, 'S', 0, 1, 1000, 0, SYN | ACK, 0},
      {100, 'C', 1, 1, 1000, 3, ACK, 0},
      {100, 'C', 1, 1, 1000, 4, FIN | ACK, 0},
      {300000, 'C', 1, 1, 1000, 5, FIN | ACK, 0},
      {0}},
     "2 retransmission original=1; 4 retransmission original=3; 7 retransmission original=6; "},
    {"captured twice, without identification: everything once",
     {{0, 'C', 0, 0, 1000, 0, SYN, 0},
      {20, 'C', 0, 0, 1000, 0, SYN, 0},
      {100, 'S', 0, 1, 1000, 0, SYN | ACK, 0},
      {20, 'S', 0, 1, 1000, 0, SYN | ACK, 0},
      {100, 'C', 1, 1, 1000, 0, ACK, 0},
      {20, 'C', 1, 1, 1000, 0, ACK, 0},
      {100, 'C', 1, 1, 1000, 0, ACK, 9},
      {20, 'C', 1, 1, 1000, 0, ACK, 9},
      {100, 'S', 1, 10, 1000, 0, ACK, 0},
      {20, 'S', 1, 10, 1000, 0, ACK, 0},
      {0}},
     ""},
    {"captured twice, in pairs that are mixed",
     {OPENING,
      {0, 'C', 1, 1, 1000, 3, ACK, 9},
      {10, 'C', 10, 1, 1000, 4, ACK, 9},
      {10, 'C', 1, 1, 1000, 3, ACK, 9},
      {10, 'C', 10, 1, 1000, 4, ACK, 9},
      {0}},
     ""},
    {"doubled on its way",
     {OPENING,
      {0, 'C', 1, 1, 1000, 3, ACK, 9},
      {0, 'C', 10, 1, 1000, 4, ACK, 9},
      {0, 'C', 19, 1, 1000, 5, ACK, 9},
      {9000, 'C', 1, 1, 1000, 3, ACK, 9},
      {0}},
     "7 duplicate_packet original=4; "},
    {"the window is full",
     {OPENING,
      {0, 'C', 1, 1, 1000, 3, ACK, 250},
      {0, 'C', 251, 1, 1000, 4, ACK, 250},
      {0, 'C', 501, 1, 1000, 5, ACK, 250},
      {0, 'C', 751, 1, 1000, 6, ACK, 250},
      {0}},
     "7 window_full; "},
};

static void put32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static void add_step(struct pcap_file *file, const struct step *step, uint32_t base, uint64_t time)
{
    uint8_t frame[54 + 256] = {[12] = 0x08, [14] = 0x45, [22] = 64, [23] = 6};
    bool server = step->who == 'S';
    uint32_t length = 54u + step->length;
    frame[16] = (uint8_t)((length - 14) >> 8);
    frame[17] = (uint8_t)(length - 14);
    frame[18] = (uint8_t)(step->id >> 8);
    frame[19] = (uint8_t)step->id;
    memcpy(frame + 26, server ? "\x0a\0\0\x02\x0a\0\0\x01" : "\x0a\0\0\x01\x0a\0\0\x02", 8);
    memcpy(frame + 34, server ? "\x0b\xb8\xc0\x00" : "\xc0\x00\x0b\xb8", 4);
    put32(frame + 38, step->seq + base);
    put32(frame + 42, step->flags & ACK ? step->ack + base : 0);
    frame[46] = 0x50;
    frame[47] = step->flags;
    frame[48] = (uint8_t)(step->window >> 8);
    frame[49] = (uint8_t)step->window;
    struct pw_packet packet = {
        .time = time, .length = length, .captured = length, .link = 1, .data = frame};
    forms_add(file, &packet, length);
}

static struct pcap_file play(const struct step *steps, uint32_t base)
{
    struct pcap_file file = forms_empty("steps", 65536, 16);
    uint64_t time = 1000000000u;
    for (; steps->who; steps++) {
        time += steps->us * UINT64_C(1000);
        add_step(&file, steps, base, time);
    }
    return file;
}

void test_analysis_of_steps(void)
{
    static const uint32_t bases[] = {1000, 0xfffffffdu};
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        struct pcap_file file = play(cases[i / 2].steps, bases[i % 2]);
        struct pw_session *session = index_file(&file);
        struct pw_buffer got = {0};
        write_found(session, &got);
        bool same = strcmp(pw_buffer_get(&got), cases[i / 2].found) == 0;
        CU_ASSERT_TRUE(same);
        if (!same)
            printf("\n%s: wanted\n  %s\ngot\n  %s\n", cases[i / 2].what, cases[i / 2].found,
                   pw_buffer_get(&got));
        pw_buffer_free(&got);
        pw_session_free(session);
        pcap_file_free(&file);
    }
}

/* Figures are the same from a checkpoint on as from the beginning: those of tshark at the end of a
 * transfer of 88 packets. */
void test_analysis_figures(void)
{
    static const struct {
        uint32_t packet;
        const char *field;
        uint64_t value;
    } table[] = {
        {5, "tcp.analysis.acks_frame", 4},         {5, "tcp.analysis.ack_rtt", 53},
        {5, "tcp.analysis.initial_rtt", 20482},    {6, "tcp.analysis.bytes_in_flight", 80},
        {8, "tcp.analysis.bytes_in_flight", 1448}, {51, "tcp.analysis.acks_frame", 50},
        {53, "tcp.analysis.acks_frame", 48},       {85, "tcp.analysis.acks_frame", 82},
        {85, "tcp.analysis.ack_rtt", 249144},      {88, "tcp.analysis.acks_frame", 87},
    };
    struct pcap_file file = capture("loss");
    struct pw_session *session = index_file(&file);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct pw_arena arena = {0};
        struct pw_tree tree;
        CU_ASSERT_TRUE_FATAL(pw_picture_tree(session, table[i].packet - 1, &arena, &tree));
        const struct pw_field *field = pw_tree_find(&tree, NULL, table[i].field, 0);
        bool same = field && field->number == table[i].value;
        CU_ASSERT_TRUE(same);
        if (!same)
            printf("\npacket %u: %s is not %llu\n", table[i].packet, table[i].field,
                   (unsigned long long)table[i].value);
        pw_arena_free(&arena);
    }
    pw_session_free(session);
    pcap_file_free(&file);
}
