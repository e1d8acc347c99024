/* What TCP's numbers tell of trouble on the way, told: one sentence a kind. */
#include "base/translate.h"
#include "export/telling.h"

#include <string.h>

static void add_time(const struct pw_telling *on, const char *name)
{
    uint64_t us = pw_telling_number(on, name);
    pw_buffer_print(on->line, _("%llu.%llu ms"), (unsigned long long)(us / 1000),
                    (unsigned long long)(us % 1000 / 100));
}

static void add_original(const struct pw_telling *on)
{
    pw_buffer_print(on->line, _("packet %llu"),
                    (unsigned long long)pw_telling_number(on, "original"));
}

static bool has_verdict(const struct pw_telling *on, const char *verdict)
{
    const struct pw_attribute *attribute = pw_telling_get(on, "verdict");
    return attribute && attribute->bytes.length == strlen(verdict) &&
           memcmp(attribute->bytes.data, verdict, attribute->bytes.length) == 0;
}

/* Why it was sent again. */
static const char *reason(const struct pw_telling *on)
{
    switch (on->event->result) {
    case PW_ANALYSIS_FAST_RETRANSMISSION:
        return _("because the other side repeated its acknowledgment");
    case PW_ANALYSIS_SPURIOUS_RETRANSMISSION:
        return _("without need: they were acknowledged already");
    default:
        return _("because no acknowledgment came");
    }
}

static void tell_again(const struct pw_telling *on)
{
    if (!pw_telling_get(on, "original")) {
        pw_buffer_print(on->line,
                        _("This is a retransmission: bytes that were lost before they came by here "
                          "are sent again, %s."),
                        reason(on));
        return;
    }
    pw_buffer_text(on->line, _("This is a retransmission: "));
    const struct pw_row *row = pw_session_row(on->explain->session, on->event->row);
    if (!row->payload) {
        add_original(on);
        pw_buffer_text(on->line, _(" is sent again after "));
        add_time(on, "rto_us");
        pw_buffer_text(on->line, on->event->result == PW_ANALYSIS_SPURIOUS_RETRANSMISSION
                                     ? _(", without need: it was acknowledged already.")
                                     : _(", because no acknowledgment came."));
        return;
    }
    pw_buffer_text(on->line, _("the bytes of "));
    add_original(on);
    pw_buffer_text(on->line, _(" are sent again after "));
    add_time(on, "rto_us");
    pw_buffer_print(on->line, ", %s.", reason(on));
}

static void tell_gap(const struct pw_telling *on)
{
    uint64_t bytes = pw_telling_number(on, "bytes");
    if (on->event->result == PW_ANALYSIS_ACK_LOST_SEGMENT) {
        pw_buffer_print(on->line, _("The %s confirms "), pw_explain_side(on->event->side));
        pw_explain_count(on->line, bytes, "byte", "bytes");
        pw_buffer_text(on->line,
                       _(" that the capture does not have: not lost, only not captured."));
        return;
    }
    pw_buffer_text(on->line, _("A gap: "));
    pw_explain_count(on->line, bytes, "byte", "bytes");
    pw_buffer_text(on->line, _(" before this packet did not come by"));
    if (has_verdict(on, "not captured"))
        pw_buffer_text(on->line, _(", but they arrived: the capture missed them."));
    else if (has_verdict(on, "lost"))
        pw_buffer_text(on->line, _(". They were lost, and are sent again later."));
    else if (has_verdict(on, "overtaken"))
        pw_buffer_text(on->line, _(" yet: this packet overtook them."));
    else
        pw_buffer_text(on->line, _(": lost, late, or not captured."));
}

