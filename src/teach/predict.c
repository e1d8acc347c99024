/* Questions made from any packet: see predict.h. */
#include "teach/predict.h"

#include <string.h>

#include "teach/select_private.h"

#define OPTIONS 4u

/* The flags a question offers, and what is true of them wherever they stand. */
static const struct {
    uint16_t flags;
    uint8_t misconception;
    const char *text, *why;
} shown_flags[] = {
    {PW_TCP_SYN, 0, "SYN", "SYN alone asks for a connection: only its first packet has that."},
    {PW_TCP_SYN | PW_TCP_ACK, 0, "SYN and ACK",
     "SYN and ACK together stand only in the answer to a SYN."},
    {PW_TCP_ACK, 0, "ACK",
     "ACK alone confirms, and asks for nothing: neither to open nor to close."},
    {PW_TCP_PSH | PW_TCP_ACK, 16, "PSH and ACK",
     "PSH says: these bytes go to the program now. It is a bit in a packet that carries bytes."},
    {PW_TCP_FIN | PW_TCP_ACK, 6, "FIN and ACK", "FIN says: I have nothing more to send."},
    {PW_TCP_RST, 8, "RST", "RST refuses a connection, or ends one at once."},
    {PW_TCP_RST | PW_TCP_ACK, 8, "RST and ACK", "RST refuses a connection, or ends one at once."},
    {PW_TCP_FIN | PW_TCP_PSH | PW_TCP_ACK, 6, "FIN, PSH and ACK",
     "FIN says: I have nothing more to send."},
};
#define SHOWN_FLAGS (sizeof shown_flags / sizeof *shown_flags)

static struct pw_question *new_question(struct pw_arena *arena, enum pw_question_type type,
                                        const char *ask)
{
    struct pw_question *question = pw_arena_take(arena, sizeof *question);
    question->type = type;
    question->ask = ask;
    question->hide = true;
    question->options = pw_arena_take(arena, OPTIONS * sizeof *question->options);
    return question;
}

static const struct pw_selector *select_row(uint32_t row, struct pw_arena *arena)
{
    struct pw_selector *selector = pw_arena_take(arena, sizeof *selector);
    *selector = (struct pw_selector){.which = PW_SELECT_ROW, .nth = (uint64_t)row + 1};
    return selector;
}

/* An option that is right where a condition holds. */
static struct pw_option *add_choice(struct pw_question *question, struct pw_arena *arena,
                                    const char *text, const char *condition)
{
    struct pw_error error;
    struct pw_option *option = &question->options[question->option_count++];
    option->text = text;
    option->right = pw_statement_parse(condition, arena, &error);
    return option;
}

static const struct pw_question *ask_speaker(const struct pw_session *session, uint32_t row,
                                             struct pw_arena *arena)
{
    static const char *const options[][2] = {
        {"the client", "next.from == \"client\""},
        {"the server", "next.from == \"server\""},
        {"nobody: this is its last packet here", "next.from == \"nobody\""},
    };
    struct pw_question *question =
        new_question(arena, PW_QUESTION_CHOICE, "Who sends the next packet of this conversation?");
    uint32_t next = pw_session_row(session, row)->next;
    const char *truth = "No packet of this conversation follows in this capture.";
    if (next != PW_NONE)
        truth = pw_arena_print(arena, "The next packet of this conversation is number %u.",
                               (unsigned)next + 1);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct pw_option *option = add_choice(question, arena, options[i][0], options[i][1]);
        option->why = truth;
        option->see = next == PW_NONE ? NULL : select_row(next, arena);
    }
    return question;
}

/* Wrong for a reason: an answer to a SYN that would not carry the server's own number. */
static void explain_two_packets(struct pw_option *option)
{
    option->misconception = 5;
    option->why = "One packet does both here: ACK confirms the client's start number, SYN sends "
                  "the server's own.";
}

static const struct pw_question *ask_flags(const struct pw_session *session, uint32_t row,
                                           struct pw_arena *arena)
{
    uint16_t flags = pw_session_row(session, row)->tcp_flags & 0x3f;
    uint32_t right = 0;
    while (right < SHOWN_FLAGS && shown_flags[right].flags != flags)
        right++;
    if (right == SHOWN_FLAGS)
        return NULL;
    struct pw_question *question =
        new_question(arena, PW_QUESTION_CHOICE, "Which flags will the next packet have?");
    /* The four neighbours of the right one in the table, itself among them. */
    uint32_t first = right < 2 ? 0 : right + 2 > SHOWN_FLAGS ? SHOWN_FLAGS - 4 : right - 2;
    for (uint32_t i = first; i < first + OPTIONS; i++) {
        const char *condition = pw_arena_print(
            arena,
            "tcp.flags.syn == %d && tcp.flags.ack == %d && tcp.flags.push "
            "== %d && tcp.flags.fin == %d && tcp.flags.reset == %d",
            !!(shown_flags[i].flags & PW_TCP_SYN), !!(shown_flags[i].flags & PW_TCP_ACK),
            !!(shown_flags[i].flags & PW_TCP_PSH), !!(shown_flags[i].flags & PW_TCP_FIN),
            !!(shown_flags[i].flags & PW_TCP_RST));
        struct pw_option *option = add_choice(question, arena, shown_flags[i].text, condition);
        option->why = shown_flags[i].why;
        option->misconception = i == right ? 0 : shown_flags[i].misconception;
        option->see = select_row(row, arena);
        if (flags == (PW_TCP_SYN | PW_TCP_ACK) && i != right)
            explain_two_packets(option);
    }
    return question;
}

