/*
 * Selectors choose one packet of a capture, statements say something that is true or false of a
 * capture or of one packet in it. Lessons are made of both:
 *
 *     first COND | last COND | nth N COND | next COND
 *     first event NAME [COND], and likewise: the packet that completed the event
 *
 *     count COND is N              so many packets fulfil it
 *     bytes COND is N              they have so many bytes together, on the wire
 *     events NAME [COND] is N      so many such events happened
 *     event NAME [COND]            at least one did
 *     packet SELECTOR has COND     the selected packet (the first, without a word before) has it
 *     every COND has COND          every packet with the one has the other
 *     COND                         the packet in question has it
 */
#ifndef PW_TEACH_SELECT_H
#define PW_TEACH_SELECT_H

#include "teach/condition.h"

struct pw_selector;
struct pw_statement;

/* Parse; the result lives in the arena. NULL, with "column N: why" in error. */
const struct pw_selector *pw_selector_parse(const char *text, struct pw_arena *arena,
                                            struct pw_error *error);
const struct pw_statement *pw_statement_parse(const char *text, struct pw_arena *arena,
                                              struct pw_error *error);

struct pw_match;
/* Parse what a selector looks for, alone: COND, or event NAME [COND]. */
const struct pw_match *pw_match_parse(const char *text, struct pw_arena *arena,
                                      struct pw_error *error);
bool pw_match_is_event(const struct pw_match *match);
/* Whether a packet, or an event by its index, is what is looked for: false where the other is
 * meant. The scratch arena is reset. */
bool pw_match_packet(const struct pw_match *match, const struct pw_session *session, uint32_t row,
                     struct pw_arena *scratch);
bool pw_match_event(const struct pw_match *match, const struct pw_session *session, uint32_t event,
                    struct pw_arena *scratch);

/* The row selected, or PW_NONE. `next` starts behind `previous` (PW_NONE: at the first packet). */
uint32_t pw_selector_find(const struct pw_selector *selector, const struct pw_session *session,
                          uint32_t previous);
/* Whether a statement holds. A bare COND is asked of row, and false where that is PW_NONE. */
bool pw_statement_holds(const struct pw_statement *statement, const struct pw_session *session,
                        uint32_t row);
/* True for a bare COND, which needs a packet to be asked of. */
bool pw_statement_is_about_packet(const struct pw_statement *statement);

#endif
