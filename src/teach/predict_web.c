/* Questions about HTTP responses and WebSocket: which status, which Sec-WebSocket-Accept (RFC 6455
 * section 4.2.2), masked or not (section 5.3). */
#include <string.h>

#include "base/text.h"
#include "stream/accept.h"
#include "teach/predict_private.h"

#define LOOKED_AT 512u /* events of the capture that options are gathered from */

/* One response, all of it in this packet, and not in HTTP/2's words. */
bool pw_predict_applies_status(const struct pw_session *session, uint32_t row)
{
    uint32_t event = pw_asking_event(session, row, PW_EVENT_HTTP_RESPONSE);
    return event != PW_NONE && pw_session_event(session, event)->extra != PW_HTTP_VERSION_2;
}

/* The event's attribute of that name, or NULL; in the scratch arena. */
static const struct pw_attribute *attribute_of(struct pw_asking *on, uint32_t event,
                                               const char *name)
{
    struct pw_description *description = pw_arena_take(&on->scratch, sizeof *description);
    pw_picture_event(on->session, event, &on->scratch, description);
    return pw_description_get(description, name);
}

static void offer_status(struct pw_asking *on, uint64_t status, uint8_t misconception)
{
    const char *number = pw_asking_number(on, status);
    const struct pw_filling fillings[] = {{"status", number}, {0}};
    const char *option = pw_arena_print(on->arena, "option %s", number);
    const char *why = pw_arena_print(on->arena, "why %s", number);
    bool known = pw_words_question(on->words, on->kind, option, NULL, &on->scratch);
    pw_asking_offer(on, (struct pw_choice){
                            pw_asking_say(on, known ? option : "option other", fillings),
                            pw_arena_print(on->arena, "http.response.code == %s", number),
                            pw_asking_say(on, known ? why : "why other", fillings), misconception});
}

/* Another status that the capture has, if it has one. */
static void offer_met_status(struct pw_asking *on, uint64_t right)
{
    uint32_t events = pw_session_events(on->session);
    uint32_t start = pw_asking_random(on, events);
    for (uint32_t i = 0; i < events && i < LOOKED_AT; i++) {
        uint32_t event = (start + i) % events;
        if (pw_session_event(on->session, event)->kind != PW_EVENT_HTTP_RESPONSE)
            continue;
        const struct pw_attribute *met = attribute_of(on, event, "status");
        if (!met || met->number == right)
            continue;
        offer_status(on, met->number, 0);
        return;
    }
}

/* The request's method and target, without what the list shows behind them. */
static const char *request_line(const struct pw_asking *on, uint32_t message)
{
    struct pw_buffer line = {0}, brief = {0};
    pw_picture_message(on->session, message, &line);
    const char *text = pw_buffer_get(&line);
    size_t length = strcspn(text, " ");
    if (text[length])
        length += 1 + strcspn(text + length + 1, " ");
    if (length)
        pw_text_brief(&brief, pw_bytes_of(text, length), 48);
    text = pw_arena_text(on->arena, pw_buffer_get(&brief), brief.length);
    pw_buffer_free(&line);
    pw_buffer_free(&brief);
    return text;
}

static const char *ask_status(const struct pw_asking *on, uint32_t request, bool upgrades,
                              uint64_t status)
{
    const char *line = request == PW_NONE ? "" : request_line(on, request);
    if (!*line || pw_says_number(line, status))
        return pw_asking_say(on, "ask plain", NULL);
    const struct pw_filling fillings[] = {{"request", line}, {0}};
    return pw_asking_say(on, upgrades ? "ask upgrade" : "ask", fillings);
}

void pw_predict_make_status(struct pw_asking *on)
{
    static const uint16_t plain[] = {200, 404, 304, 500, 400, 301, 403};
    static const uint16_t upgrading[] = {101, 400, 200, 426, 403};
    uint32_t event = pw_asking_event(on->session, on->row, PW_EVENT_HTTP_RESPONSE);
    bool upgrades = pw_asking_event(on->session, on->row, PW_EVENT_WEBSOCKET_UPGRADE) != PW_NONE;
    const struct pw_field *code = NULL;
    if (pw_asking_count(on, "http.response.code", &code) != 1)
        return;
    pw_asking_begin(
        on, PW_QUESTION_CHOICE,
        ask_status(on, pw_session_event(on->session, event)->last_message, upgrades, code->number));
    offer_status(on, code->number, 0);
    if (!upgrades)
        offer_met_status(on, code->number);
    const uint16_t *usual = upgrades ? upgrading : plain;
    uint32_t count = upgrades ? sizeof upgrading / sizeof *upgrading : sizeof plain / sizeof *plain;
    uint32_t start = upgrades ? 0 : pw_asking_random(on, count);
    for (uint32_t i = 0; i < count; i++) {
        uint16_t status = usual[(start + i) % count];
        offer_status(on, status, upgrades && status == 200 && code->number != 200 ? 23 : 0);
    }
}

