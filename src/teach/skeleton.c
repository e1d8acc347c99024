/* A lesson's skeleton: see skeleton.h. */
#include "teach/skeleton.h"

#include <string.h>

#include "base/translate.h"
#include "stream/picture.h"
#include "teach/condition.h"

#define STEPS 7u /* made from events; a lesson of more is too long */

/* What may be asked of an event: a number that the packet holds. */
struct asking {
    enum pw_event_kind kind;
    uint8_t result; /* of the event, or ANY */
    const char *title, *words;
    const char *light;          /* ids */
    const char *ask, *packet;   /* the question, and its packet behind the one shown; or NULL */
    const char *answer, *wrong; /* fields, as a lesson writes them */
    const char *why;
};

#define ANY 0xff

static const struct asking askings[] = {
    {PW_EVENT_TCP_HANDSHAKE, PW_HANDSHAKE_COMPLETE, N_("The handshake"),
     N_("Say here what the three packets agree on."), "tcp.flags.syn tcp.seq_raw",
     N_("Which relative acknowledgment number does the answer to the SYN carry?"),
     "first tcp.flags.syn == 1 && tcp.flags.ack == 1", "tcp.ack", "tcp.ack - 1",
     N_("The SYN used up one number, so the next one is wanted.")},
    {PW_EVENT_HTTP_REQUEST, ANY, N_("A request"), N_("Say here what is asked for."),
     "http.request.method", NULL, NULL, NULL, NULL, NULL},
    {PW_EVENT_HTTP_RESPONSE, ANY, N_("Its answer"), N_("Say here what came back."),
     "http.response.code", N_("Which status does the next answer have?"),
     "next http.response.code > 0", "http.response.code", NULL, NULL},
    {PW_EVENT_WEBSOCKET_UPGRADE, PW_UPGRADE_ACCEPTED, N_("The upgrade"),
     N_("Say here what both sides speak from now on."), "http.response.code", NULL, NULL, NULL,
     NULL, NULL},
    {PW_EVENT_WEBSOCKET_MESSAGE, ANY, N_("A message"), N_("Say here who says what, and why."),
     "websocket.opcode websocket.mask", NULL, NULL, NULL, NULL, NULL},
    {PW_EVENT_SOCKETIO_PACKET, ANY, N_("An event"), N_("Say here which emit() this was."),
     "socketio", NULL, NULL, NULL, NULL, NULL},
    {PW_EVENT_DNS_QUERY, ANY, N_("A name is looked up"), N_("Say here who asks for what."),
     "dns.qry.name", NULL, NULL, NULL, NULL, NULL},
    {PW_EVENT_ARP_REQUEST, ANY, N_("Who has this address?"), N_("Say here who asks for whom."),
     "arp", NULL, NULL, NULL, NULL, NULL},
    {PW_EVENT_ICMP_ECHO, ANY, N_("A ping"), N_("Say here what it is for."), "icmp", NULL, NULL,
     NULL, NULL, NULL},
    {PW_EVENT_TCP_ANALYSIS, ANY, N_("Something went astray"),
     N_("Say here what was lost, late or repeated, and how one can tell."), "tcp.seq tcp.ack", NULL,
     NULL, NULL, NULL, NULL},
    {PW_EVENT_TCP_CLOSE, ANY, N_("Goodbye"), N_("Say here who closes, and how."), "tcp.flags", NULL,
     NULL, NULL, NULL, NULL},
};

/* How many events of a kind there are; *first gets the first that fits. */
static uint32_t count(const struct pw_session *session, const struct asking *asking,
                      uint32_t *first)
{
    uint32_t found = 0;
    *first = PW_NONE;
    for (uint32_t i = 0; i < pw_session_events(session); i++) {
        const struct pw_event *event = pw_session_event(session, i);
        if (event->kind != asking->kind)
            continue;
        found++;
        bool fits = asking->result == ANY || event->result == asking->result;
        if (fits && *first == PW_NONE && event->row != PW_NONE)
            *first = i;
    }
    return found;
}

/* A field that the packet has: ids are lit only where they are. */
static void write_light(const struct pw_session *session, uint32_t row, const char *ids,
                        struct pw_buffer *out)
{
    struct pw_arena scratch = {0};
    struct pw_tree tree;
    bool begun = false;
    if (pw_picture_tree(session, row, &scratch, &tree)) {
        while (*ids) {
            size_t length = strcspn(ids, " ");
            const char *id = pw_arena_text(&scratch, ids, length);
            if (pw_tree_innermost(&tree, id) || pw_tree_last(&tree, id)) {
                pw_buffer_print(out, "%s%s", begun ? " " : "light: ", id);
                begun = true;
            }
            ids += length + (ids[length] == ' ');
        }
    }
    if (begun)
        pw_buffer_byte(out, '\n');
    pw_arena_free(&scratch);
}

