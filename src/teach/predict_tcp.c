/* Questions about the next packet of a conversation: who sends it, and what TCP's header will say
 * (RFC 9293 section 3.1). */
#include <string.h>

#include "teach/predict_private.h"

static bool is_tcp(const struct pw_session *session, uint32_t row)
{
    const struct pw_row *packet = pw_session_row(session, row);
    return packet->transport == 6 && packet->conversation != PW_NONE;
}

bool pw_predict_applies_speaker(const struct pw_session *session, uint32_t row)
{
    return pw_session_row(session, row)->conversation != PW_NONE;
}

void pw_predict_make_speaker(struct pw_asking *on)
{
    uint32_t next = on->packet->next;
    const char *why =
        next == PW_NONE
            ? pw_asking_say(on, "why nobody", NULL)
            : pw_asking_say(on, "why next",
                            (const struct pw_filling[]){
                                {"next", pw_asking_number(on, (uint64_t)next + 1)}, {0}});
    static const char *const sides[] = {"client", "server", "nobody"};
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", NULL));
    for (uint32_t i = 0; i < 3; i++)
        pw_asking_offer(
            on, (struct pw_choice){
                    pw_asking_say(on, pw_arena_print(on->arena, "option %s", sides[i]), NULL),
                    pw_arena_print(on->arena, "next.from == \"%s\"", sides[i]), why, 0});
}

/* The flags a question offers. */
enum { SYN, SYN_ACK, ACK, PSH_ACK, FIN_ACK, FIN_PSH_ACK, RST, RST_ACK, SHOWN_FLAGS };
static const struct {
    uint16_t flags;
    uint8_t misconception;
    const char *name;
} shown_flags[SHOWN_FLAGS] = {
    [SYN] = {PW_TCP_SYN, 0, "syn"},
    [SYN_ACK] = {PW_TCP_SYN | PW_TCP_ACK, 0, "syn_ack"},
    [ACK] = {PW_TCP_ACK, 0, "ack"},
    [PSH_ACK] = {PW_TCP_PSH | PW_TCP_ACK, 16, "psh_ack"},
    [FIN_ACK] = {PW_TCP_FIN | PW_TCP_ACK, 6, "fin_ack"},
    [FIN_PSH_ACK] = {PW_TCP_FIN | PW_TCP_PSH | PW_TCP_ACK, 6, "fin_psh_ack"},
    [RST] = {PW_TCP_RST, 8, "rst"},
    [RST_ACK] = {PW_TCP_RST | PW_TCP_ACK, 8, "rst_ack"},
};

static uint32_t flags_of(const struct pw_row *packet)
{
    uint32_t shown = 0;
    while (shown < SHOWN_FLAGS && shown_flags[shown].flags != (packet->tcp_flags & 0x3f))
        shown++;
    return shown;
}

bool pw_predict_applies_flags(const struct pw_session *session, uint32_t row)
{
    return is_tcp(session, row) && flags_of(pw_session_row(session, row)) < SHOWN_FLAGS;
}

/* What may come where the connection is opened, or later; with the right one in the place of the
 * one that is most like it. */
static void plausible_flags(const struct pw_asking *on, uint32_t right, uint32_t set[4])
{
    static const uint32_t opening[4] = {SYN, SYN_ACK, ACK, RST_ACK};
    static const uint32_t open[4] = {ACK, PSH_ACK, FIN_ACK, RST_ACK};
    const struct pw_conversation *c =
        pw_session_conversation(on->session, on->packet->conversation);
    bool opens = on->packet->tcp_flags & PW_TCP_SYN || on->row == c->open_row ||
                 (on->packet->tcp_flags & PW_TCP_RST && c->opening == PW_OPENING_REFUSED);
    memcpy(set, opens ? opening : open, sizeof opening);
    for (uint32_t i = 0; i < 4; i++)
        if (set[i] == right)
            return;
    set[right == FIN_PSH_ACK ? 2 : 3] = right;
}

