/* Questions about how TCP counts and how it ends: who closes first, which packets use up sequence
 * numbers, what an acknowledgment says has arrived (RFC 9293 sections 3.4 and 3.6). */
#include <string.h>

#include "teach/predict_private.h"

static const struct pw_conversation *tcp_of(const struct pw_session *session, uint32_t row)
{
    const struct pw_row *packet = pw_session_row(session, row);
    if (packet->transport != 6 || packet->conversation == PW_NONE)
        return NULL;
    return pw_session_conversation(session, packet->conversation);
}

/* It is the first to end an open connection. */
bool pw_predict_applies_closer(const struct pw_session *session, uint32_t row)
{
    const struct pw_conversation *c = tcp_of(session, row);
    if (!c || c->opening != PW_OPENING_COMPLETE || c->closing == PW_CLOSING_OPEN)
        return false;
    uint32_t first = c->closing == PW_CLOSING_RESET ? c->close_row : PW_NONE;
    for (int side = 0; side < 2; side++)
        if (c->side[side].fin_seen && c->fin_row[side] < first)
            first = c->fin_row[side];
    return first == row;
}

void pw_predict_make_closer(struct pw_asking *on)
{
    static const char *const sides[] = {"client", "server"};
    bool reset = on->packet->tcp_flags & PW_TCP_RST;
    bool server = on->packet->flags & PW_ROW_SERVER;
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", NULL));
    for (int i = 0; i < 4; i++) {
        bool rst = i >= 2;
        const char *side = sides[i % 2];
        const char *name = pw_arena_print(on->arena, "option %s %s", side, rst ? "rst" : "fin");
        bool how = (i % 2 == 1) == server && rst != reset;
        pw_asking_offer(
            on, (struct pw_choice){
                    pw_asking_say(on, name, NULL),
                    pw_arena_print(on->arena, "from == \"%s\" && tcp.flags.%s == 1", side,
                                   rst ? "reset" : "fin"),
                    pw_asking_say(on, how ? (rst ? "why rst" : "why fin") : "why side", NULL),
                    how ? 6 : 0});
    }
}

/* News alone, or a FIN: bytes alone would be too easy. */
bool pw_predict_applies_uses(const struct pw_session *session, uint32_t row)
{
    uint16_t flags = pw_session_row(session, row)->tcp_flags;
    uint16_t turning = flags & (PW_TCP_SYN | PW_TCP_FIN);
    return tcp_of(session, row) && !(flags & PW_TCP_RST) && turning != (PW_TCP_SYN | PW_TCP_FIN) &&
           (turning || !pw_session_row(session, row)->payload);
}

static const char *used_condition(const struct pw_asking *on, uint32_t number)
{
    static const char none[] = "tcp.len == %u && tcp.flags.syn == 0 && tcp.flags.fin == 0";
    if (!number)
        return pw_arena_print(on->arena, none, 0u);
    return pw_arena_print(on->arena,
                          "(tcp.len == %u && (tcp.flags.syn == 1 || tcp.flags.fin == 1)) || "
                          "(tcp.len == %u && tcp.flags.syn == 0 && tcp.flags.fin == 0)",
                          (unsigned)number - 1, (unsigned)number);
}

static void offer_used(struct pw_asking *on, uint32_t number, uint8_t misconception,
                       const char *item)
{
    const struct pw_filling fillings[] = {{"number", pw_asking_number(on, number)}, {0}};
    const char *name = number == 0 ? "none" : number == 1 ? "one" : item;
    uint32_t right = on->packet->payload + !!(on->packet->tcp_flags & (PW_TCP_SYN | PW_TCP_FIN));
    pw_asking_offer(on,
                    (struct pw_choice){
                        pw_asking_say(on, pw_arena_print(on->arena, "option %s", name), fillings),
                        used_condition(on, number),
                        pw_asking_say(on, pw_arena_print(on->arena, "why %s", name), NULL),
                        number == right ? 0 : misconception});
}

void pw_predict_make_uses(struct pw_asking *on)
{
    const struct pw_field *header = NULL;
    uint32_t payload = on->packet->payload;
    bool turning = on->packet->tcp_flags & (PW_TCP_SYN | PW_TCP_FIN);
    pw_asking_count(on, "tcp.hdr_len", &header);
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", NULL));
    offer_used(on, payload + turning, 0, "many");
    offer_used(on, payload, 3, "many");
    offer_used(on, payload + !turning, 3, "many");
    if (header && header->number != payload && header->number != payload + turning)
        offer_used(on, (uint32_t)header->number, 0, "header");
    offer_used(on, 1, 3, "many");
}

/* It acknowledges bytes of a stream whose start was seen, and no FIN behind them. */
bool pw_predict_applies_arrived(const struct pw_session *session, uint32_t row)
{
    const struct pw_conversation *c = tcp_of(session, row);
    const struct pw_row *packet = pw_session_row(session, row);
    if (!c || !(packet->tcp_flags & PW_TCP_ACK) || packet->tcp_flags & (PW_TCP_SYN | PW_TCP_RST))
        return false;
    const struct pw_side *peer = &c->side[packet->flags & PW_ROW_SERVER ? PW_CLIENT : PW_SERVER];
    return peer->known && peer->syn_seen && packet->ack - peer->base >= 2 &&
           packet->ack - peer->base < UINT32_MAX / 2 &&
           !(peer->fin_seen && packet->ack == peer->fin + 1);
}

/* How many bytes the last packet of the other side with any brought; or 0. */
static uint32_t last_brought(const struct pw_asking *on, const struct pw_conversation *c)
{
    uint32_t bytes = 0;
    for (uint32_t i = c->first_row; i < on->row; i = pw_session_row(on->session, i)->next) {
        const struct pw_row *packet = pw_session_row(on->session, i);
        if ((packet->flags ^ on->packet->flags) & PW_ROW_SERVER && packet->payload)
            bytes = packet->payload;
    }
    return bytes;
}

static void offer_byte(struct pw_asking *on, uint32_t byte, uint8_t misconception, const char *item)
{
    if (!byte || byte == UINT32_MAX)
        return;
    pw_asking_offer(
        on,
        (struct pw_choice){
            pw_asking_say(on, "option byte",
                          (const struct pw_filling[]){{"byte", pw_asking_number(on, byte)}, {0}}),
            pw_arena_print(on->arena, "tcp.ack == %u", (unsigned)byte + 1),
            pw_asking_say(on, pw_arena_print(on->arena, "why %s", item), NULL), misconception});
}

void pw_predict_make_arrived(struct pw_asking *on)
{
    const struct pw_conversation *c =
        pw_session_conversation(on->session, on->packet->conversation);
    bool server = on->packet->flags & PW_ROW_SERVER;
    const struct pw_side *me = &c->side[server], *peer = &c->side[!server];
    uint32_t ack = on->packet->ack - peer->base;
    const struct pw_filling fillings[] = {{"ack", pw_asking_number(on, ack)}, {0}};
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", fillings));
    offer_byte(on, ack - 1, 0, "before");
    offer_byte(on, ack, 4, "next");
    if (pw_asking_random(on, 2) && me->known)
        offer_byte(on, on->packet->seq - me->base, 0, "own");
    offer_byte(on, last_brought(on, c), 12, "last");
    offer_byte(on, ack - 1 + on->packet->window, 15, "window");
    offer_byte(on, ack - 2, 0, "before");
}
