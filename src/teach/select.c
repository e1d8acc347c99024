/* Selecting packets and proving statements: see select.h. */
#include "teach/select.h"

#include "teach/select_private.h"

/* Does an event of a row (PW_NONE: of the end of the capture) match? One call per event. */
static bool event_matches(const struct pw_match *match, const struct pw_session *session,
                          uint32_t event, struct pw_arena *scratch)
{
    if (pw_session_event(session, event)->kind != match->event)
        return false;
    struct pw_description description;
    pw_picture_event(session, event, scratch, &description);
    bool holds = !match->condition || pw_condition_event(match->condition, &description);
    pw_arena_reset(scratch);
    return holds;
}

static bool packet_matches(const struct pw_condition *condition, const struct pw_session *session,
                           uint32_t row, struct pw_arena *scratch)
{
    struct pw_tree tree;
    bool holds = pw_picture_tree(session, row, scratch, &tree) &&
                 pw_condition_packet(condition, session, row, &tree);
    pw_arena_reset(scratch);
    return holds;
}

static bool row_matches(const struct pw_match *match, const struct pw_session *session,
                        uint32_t row, struct pw_arena *scratch)
{
    if (!match->is_event)
        return packet_matches(match->condition, session, row, scratch);
    uint32_t end = pw_row_events_end(session, row);
    for (uint32_t i = pw_session_row(session, row)->first_event; i < end; i++)
        if (event_matches(match, session, i, scratch))
            return true;
    return false;
}

uint32_t pw_selector_find(const struct pw_selector *selector, const struct pw_session *session,
                          uint32_t previous)
{
    struct pw_arena scratch = {0};
    uint32_t rows = pw_session_rows(session), found = PW_NONE;
    if (selector->which == PW_SELECT_ROW)
        return selector->nth <= rows ? (uint32_t)selector->nth - 1 : PW_NONE;
    uint64_t left = selector->nth;
    uint32_t start = selector->which == PW_SELECT_NEXT && previous != PW_NONE ? previous + 1 : 0;
    if (selector->which == PW_SELECT_LAST) {
        for (uint32_t row = rows; row-- > 0 && found == PW_NONE;)
            if (row_matches(&selector->match, session, row, &scratch))
                found = row;
    } else {
        for (uint32_t row = start; row < rows && found == PW_NONE; row++)
            if (row_matches(&selector->match, session, row, &scratch) && --left == 0)
                found = row;
    }
    pw_arena_free(&scratch);
    return found;
}

bool pw_match_is_event(const struct pw_match *match)
{
    return match->is_event;
}

bool pw_match_packet(const struct pw_match *match, const struct pw_session *session, uint32_t row,
                     struct pw_arena *scratch)
{
    return !match->is_event && packet_matches(match->condition, session, row, scratch);
}

bool pw_match_event(const struct pw_match *match, const struct pw_session *session, uint32_t event,
                    struct pw_arena *scratch)
{
    return match->is_event && event_matches(match, session, event, scratch);
}

static uint64_t count_packets(const struct pw_match *match, const struct pw_session *session)
{
    struct pw_arena scratch = {0};
    uint64_t count = 0;
    for (uint32_t row = 0; row < pw_session_rows(session); row++)
        count += row_matches(match, session, row, &scratch);
    pw_arena_free(&scratch);
    return count;
}

static uint64_t count_bytes(const struct pw_match *match, const struct pw_session *session)
{
    struct pw_arena scratch = {0};
    uint64_t bytes = 0;
    for (uint32_t row = 0; row < pw_session_rows(session); row++)
        if (row_matches(match, session, row, &scratch))
            bytes += pw_session_row(session, row)->length;
    pw_arena_free(&scratch);
    return bytes;
}

static uint64_t count_events(const struct pw_match *match, const struct pw_session *session)
{
    struct pw_arena scratch = {0};
    uint64_t count = 0;
    for (uint32_t i = 0; i < pw_session_events(session); i++)
        count += event_matches(match, session, i, &scratch);
    pw_arena_free(&scratch);
    return count;
}

static bool row_has(const struct pw_statement *statement, const struct pw_session *session,
                    uint32_t row)
{
    if (row >= pw_session_rows(session))
        return false;
    struct pw_arena scratch = {0};
    bool has = packet_matches(statement->has, session, row, &scratch);
    pw_arena_free(&scratch);
    return has;
}

/* There is one with the first condition, and all of them have the second. */
static bool every_has(const struct pw_statement *statement, const struct pw_session *session)
{
    struct pw_arena scratch = {0};
    bool met = false, good = true;
    for (uint32_t row = 0; good && row < pw_session_rows(session); row++) {
        if (!row_matches(&statement->selector.match, session, row, &scratch))
            continue;
        met = true;
        good = packet_matches(statement->has, session, row, &scratch);
    }
    pw_arena_free(&scratch);
    return met && good;
}

bool pw_statement_holds(const struct pw_statement *statement, const struct pw_session *session,
                        uint32_t row)
{
    const struct pw_match *match = &statement->selector.match;
    switch (statement->kind) {
    case PW_STATES_COUNT:
        return (match->is_event ? count_events(match, session) : count_packets(match, session)) ==
               statement->number;
    case PW_STATES_BYTES:
        return count_bytes(match, session) == statement->number;
    case PW_STATES_EVENT:
        return count_events(match, session) > 0;
    case PW_STATES_SELECTED:
        return row_has(statement, session,
                       pw_selector_find(&statement->selector, session, PW_NONE));
    case PW_STATES_EVERY:
        return every_has(statement, session);
    case PW_STATES_PACKET:
        break;
    }
    return row_has(statement, session, row);
}

bool pw_statement_is_about_packet(const struct pw_statement *statement)
{
    return statement->kind == PW_STATES_PACKET;
}
