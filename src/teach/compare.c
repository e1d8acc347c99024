/* Adding up what a conversation cost: see compare.h. */
#include "teach/compare.h"

struct pw_cost pw_cost_of(const struct pw_session *session, uint32_t packets)
{
    uint32_t rows = pw_session_rows(session);
    struct pw_cost cost = {.packets = packets < rows ? packets : rows};
    for (uint32_t row = 0; row < cost.packets; row++) {
        cost.bytes += pw_session_row(session, row)->length;
        cost.payload += pw_session_row(session, row)->payload;
    }
    for (uint32_t i = 0; i < pw_session_events(session); i++) {
        const struct pw_event *event = pw_session_event(session, i);
        if (event->row >= cost.packets)
            continue;
        cost.connections +=
            event->kind == PW_EVENT_TCP_HANDSHAKE && event->result == PW_HANDSHAKE_COMPLETE;
        cost.requests += event->kind == PW_EVENT_HTTP_REQUEST;
    }
    cost.round_trips = cost.connections + cost.requests;
    return cost;
}
