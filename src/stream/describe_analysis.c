/* What a TCP segment's numbers told, described: see describe.h and analysis.h. */
#include "stream/analysis.h"
#include "stream/describe.h"

#define LOOK_AHEAD 512u /* rows of the conversation, for what became of a gap */

/* What became of the bytes before a row: "lost" where they were sent again, "overtaken" where they
 * came late, "not captured" where the peer confirmed them although they never came by. NULL: the
 * capture does not tell (yet). */
static const char *verdict(const struct pw_session *session, const struct pw_event *event)
{
    const struct pw_row *gap = pw_session_row(session, event->row);
    uint32_t seq = gap->seq - event->analysis.number;
    uint32_t i = gap->next;
    for (uint32_t steps = 0; i != PW_NONE && steps < LOOK_AHEAD; steps++) {
        const struct pw_row *row = pw_session_row(session, i);
        bool peer = !!(row->flags & PW_ROW_SERVER) != event->side;
        if (peer && row->tcp_flags & PW_TCP_ACK && !(row->tcp_flags & PW_TCP_RST) &&
            !pw_seq_before(row->ack, gap->seq))
            return "not captured";
        uint32_t end = pw_row_events_end(session, i);
        for (uint32_t k = row->first_event; !peer && k < end; k++) {
            const struct pw_event *later = pw_session_event(session, k);
            if (later->kind != PW_EVENT_TCP_ANALYSIS || pw_seq_before(row->seq, seq) ||
                !pw_seq_before(row->seq, gap->seq))
                continue;
            if (later->result == PW_ANALYSIS_OUT_OF_ORDER)
                return "overtaken";
            if (later->result <= PW_ANALYSIS_SPURIOUS_RETRANSMISSION)
                return "lost";
        }
        i = row->next;
    }
    return NULL;
}

static void describe_original(struct pw_describing *on, const char *time)
{
    uint32_t original = on->event->analysis.row;
    if (original == PW_NONE)
        return;
    uint64_t before = pw_session_row(on->session, original)->time;
    uint64_t now = pw_session_row(on->session, on->event->row)->time;
    pw_describe_number(on, "original", original + 1ull);
    if (time && now >= before)
        pw_describe_number(on, time, (now - before) / 1000);
    pw_describe_packet(on, original);
}

static void describe_gap(struct pw_describing *on)
{
    pw_describe_number(on, "bytes", on->event->analysis.number);
    const char *what = on->event->result == PW_ANALYSIS_ACK_LOST_SEGMENT
                           ? "not captured"
                           : verdict(on->session, on->event);
    if (what)
        pw_describe_text(on, "verdict", what);
}

void pw_describe_analysis(struct pw_describing *on)
{
    const struct pw_event *event = on->event;
    on->out->result = pw_event_results(PW_EVENT_TCP_ANALYSIS)[event->result];
    pw_describe_text(on, "kind", on->out->result);
    pw_describe_side(on, "by", event->side);
    switch ((enum pw_analysis_kind)event->result) {
    case PW_ANALYSIS_RETRANSMISSION:
    case PW_ANALYSIS_FAST_RETRANSMISSION:
    case PW_ANALYSIS_SPURIOUS_RETRANSMISSION:
        describe_original(on, "rto_us");
        if (event->analysis.row == PW_NONE)
            pw_describe_text(on, "verdict", "lost");
        break;
    case PW_ANALYSIS_DUPLICATE_ACK:
        describe_original(on, NULL);
        pw_describe_number(on, "number", event->analysis.number);
        break;
    case PW_ANALYSIS_LOST_SEGMENT:
    case PW_ANALYSIS_ACK_LOST_SEGMENT:
        describe_gap(on);
        break;
    case PW_ANALYSIS_PORT_REUSED:
        pw_describe_number(on, "earlier",
                           pw_session_conversation(on->session, event->analysis.number)->number);
        break;
    case PW_ANALYSIS_DUPLICATE_PACKET:
    case PW_ANALYSIS_ZERO_WINDOW_PROBE:
    case PW_ANALYSIS_ZERO_WINDOW_PROBE_ACK:
    case PW_ANALYSIS_KEEP_ALIVE_ACK:
        describe_original(on, "after_us");
        break;
    case PW_ANALYSIS_OUT_OF_ORDER:
    case PW_ANALYSIS_ZERO_WINDOW:
    case PW_ANALYSIS_WINDOW_UPDATE:
    case PW_ANALYSIS_WINDOW_FULL:
    case PW_ANALYSIS_KEEP_ALIVE:
        break;
    }
    pw_describe_packet(on, event->row);
}