bool pw_predict_applies_accept(const struct pw_session *session, uint32_t row)
{
    uint32_t event = pw_asking_event(session, row, PW_EVENT_WEBSOCKET_UPGRADE);
    return event != PW_NONE && pw_session_event(session, event)->result == PW_UPGRADE_ACCEPTED;
}

static bool is_base64(struct pw_bytes text)
{
    for (size_t i = 0; i < text.length; i++) {
        uint8_t c = text.data[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
            !strchr("+/=", c))
            return false;
    }
    return text.length > 0 && text.length <= 64;
}

/* A key of another handshake of the capture, else the one RFC 6455 section 1.3 has. */
static struct pw_bytes other_key(struct pw_asking *on, struct pw_bytes key)
{
    uint32_t events = pw_session_events(on->session);
    uint32_t start = pw_asking_random(on, events);
    for (uint32_t i = 0; i < events && i < LOOKED_AT; i++) {
        uint32_t event = (start + i) % events;
        if (pw_session_event(on->session, event)->kind != PW_EVENT_WEBSOCKET_UPGRADE)
            continue;
        const struct pw_attribute *other = attribute_of(on, event, "key");
        if (other && is_base64(other->bytes) &&
            (other->bytes.length != key.length ||
             memcmp(other->bytes.data, key.data, key.length) != 0))
            return other->bytes;
    }
    return pw_bytes_of("dGhlIHNhbXBsZSBub25jZQ==", 24);
}

static void offer_accept(struct pw_asking *on, const char *value, uint8_t misconception,
                         const char *why)
{
    const struct pw_filling fillings[] = {{"value", pw_arena_text(on->arena, value, strlen(value))},
                                          {0}};
    pw_asking_offer(on, (struct pw_choice){
                            pw_asking_say(on, "option value", fillings),
                            pw_arena_print(on->arena, "http.sec_websocket_accept == \"%s\"", value),
                            why ? pw_asking_say(on, why, NULL) : NULL, misconception});
}

void pw_predict_make_accept(struct pw_asking *on)
{
    uint32_t event = pw_asking_event(on->session, on->row, PW_EVENT_WEBSOCKET_UPGRADE);
    const struct pw_attribute *key = attribute_of(on, event, "key");
    char accept[PW_ACCEPT_LENGTH + 1];
    if (!key || !is_base64(key->bytes))
        return;
    const char *text = pw_arena_text(on->arena, key->bytes.data, key->bytes.length);
    const struct pw_filling fillings[] = {{"key", text}, {0}};
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", fillings));
    pw_websocket_accept(key->bytes, accept);
    offer_accept(on, accept, 0, NULL);
    offer_accept(on, text, 25, "why key");
    pw_websocket_accept_bare(key->bytes, accept);
    offer_accept(on, accept, 25, "why bare");
    pw_websocket_accept(other_key(on, key->bytes), accept);
    offer_accept(on, accept, 25, "why other");
}

/* Some frame that begins and ends here. */
bool pw_predict_applies_mask(const struct pw_session *session, uint32_t row)
{
    uint32_t end = pw_row_messages_end(session, row);
    bool met = false;
    for (uint32_t i = pw_session_row(session, row)->first_message; i < end; i++) {
        const struct pw_message *message = pw_session_message(session, i);
        if (message->application != PW_APP_WEBSOCKET)
            continue;
        if (message->first_row != row)
            return false;
        met = true;
    }
    return met && pw_session_row(session, row)->conversation != PW_NONE;
}

void pw_predict_make_mask(struct pw_asking *on)
{
    bool server = on->packet->flags & PW_ROW_SERVER, met = false;
    for (uint32_t i = 0; i < on->tree.field_count; i++) {
        const struct pw_field *field = &on->tree.fields[i];
        if (strcmp(field->def->id, "websocket.mask"))
            continue;
        /* Who breaks the rule is no example for it. */
        if (!field->number != server)
            return;
        met = true;
    }
    if (!met)
        return;
    const struct pw_filling fillings[] = {{"side", pw_asking_side(on)}, {0}};
    pw_asking_begin(on, PW_QUESTION_CHOICE, pw_asking_say(on, "ask", fillings));
    pw_asking_offer_named(on, "open", "websocket.mask == 1 && websocket.masking_key", 0);
    pw_asking_offer_named(on, "secret", "websocket.mask == 1 && !websocket.masking_key", 26);
    pw_asking_offer_named(on, "plain", "websocket.mask == 0", 0);
    pw_asking_offer_named(on, "http", "http && !websocket", 23);
}
