/*
 * Conditions in the manner of Wireshark's display filters, asked of one packet or of one event:
 *
 *     tcp.flags.syn == 1 && !tcp.flags.ack
 *     http.request.uri contains "chat" || ip.addr == 10.0.0.1
 *
 * They point at packets by what they are, so that lessons survive a capture recorded anew.
 */
#ifndef PW_TEACH_CONDITION_H
#define PW_TEACH_CONDITION_H

#include "base/error.h"
#include "stream/picture.h"

#define PW_CONDITION_MAX 1024u /* bytes of one condition */

struct pw_condition;

/*
 * Parse for packets: names are field ids ("tcp.flags.syn"), protocol ids ("arp": the packet has
 * such a layer), or frame.number, frame.len, length, layers (how many), conversation, from
 * ("client", "server"), next.from (who sends the conversation's next packet: "client", "server",
 * "nobody"), byte.N (the ids of the layer and the fields that byte N of the packet, from 0, belongs
 * to). The result lives in the arena. NULL, with "column N: why" in error, where it is no
 * condition.
 */
const struct pw_condition *pw_condition_parse(const char *text, struct pw_arena *arena,
                                              struct pw_error *error);
/* Parse for events: names are the attributes of an event in the JSON output ("result", "code"). */
const struct pw_condition *pw_condition_parse_event(const char *text, struct pw_arena *arena,
                                                    struct pw_error *error);

/* True where row's packet, taken apart in tree, fulfils the condition. A name the packet lacks
 * makes every comparison false. A field met several times fulfils a comparison if one of them does;
 * != wants all of them to differ. */
bool pw_condition_packet(const struct pw_condition *condition, const struct pw_session *session,
                         uint32_t row, const struct pw_tree *tree);
/* The same of an event: a bare name is an attribute that is there, and where it is a flag, true. */
bool pw_condition_event(const struct pw_condition *condition,
                        const struct pw_description *description);

/* The field of that id in the innermost layer that has one, what an ICMP error quotes last; or
 * NULL. */
const struct pw_field *pw_tree_innermost(const struct pw_tree *tree, const char *id);

#endif
