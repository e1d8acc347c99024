/* Questions about Engine.IO and Socket.IO: which packet comes, what its digits say, which event. */
#include <string.h>

#include "base/text.h"
#include "dissect/engineio.h"
#include "dissect/socketio.h"
#include "teach/predict_private.h"

#define LOOKED_AT 512u /* events of the capture that names are gathered from */
#define NO_DIGIT  0xff

/* What an Engine.IO packet may be: its own type, and that of the Socket.IO packet in it. */
static const struct meaning {
    const char *name, *condition;
    uint8_t engine, socket;
} meanings[] = {
    {"ping", "engineio.type == 2", PW_ENGINEIO_PING, NO_DIGIT},
    {"pong", "engineio.type == 3", PW_ENGINEIO_PONG, NO_DIGIT},
    {"event", "socketio.type == 2", PW_ENGINEIO_MESSAGE, PW_SOCKETIO_EVENT},
    {"ack", "socketio.type == 3", PW_ENGINEIO_MESSAGE, PW_SOCKETIO_ACK},
    {"connect", "socketio.type == 0", PW_ENGINEIO_MESSAGE, PW_SOCKETIO_CONNECT},
    {"noop", "engineio.type == 6", PW_ENGINEIO_NOOP, NO_DIGIT},
    {"upgrade", "engineio.type == 5", PW_ENGINEIO_UPGRADE, NO_DIGIT},
    {"open", "engineio.type == 0", PW_ENGINEIO_OPEN, NO_DIGIT},
    /* Those above are offered; these only where they are right. */
    {"close", "engineio.type == 1", PW_ENGINEIO_CLOSE, NO_DIGIT},
    {"message", "engineio.type == 4 && !socketio", PW_ENGINEIO_MESSAGE, NO_DIGIT},
    {"disconnect", "socketio.type == 1", PW_ENGINEIO_MESSAGE, PW_SOCKETIO_DISCONNECT},
    {"error", "socketio.type == 4", PW_ENGINEIO_MESSAGE, PW_SOCKETIO_CONNECT_ERROR},
    {"binary_event", "socketio.type == 5", PW_ENGINEIO_MESSAGE, PW_SOCKETIO_BINARY_EVENT},
    {"binary_ack", "socketio.type == 6", PW_ENGINEIO_MESSAGE, PW_SOCKETIO_BINARY_ACK},
};
#define MEANINGS (sizeof meanings / sizeof *meanings)
#define OFFERED  8u

bool pw_predict_applies_engineio(const struct pw_session *session, uint32_t row)
{
    return pw_asking_event(session, row, PW_EVENT_ENGINEIO_PACKET) != PW_NONE;
}

bool pw_predict_applies_digits(const struct pw_session *session, uint32_t row)
{
    return pw_predict_applies_engineio(session, row);
}

/* What the row's only Engine.IO packet is; NULL where its type is not there to be read. */
static const struct meaning *meaning_of(const struct pw_asking *on)
{
    const struct pw_field *engine = NULL, *socket = NULL;
    uint32_t inside = pw_asking_count(on, "socketio.type", &socket);
    if (pw_asking_count(on, "engineio.type", &engine) != 1 || inside > 1)
        return NULL;
    for (size_t i = 0; i < MEANINGS; i++)
        if (meanings[i].engine == engine->number &&
            meanings[i].socket == (socket ? socket->number : NO_DIGIT))
            return &meanings[i];
    return NULL;
}

static void offer_meaning(struct pw_asking *on, const char *name, const char *condition,
                          uint8_t misconception, const char *digits)
{
    const struct pw_filling fillings[] = {{"digits", digits}, {0}};
    const char *option = pw_arena_print(on->arena, "option %s", name);
    const char *why = pw_arena_print(on->arena, "why %s", name);
    pw_asking_offer(
        on, (struct pw_choice){pw_asking_say_of(on, "engineio", option, fillings), condition,
                               pw_asking_say_of(on, "engineio", why, fillings), misconception});
}

/* Others that might come, from a place the seed names. */
static void offer_others(struct pw_asking *on, const char *digits)
{
    uint32_t start = pw_asking_random(on, OFFERED);
    for (uint32_t i = 0; i < OFFERED; i++) {
        const struct meaning *other = &meanings[(start + i) % OFFERED];
        offer_meaning(on, other->name, other->condition, 0, digits);
    }
}