static bool has_field(const struct pw_session *session, uint32_t row, const char *id)
{
    struct pw_arena scratch = {0};
    struct pw_tree tree;
    bool has = row < pw_session_rows(session) && pw_picture_tree(session, row, &scratch, &tree) &&
               pw_tree_innermost(&tree, id);
    pw_arena_free(&scratch);
    return has;
}

/* Is the asked packet behind the one shown, and there at all? */
static bool can_ask(const struct pw_session *session, const struct asking *asking, uint32_t event)
{
    if (!asking->ask)
        return false;
    if (strncmp(asking->packet, "next ", 5) != 0)
        return true;
    for (uint32_t i = event + 1; i < pw_session_events(session); i++) {
        const struct pw_event *later = pw_session_event(session, i);
        if (later->kind == asking->kind && later->row > pw_session_event(session, event)->row &&
            has_field(session, later->row, asking->answer))
            return true;
    }
    return false;
}

static void write_question(const struct asking *asking, struct pw_buffer *out)
{
    pw_buffer_print(out, "```question\nask: %s\ntype: number\npacket: %s\nhide: yes\nanswer: %s\n",
                    _(asking->ask), asking->packet, asking->answer);
    if (asking->wrong)
        pw_buffer_print(out, "- %s\n  why 3: %s\n", asking->wrong, _(asking->why));
    pw_buffer_print(out, "hint: %s\nafter: %s\n```\n\n",
                    _("Give a vague hint first, then a plain one."), _("Say here why it is so."));
}

static void write_step(const struct pw_session *session, const struct asking *asking,
                       uint32_t event, uint32_t events, struct pw_buffer *out)
{
    const struct pw_event *at = pw_session_event(session, event);
    const char *name = pw_event_name((enum pw_event_kind)at->kind);
    bool shown = at->kind != PW_EVENT_TCP_HANDSHAKE;
    pw_buffer_print(out, "## %s\n\n%s\n\n", _(asking->title), _(asking->words));
    if (shown) {
        pw_buffer_print(out, "```show\npacket: first event %s\n", name);
        write_light(session, at->row, asking->light, out);
        pw_buffer_text(out, "```\n\n");
    }
    if (can_ask(session, asking, event))
        write_question(asking, out);
    pw_buffer_print(out, "```claim\nevents %s is %u\n```\n\n", name, (unsigned)events);
}

/* Exit questions that hold of any capture: who sends a packet, or how long it is. */
static void write_exit(const struct pw_session *session, uint32_t row, struct pw_buffer *out)
{
    const struct pw_row *packet = pw_session_row(session, row);
    pw_buffer_print(out, "## %s\n\n%s\n\n```question\n", _("Before you go"),
                    _("Ask here what a reader can answer who has understood the lesson."));
    if (packet->conversation != PW_NONE)
        pw_buffer_print(
            out,
            "ask: %s\npacket: %s frame.len > 0\nhide: yes\nexit: yes\n"
            "- %s {from == \"client\"}\n  why: %s\n- %s {from == \"server\"}\n  why: %s\n",
            _("Who sends this packet?"), row ? "last" : "first", _("the client"),
            _("Say here what shows that it was not the client."), _("the server"),
            _("Say here what shows that it was not the server."));
    else
        pw_buffer_print(out,
                        "ask: %s\ntype: number\npacket: %s frame.len > 0\nhide: yes\nexit: yes\n"
                        "answer: frame.len\n",
                        _("How many bytes does this packet have on the wire?"),
                        row ? "last" : "first");
    pw_buffer_print(out, "after: %s\n```\n\n", _("Say here why it is so."));
}

void pw_lesson_skeleton(const struct pw_session *session, const char *capture,
                        struct pw_buffer *out)
{
    uint32_t rows = pw_session_rows(session), steps = 0;
    pw_buffer_print(out, _("# A lesson on %s"), capture);
    pw_buffer_print(out, "\n\n```lesson\ncapture: %s\nminutes: 10\nvoice: student\n```\n\n",
                    capture);
    pw_buffer_print(out, "%s\n\n",
                    _("Say here, in two sentences, what the reader will see, and why it "
                      "matters to them."));
    pw_buffer_print(out, "```claim\ncount frame.len > 0 is %u\n```\n\n", (unsigned)rows);
    for (size_t i = 0; i < sizeof askings / sizeof *askings && steps < STEPS; i++) {
        uint32_t first, events = count(session, &askings[i], &first);
        if (first == PW_NONE)
            continue;
        write_step(session, &askings[i], first, events, out);
        steps++;
    }
    if (rows) {
        write_exit(session, 0, out);
        write_exit(session, rows - 1, out);
    }
    pw_buffer_print(out, "## %s\n\n- %s\n", _("What you have seen"), _("One line for each idea."));
}
