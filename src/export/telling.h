/* An event being told: what explain_event.c and explain_web.c share. */
#ifndef PW_EXPORT_TELLING_H
#define PW_EXPORT_TELLING_H

#include "base/text.h"
#include "export/explain_private.h"

#define PW_TELLING_COLUMNS 200 /* of one particular */

struct pw_telling {
    struct pw_explain *explain;
    struct pw_buffer *line; /* explain's: the sentence being made */
    const struct pw_event *event;
    const struct pw_tree *tree; /* of its packet; or NULL */
    struct pw_description description;
};

static inline const struct pw_attribute *pw_telling_get(const struct pw_telling *on,
                                                        const char *name)
{
    return pw_description_get(&on->description, name);
}

/* A number the event has; 0 where it has none of that name. */
static inline uint64_t pw_telling_number(const struct pw_telling *on, const char *name)
{
    const struct pw_attribute *attribute = pw_telling_get(on, name);
    return attribute ? attribute->number : 0;
}

/* Append a text the event has, safe; false, and nothing, where it has none. */
static inline bool pw_telling_add(const struct pw_telling *on, const char *before, const char *name)
{
    const struct pw_attribute *attribute = pw_telling_get(on, name);
    if (!attribute || !attribute->bytes.length)
        return false;
    pw_buffer_text(on->line, before);
    pw_text_brief(on->line, attribute->bytes, PW_TELLING_COLUMNS);
    return true;
}

/* Append the packets that took part. */
static inline void pw_telling_packets(const struct pw_telling *on)
{
    pw_explain_packets(on->line, on->description.packets, on->description.packet_count,
                       on->description.packets_total);
}

/* The sentence is done: write it. */
static inline void pw_telling_done(const struct pw_telling *on)
{
    pw_explain_tell_hanging(on->explain, 4);
}

/* explain_analysis.c */
void pw_tell_analysis(const struct pw_telling *on);

/* explain_web.c */
void pw_tell_request(const struct pw_telling *on);
void pw_tell_response(const struct pw_telling *on);
void pw_tell_upgrade(const struct pw_telling *on);
void pw_tell_message(const struct pw_telling *on);
void pw_tell_beat(const struct pw_telling *on);
void pw_tell_goodbye(const struct pw_telling *on);

/* explain_socketio.c */
void pw_tell_engineio(const struct pw_telling *on);
void pw_tell_socketio(const struct pw_telling *on);
void pw_tell_sse(const struct pw_telling *on);
void pw_tell_tls(const struct pw_telling *on);
void pw_tell_violation(const struct pw_telling *on);

#endif
