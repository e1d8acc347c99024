/* Questions made from any packet: the kinds, and the choice among them. See predict.h. */
#include "teach/predict.h"

#include <string.h>

#include "teach/predict_private.h"
#include "teach/select_private.h"

#define KIND(id, name, field, when)                                                                \
    {                                                                                              \
        name, field, when, pw_predict_applies_##id, pw_predict_make_##id                           \
    }

/* In the order of enum pw_predict. */
static const struct pw_predict_kind kinds[PW_PREDICTS] = {
    KIND(speaker, "speaker", "next.from", PW_PREDICT_AT),
    KIND(flags, "tcp.flags", "tcp.flags", PW_PREDICT_BEFORE),
    KIND(seq, "tcp.seq", "tcp.seq", PW_PREDICT_BEFORE),
    KIND(ack, "tcp.ack", "tcp.ack", PW_PREDICT_BEFORE),
    KIND(closer, "tcp.closer", "tcp.flags", PW_PREDICT_BEFORE),
    KIND(uses, "tcp.uses", "tcp.len", PW_PREDICT_SHOWN),
    KIND(arrived, "tcp.arrived", "tcp.ack", PW_PREDICT_SHOWN),
    KIND(status, "http.status", "http.response.code", PW_PREDICT_BEFORE),
    KIND(accept, "websocket.accept", "http.sec_websocket_accept", PW_PREDICT_BEFORE),
    KIND(mask, "websocket.mask", "websocket.mask", PW_PREDICT_BEFORE),
    KIND(engineio, "engineio.next", "engineio.type", PW_PREDICT_BEFORE),
    KIND(digits, "engineio.digits", "engineio.type", PW_PREDICT_BEFORE),
    KIND(event, "socketio.event", "socketio.event", PW_PREDICT_BEFORE),
    KIND(layer, "layer", NULL, PW_PREDICT_SHOWN),
    KIND(purpose, "purpose", NULL, PW_PREDICT_SHOWN),
};

const char *pw_predict_name(enum pw_predict kind)
{
    return kinds[kind].name;
}

enum pw_predict_when pw_predict_when(enum pw_predict kind)
{
    return kinds[kind].when;
}

/* SplitMix64 (Steele, Lea and Flood 2014): any seed will do, and any two are far apart. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static uint64_t mix(uint64_t seed, uint64_t row, uint64_t kind)
{
    uint64_t state = seed;
    state = next_random(&state) ^ row;
    state = next_random(&state) ^ kind;
    return next_random(&state);
}

uint32_t pw_asking_random(struct pw_asking *on, uint32_t below)
{
    return (uint32_t)((next_random(&on->random) >> 32) * below >> 32);
}

static void shuffle_options(struct pw_asking *on)
{
    struct pw_option *options = on->question->options;
    for (uint32_t i = on->question->option_count; i > 1; i--) {
        uint32_t other = pw_asking_random(on, i);
        struct pw_option option = options[i - 1];
        options[i - 1] = options[other];
        options[other] = option;
    }
}

/* One right answer, enough to choose from, and nothing given away. */
static bool is_sound(const struct pw_asking *on)
{
    const struct pw_question *question = on->question;
    uint64_t number;
    if (!question)
        return false;
    if (question->type == PW_QUESTION_NUMBER)
        return pw_question_number(question, on->session, on->row, &number) &&
               !pw_says_number(question->ask, number);
    uint32_t right =
        question->option_count < 3 ? PW_NONE : pw_question_right(question, on->session, on->row);
    return right != PW_NONE && !strstr(question->ask, question->options[right].text);
}

static const struct pw_selector *select_row(uint32_t row, struct pw_arena *arena)
{
    struct pw_selector *selector = pw_arena_take(arena, sizeof *selector);
    *selector = (struct pw_selector){.which = PW_SELECT_ROW, .nth = (uint64_t)row + 1};
    return selector;
}

/* The packet that shows what was asked, where it is not shown already. */
static const struct pw_selector *what_shows(const struct pw_asking *on, enum pw_predict_when when)
{
    uint32_t row = when == PW_PREDICT_AT ? on->packet->next : on->row;
    return when == PW_PREDICT_SHOWN || row == PW_NONE ? NULL : select_row(row, on->arena);
}

/* Let the kind make its question; NULL where nothing sound comes of it. */
static struct pw_question *make(const struct pw_predict_kind *ops, struct pw_asking *on)
{
    if (!pw_words_question(on->words, ops->name, "ask", NULL, &on->scratch) ||
        !pw_picture_tree(on->session, on->row, &on->scratch, &on->tree))
        return NULL;
    on->see = what_shows(on, ops->when);
    ops->make(on);
    if (!is_sound(on))
        return NULL;
    on->question->hide = ops->when != PW_PREDICT_SHOWN;
    on->question->kind = ops->name;
    if (ops->field)
        on->question->field = ops->field;
    if (on->question->type == PW_QUESTION_CHOICE)
        shuffle_options(on);
    return on->question;
}