static bool is_heartbeat(const struct meaning *meaning)
{
    return meaning->engine == PW_ENGINEIO_PING || meaning->engine == PW_ENGINEIO_PONG;
}

void pw_predict_make_engineio(struct pw_asking *on)
{
    const struct meaning *right = meaning_of(on);
    if (!right)
        return;
    const struct pw_filling fillings[] = {{"side", pw_asking_side(on)}, {0}};
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", fillings));
    offer_meaning(on, right->name, right->condition, 0, "");
    if (is_heartbeat(right))
        offer_meaning(on, "websocket_ping", "websocket.opcode == 9", 34, "");
    offer_others(on, "");
}

void pw_predict_make_digits(struct pw_asking *on)
{
    const struct meaning *right = meaning_of(on);
    if (!right)
        return;
    const char *digits = right->socket == NO_DIGIT
                             ? pw_arena_print(on->arena, "%u", right->engine)
                             : pw_arena_print(on->arena, "%u%u", right->engine, right->socket);
    const struct pw_filling fillings[] = {{"digits", digits}, {0}};
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", fillings));
    offer_meaning(on, right->name, right->condition, 0, digits);
    if (is_heartbeat(right))
        offer_meaning(on, "websocket_ping", "websocket.opcode == 9", 34, digits);
    if (right->socket == PW_SOCKETIO_ACK)
        offer_meaning(on, "tcp_ack", "tcp.flags.ack == 1 && !engineio", 37, digits);
    offer_meaning(on, "length",
                  pw_arena_print(on->arena,
                                 "websocket.payload_length == %s || http.content_length == %s",
                                 digits, digits),
                  33, digits);
    offer_others(on, digits);
}

bool pw_predict_applies_event(const struct pw_session *session, uint32_t row)
{
    uint32_t event = pw_asking_event(session, row, PW_EVENT_SOCKETIO_PACKET);
    return event != PW_NONE && pw_session_event(session, event)->result == PW_SOCKETIO_EVENT;
}

/* A name that can stand in a condition and on the screen as it is. */
static bool is_plain(struct pw_bytes name)
{
    for (size_t i = 0; i < name.length; i++)
        if (name.data[i] < ' ' || name.data[i] > '~' || strchr("\"\\{}", name.data[i]))
            return false;
    return name.length > 0 && name.length <= 40;
}

static void offer_name(struct pw_asking *on, struct pw_bytes name)
{
    if (!is_plain(name))
        return;
    const char *text = pw_arena_text(on->arena, name.data, name.length);
    const struct pw_filling fillings[] = {{"name", text}, {0}};
    pw_asking_offer(on,
                    (struct pw_choice){pw_asking_say(on, "option name", fillings),
                                       pw_arena_print(on->arena, "socketio.event == \"%s\"", text),
                                       pw_asking_say(on, "why name", NULL), 0});
}

/* Names of the capture's other events. */
static void offer_met_names(struct pw_asking *on)
{
    uint32_t events = pw_session_events(on->session);
    uint32_t start = pw_asking_random(on, events);
    for (uint32_t i = 0; i < events && i < LOOKED_AT; i++) {
        uint32_t index = (start + i) % events;
        const struct pw_event *event = pw_session_event(on->session, index);
        struct pw_description description;
        if (event->kind != PW_EVENT_SOCKETIO_PACKET || event->result != PW_SOCKETIO_EVENT)
            continue;
        pw_picture_event(on->session, index, &on->scratch, &description);
        const struct pw_attribute *name = pw_description_get(&description, "name");
        if (name)
            offer_name(on, name->bytes);
    }
}

void pw_predict_make_event(struct pw_asking *on)
{
    /* What programs often call their events, and what only looks like one. */
    static const char *const usual[] = {"message", "connection", "disconnect"};
    const struct pw_field *name = NULL;
    if (pw_asking_count(on, "socketio.event", &name) != 1 || !is_plain(name->bytes))
        return;
    const struct pw_filling fillings[] = {{"side", pw_asking_side(on)}, {0}};
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", fillings));
    offer_name(on, name->bytes);
    offer_met_names(on);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        offer_name(on, pw_bytes_of(usual[i], strlen(usual[i])));
}