static void tell_duplicate(const struct pw_telling *on)
{
    if (on->event->result == PW_ANALYSIS_DUPLICATE_ACK) {
        pw_buffer_print(on->line, _("Duplicate acknowledgment number %llu: as "),
                        (unsigned long long)pw_telling_number(on, "number"));
        add_original(on);
        pw_buffer_text(on->line, on->event->extra ? _(" said, these bytes had arrived before.")
                                                  : _(" said, the same byte is still awaited."));
        return;
    }
    pw_buffer_text(on->line, _("The network delivered "));
    add_original(on);
    pw_buffer_text(on->line, _(" a second time, "));
    add_time(on, "after_us");
    pw_buffer_text(on->line, _(" later. Nobody sent it again."));
}

static void tell_window(const struct pw_telling *on)
{
    const char *who = pw_explain_side(on->event->side), *whom = pw_explain_side(!on->event->side);
    switch (on->event->result) {
    case PW_ANALYSIS_ZERO_WINDOW:
        pw_buffer_print(on->line, _("The %s has no room left: the %s has to wait."), who, whom);
        break;
    case PW_ANALYSIS_ZERO_WINDOW_PROBE:
        pw_buffer_print(on->line, _("The %s asks whether the %s has room again."), who, whom);
        break;
    case PW_ANALYSIS_ZERO_WINDOW_PROBE_ACK:
        pw_buffer_text(on->line, _("The answer to "));
        add_original(on);
        pw_buffer_text(on->line, _(": still no room."));
        break;
    case PW_ANALYSIS_WINDOW_UPDATE:
        pw_buffer_print(on->line, _("The %s says that its room for bytes has changed."), who);
        break;
    default:
        pw_buffer_print(on->line,
                        _("With this packet the %s has sent all that the %s has room for."), who,
                        whom);
        break;
    }
}

static void tell_rest(const struct pw_telling *on)
{
    switch (on->event->result) {
    case PW_ANALYSIS_OUT_OF_ORDER:
        pw_buffer_text(on->line, _("Out of order: packets sent after this one overtook it."));
        break;
    case PW_ANALYSIS_KEEP_ALIVE:
        pw_buffer_print(on->line, _("A keep-alive: the %s asks whether the %s is still there."),
                        pw_explain_side(on->event->side), pw_explain_side(!on->event->side));
        break;
    case PW_ANALYSIS_KEEP_ALIVE_ACK:
        pw_buffer_text(on->line, _("The answer to the keep-alive in "));
        add_original(on);
        pw_buffer_text(on->line, _(": still here."));
        break;
    default:
        pw_buffer_print(on->line,
                        _("A new connection on the addresses and ports of TCP conversation %llu."),
                        (unsigned long long)pw_telling_number(on, "earlier"));
        break;
    }
}

void pw_tell_analysis(const struct pw_telling *on)
{
    switch ((enum pw_analysis_kind)on->event->result) {
    case PW_ANALYSIS_RETRANSMISSION:
    case PW_ANALYSIS_FAST_RETRANSMISSION:
    case PW_ANALYSIS_SPURIOUS_RETRANSMISSION:
        tell_again(on);
        break;
    case PW_ANALYSIS_DUPLICATE_PACKET:
    case PW_ANALYSIS_DUPLICATE_ACK:
        tell_duplicate(on);
        break;
    case PW_ANALYSIS_LOST_SEGMENT:
    case PW_ANALYSIS_ACK_LOST_SEGMENT:
        tell_gap(on);
        break;
    case PW_ANALYSIS_ZERO_WINDOW:
    case PW_ANALYSIS_ZERO_WINDOW_PROBE:
    case PW_ANALYSIS_ZERO_WINDOW_PROBE_ACK:
    case PW_ANALYSIS_WINDOW_UPDATE:
    case PW_ANALYSIS_WINDOW_FULL:
        tell_window(on);
        break;
    case PW_ANALYSIS_OUT_OF_ORDER:
    case PW_ANALYSIS_KEEP_ALIVE:
    case PW_ANALYSIS_KEEP_ALIVE_ACK:
    case PW_ANALYSIS_PORT_REUSED:
        tell_rest(on);
        break;
    }
    pw_telling_done(on);
}