const struct pw_question *pw_predict_make(const struct pw_words *words, enum pw_predict kind,
                                          const struct pw_session *session, uint32_t row,
                                          uint64_t seed, struct pw_arena *arena)
{
    const struct pw_predict_kind *ops = &kinds[kind];
    if (!words || row >= pw_session_rows(session) || !ops->applies(session, row))
        return NULL;
    struct pw_asking on = {.words = words,
                           .session = session,
                           .row = row,
                           .arena = arena,
                           .kind = ops->name,
                           .random = mix(seed, row, kind),
                           .packet = pw_session_row(session, row)};
    const struct pw_question *question = make(ops, &on);
    pw_arena_free(&on.scratch);
    return question;
}

const struct pw_question *pw_predict_pick(const struct pw_words *words,
                                          const struct pw_session *session, uint32_t row,
                                          uint64_t seed, struct pw_arena *arena)
{
    enum pw_predict order[PW_PREDICTS];
    struct pw_asking on = {.random = mix(seed, row, PW_PREDICTS)};
    const struct pw_question *question = NULL;
    for (uint32_t i = 0; i < PW_PREDICTS; i++)
        order[i] = (enum pw_predict)i;
    for (uint32_t left = PW_PREDICTS; left && !question; left--) {
        uint32_t chosen = pw_asking_random(&on, left);
        question = pw_predict_make(words, order[chosen], session, row, seed, arena);
        order[chosen] = order[left - 1];
    }
    return question;
}

/* Which kinds are best about the hidden row, best first: what is told by the web's protocols before
 * what TCP's header says, and of that what this packet is there for. */
static void order_kinds(const struct pw_session *session, uint32_t next, enum pw_predict *order)
{
    static const uint8_t web[] = {PW_PREDICT_ACCEPT, PW_PREDICT_STATUS, PW_PREDICT_EVENT,
                                  PW_PREDICT_DIGITS, PW_PREDICT_MASK,   PW_PREDICT_ENGINEIO};
    static const uint8_t tcp[3][3] = {
        {PW_PREDICT_FLAGS, PW_PREDICT_ACK, PW_PREDICT_SEQ},
        {PW_PREDICT_SEQ, PW_PREDICT_ACK, PW_PREDICT_FLAGS},
        {PW_PREDICT_ACK, PW_PREDICT_FLAGS, PW_PREDICT_SEQ},
    };
    static const uint8_t rest[] = {PW_PREDICT_CLOSER, PW_PREDICT_SPEAKER, PW_PREDICT_USES,
                                   PW_PREDICT_LAYER,  PW_PREDICT_ARRIVED, PW_PREDICT_PURPOSE};
    const struct pw_row *row = next == PW_NONE ? NULL : pw_session_row(session, next);
    bool turning = row && row->tcp_flags & (PW_TCP_SYN | PW_TCP_FIN | PW_TCP_RST);
    uint32_t n = 0, first = row ? next % sizeof web : 0;
    for (uint32_t i = 0; i < sizeof web; i++)
        order[n++] = (enum pw_predict)web[(first + i) % sizeof web];
    for (uint32_t i = 0; i < 3; i++)
        order[n++] = (enum pw_predict)tcp[turning ? 0 : row && row->payload && next % 2 ? 1 : 2][i];
    for (uint32_t i = 0; i < sizeof rest; i++)
        order[n++] = (enum pw_predict)rest[i];
}

struct pw_prediction pw_predict_turn(const struct pw_words *words, const struct pw_session *session,
                                     uint32_t shown, uint32_t next, uint32_t turn,
                                     struct pw_arena *arena)
{
    enum pw_predict order[PW_PREDICTS];
    struct pw_prediction made[PW_PREDICTS];
    uint32_t count = 0;
    order_kinds(session, next, order);
    for (uint32_t i = 0; i < PW_PREDICTS; i++) {
        enum pw_predict_when when = kinds[order[i]].when;
        uint32_t row = when == PW_PREDICT_BEFORE ? next : shown;
        /* What follows in the conversation must be what is hidden. */
        if (row == PW_NONE || (when == PW_PREDICT_AT &&
                               (next == PW_NONE || pw_session_row(session, shown)->next != next)))
            continue;
        made[count] = (struct pw_prediction){
            order[i], pw_predict_make(words, order[i], session, row, turn, arena), row};
        count += made[count].question != NULL;
    }
    return count ? made[turn % count] : (struct pw_prediction){.kind = PW_PREDICTS};
}