void pw_predict_make_flags(struct pw_asking *on)
{
    uint32_t set[4], right = flags_of(on->packet);
    plausible_flags(on, right, set);
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", NULL));
    for (uint32_t i = 0; i < 4; i++) {
        uint16_t flags = shown_flags[set[i]].flags;
        const char *condition =
            pw_arena_print(on->arena,
                           "tcp.flags.syn == %d && tcp.flags.ack == %d && tcp.flags.push == %d && "
                           "tcp.flags.fin == %d && tcp.flags.reset == %d",
                           !!(flags & PW_TCP_SYN), !!(flags & PW_TCP_ACK), !!(flags & PW_TCP_PSH),
                           !!(flags & PW_TCP_FIN), !!(flags & PW_TCP_RST));
        pw_asking_offer_named(on, shown_flags[set[i]].name, condition,
                              set[i] == right ? 0 : shown_flags[set[i]].misconception);
    }
    if (right != SYN_ACK)
        return;
    /* Wrong for a reason: an answer to a SYN that would not carry the server's own number. */
    for (uint32_t i = 0; i < 4; i++) {
        on->question->options[i].misconception = set[i] == right ? 0 : 5;
        on->question->options[i].why = pw_asking_say(on, "why two_packets", NULL);
    }
}

/* The packet its sender sent before this one in the conversation, or PW_NONE. */
static uint32_t sent_before(const struct pw_session *session, uint32_t row)
{
    const struct pw_row *asked = pw_session_row(session, row);
    uint32_t found = PW_NONE;
    for (uint32_t i = pw_session_conversation(session, asked->conversation)->first_row; i < row;
         i = pw_session_row(session, i)->next)
        if (!((pw_session_row(session, i)->flags ^ asked->flags) & PW_ROW_SERVER))
            found = i;
    return found;
}

bool pw_predict_applies_seq(const struct pw_session *session, uint32_t row)
{
    const struct pw_row *packet = pw_session_row(session, row);
    uint32_t end = pw_row_events_end(session, row);
    /* A keep-alive, a repeat and the like do not go on where the sender was: nobody could know. */
    for (uint32_t i = packet->first_event; i < end; i++)
        if (pw_session_event(session, i)->kind == PW_EVENT_TCP_ANALYSIS)
            return false;
    return is_tcp(session, row) &&
           !(packet->flags & (PW_ROW_REPEATED | PW_ROW_EARLY | PW_ROW_DUPLICATE));
}

void pw_predict_make_seq(struct pw_asking *on)
{
    uint32_t before = sent_before(on->session, on->row);
    struct pw_quantity answer = {.field = "tcp.seq"};
    uint64_t number = 0;
    if (before == PW_NONE)
        return;
    const struct pw_row *last = pw_session_row(on->session, before);
    const char *ask = pw_asking_say(
        on, "ask",
        (const struct pw_filling[]){{"packet", pw_asking_number(on, (uint64_t)before + 1)},
                                    {"bytes", pw_asking_number(on, last->payload)},
                                    {0}});
    pw_quantity_number(&answer, on->session, on->row, &number);
    if (pw_says_number(ask, number))
        ask = pw_asking_say(on, "ask plain", NULL);
    pw_asking_begin(on, PW_QUESTION_NUMBER, ask);
    on->question->answer = answer;
    if (last->tcp_flags & (PW_TCP_SYN | PW_TCP_FIN))
        pw_asking_foresee(on, "tcp.seq", -1, 3, "opened");
    else if (last->payload)
        pw_asking_foresee(on, "tcp.seq", -(int64_t)last->payload, 0, "bytes");
    pw_asking_foresee(on, "tcp.seq_raw", 0, 2, "raw");
}

bool pw_predict_applies_ack(const struct pw_session *session, uint32_t row)
{
    const struct pw_row *packet = pw_session_row(session, row);
    if (!is_tcp(session, row) || !(packet->tcp_flags & PW_TCP_ACK))
        return false;
    const struct pw_conversation *c = pw_session_conversation(session, packet->conversation);
    return c->side[packet->flags & PW_ROW_SERVER ? PW_CLIENT : PW_SERVER].known;
}

void pw_predict_make_ack(struct pw_asking *on)
{
    const struct pw_conversation *c =
        pw_session_conversation(on->session, on->packet->conversation);
    bool server = on->packet->flags & PW_ROW_SERVER;
    bool first = on->packet->ack == c->side[server ? PW_CLIENT : PW_SERVER].base + 1;
    pw_asking_begin(on, PW_QUESTION_NUMBER, pw_asking_say(on, "ask", NULL));
    on->question->answer = (struct pw_quantity){.field = "tcp.ack"};
    pw_asking_foresee(on, "tcp.ack", -1, first ? 3 : 4, first ? "syn" : "last");
    pw_asking_foresee(on, "tcp.ack_raw", 0, 2, "raw");
    pw_asking_foresee(on, "tcp.seq", 0, 0, "own");
}