static void foresee(struct pw_question *question, const char *field, int64_t number, uint8_t id,
                    const char *why)
{
    question->options[question->option_count++] = (struct pw_option){
        .value = {.field = field, .number = number}, .misconception = id, .why = why};
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

static const struct pw_question *ask_seq(const struct pw_session *session, uint32_t row,
                                         struct pw_arena *arena)
{
    const struct pw_row *asked = pw_session_row(session, row);
    uint32_t before = sent_before(session, row);
    if (before == PW_NONE || asked->flags & (PW_ROW_REPEATED | PW_ROW_EARLY | PW_ROW_DUPLICATE))
        return NULL;
    const struct pw_row *last = pw_session_row(session, before);
    bool opened = last->tcp_flags & (PW_TCP_SYN | PW_TCP_FIN);
    struct pw_question *question = new_question(
        arena, PW_QUESTION_NUMBER,
        pw_arena_print(arena,
                       "Which sequence number will the next packet have, counted from its "
                       "sender's start? (Its sender's last one was packet %u, with %u "
                       "bytes.)",
                       (unsigned)before + 1, (unsigned)last->payload));
    question->answer = (struct pw_quantity){.field = "tcp.seq"};
    if (opened)
        foresee(question, "tcp.seq", -1, 3, "SYN and FIN use up one number each, as a byte does.");
    else if (last->payload)
        foresee(question, "tcp.seq", -(int64_t)last->payload, 0,
                "The bytes of the packet before have their own numbers: this one goes on behind "
                "them.");
    foresee(question, "tcp.seq_raw", 0, 2,
            "That is the number as it stands in the packet; counted from the start it is small.");
    question->after = "The sequence number names the first byte of this packet, in its sender's "
                      "own count.";
    return question;
}

static const struct pw_question *ask_ack(const struct pw_session *session, uint32_t row,
                                         struct pw_arena *arena)
{
    const struct pw_row *asked = pw_session_row(session, row);
    const struct pw_conversation *c = pw_session_conversation(session, asked->conversation);
    const struct pw_side *peer = &c->side[asked->flags & PW_ROW_SERVER ? PW_CLIENT : PW_SERVER];
    if (!(asked->tcp_flags & PW_TCP_ACK) || !peer->known)
        return NULL;
    struct pw_question *question = new_question(
        arena, PW_QUESTION_NUMBER,
        "Which acknowledgment number will the next packet have, counted from the other "
        "side's start?");
    question->answer = (struct pw_quantity){.field = "tcp.ack"};
    if (asked->ack == peer->base + 1)
        foresee(question, "tcp.ack", -1, 3,
                "The SYN used up one number, so the first byte still wanted is number 1.");
    else
        foresee(question, "tcp.ack", -1, 4,
                "The number is not the last byte that came: it is the next one wanted.");
    foresee(question, "tcp.ack_raw", 0, 2,
            "That is the number as it stands in the packet; counted from the start it is small.");
    foresee(question, "tcp.seq", 0, 0,
            "That is its sender's own number; the acknowledgment counts the other side's bytes.");
    question->after = "Everything before this number has arrived; it is the next byte wanted.";
    return question;
}

const struct pw_question *pw_predict_make(enum pw_predict kind, const struct pw_session *session,
                                          uint32_t row, struct pw_arena *arena)
{
    if (row >= pw_session_rows(session))
        return NULL;
    const struct pw_row *asked = pw_session_row(session, row);
    if (asked->conversation == PW_NONE || (asked->transport != 6 && kind != PW_PREDICT_SPEAKER))
        return NULL;
    switch (kind) {
    case PW_PREDICT_SPEAKER:
        return ask_speaker(session, row, arena);
    case PW_PREDICT_FLAGS:
        return ask_flags(session, row, arena);
    case PW_PREDICT_SEQ:
        return ask_seq(session, row, arena);
    case PW_PREDICT_ACK:
        return ask_ack(session, row, arena);
    case PW_PREDICTS:
        break;
    }
    return NULL;
}

enum pw_predict pw_predict_best(const struct pw_session *session, uint32_t row)
{
    static const enum pw_predict orders[3][PW_PREDICTS] = {
        {PW_PREDICT_FLAGS, PW_PREDICT_ACK, PW_PREDICT_SEQ, PW_PREDICT_SPEAKER},
        {PW_PREDICT_SEQ, PW_PREDICT_ACK, PW_PREDICT_FLAGS, PW_PREDICT_SPEAKER},
        {PW_PREDICT_ACK, PW_PREDICT_FLAGS, PW_PREDICT_SEQ, PW_PREDICT_SPEAKER},
    };
    if (row >= pw_session_rows(session))
        return PW_PREDICTS;
    const struct pw_row *asked = pw_session_row(session, row);
    bool turning = asked->tcp_flags & (PW_TCP_SYN | PW_TCP_FIN | PW_TCP_RST);
    const enum pw_predict *order = orders[turning ? 0 : asked->payload && row % 2 ? 1 : 2];
    struct pw_arena scratch = {0};
    enum pw_predict best = PW_PREDICTS;
    for (int i = 0; i < PW_PREDICTS && best == PW_PREDICTS; i++)
        if (pw_predict_make(order[i], session, row, &scratch))
            best = order[i];
    pw_arena_free(&scratch);
    return best;
}
