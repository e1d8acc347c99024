/* What the files of the teller share. */
#ifndef PW_EXPORT_EXPLAIN_PRIVATE_H
#define PW_EXPORT_EXPLAIN_PRIVATE_H

#include "export/export.h"

#define PW_EXPLAIN_COLUMNS  80
#define PW_EXPLAIN_SESSIONS 64u /* whose way over several connections is told */

/* Packets of one conversation that came one after another and need no words of their own. */
struct pw_quiet {
    uint32_t first, last; /* rows; first is PW_NONE where there are none */
    uint32_t count;
    uint32_t packets[2]; /* by pw_side_index of the sender */
    uint64_t bytes[2];
    uint32_t repeated, early, duplicates, twice;
    struct pw_buffer lines; /* the lines they get while they are only a few */
};

struct pw_explain {
    const struct pw_session *session;
    const struct pw_words *words;
    enum pw_voice voice;
    char *title;
    struct pw_arena arena; /* lives for one packet */
    struct pw_buffer line; /* a paragraph before it is wrapped */
    struct pw_buffer *out; /* where the call now being served writes */
    struct pw_quiet quiet;
    const char *
        *told; /* keys of what was explained before, constant words of stream/ and dissect/ */
    uint32_t told_count, told_room;
    uint32_t met;     /* conversations that were introduced */
    uint32_t current; /* the conversation being told; PW_NONE: packets without one */
    bool section;     /* some heading was written */
    uint8_t plain[PW_EXPLAIN_CONVERSATIONS];  /* packets with readable text told, by conversation */
    uint32_t session_at[PW_EXPLAIN_SESSIONS]; /* where an Engine.IO session was last heard: a
                                                 conversation and 1; 0: nowhere yet */
    bool crowded; /* it was said that later conversations are only listed */
};

/* explain_text.c: paragraphs. */
/* Write the paragraph in explain->line, wrapped, every line indented so far; empties the line. An
 * empty one writes nothing. */
void pw_explain_tell(struct pw_explain *explain, int indent);
/* The same, the lines after the first indented two more. */
void pw_explain_tell_hanging(struct pw_explain *explain, int indent);
/* Append time since the first packet, in seconds with six decimals. */
void pw_explain_time(struct pw_explain *explain, struct pw_buffer *out, uint64_t time);
/* Append "packet 4" or "packets 1, 2 and 3"; many are "80 packets from 1 to 99". */
void pw_explain_packets(struct pw_buffer *out, const uint32_t *rows, uint32_t count,
                        uint32_t total);
/* Append "1 byte", "2 bytes". */
void pw_explain_count(struct pw_buffer *out, uint64_t count, const char *one, const char *several);
/* Append wire text in quotation marks, safe, cut after some lines. */
void pw_explain_quote(struct pw_buffer *out, struct pw_bytes text);
/* Append "TCP conversation 0". */
void pw_explain_name(struct pw_buffer *out, const struct pw_conversation *conversation);
/* "client", "server". */
const char *pw_explain_side(unsigned side);

/* explain.c */
/* Tell what the capture is called and when it began. */
void pw_explain_title(struct pw_explain *explain);
/* Write a heading where the talk goes over to another conversation, or to PW_NONE. */
void pw_explain_go_to(struct pw_explain *explain, uint32_t conversation);

/* explain_line.c */
/* Tell a packet in one line: number, time, direction, summary. */
void pw_explain_line(struct pw_explain *explain, uint32_t row, const struct pw_tree *tree);
/* The text of bytes nobody here knows, where they are short and can be read; or NULL. */
const struct pw_field *pw_explain_plain(const struct pw_tree *tree);

/* explain_quiet.c */
/* A packet that needs no words. */
void pw_explain_add_quiet(struct pw_explain *explain, uint32_t row, const struct pw_tree *tree);
/* Are a packet's events all such that they may wait for company: one more duplicate ACK? True where
 * there are none. */
bool pw_explain_is_minor(const struct pw_explain *explain, uint32_t from, uint32_t end);
/* Tell those that wait for company. */
void pw_explain_flush_quiet(struct pw_explain *explain);

/* explain_sessions.c */
/* Tell every Engine.IO session in short. */
void pw_explain_sessions(struct pw_explain *explain);

/* explain_event.c */
/* Tell the facts of an event, then, where its like was not explained before, its words. tree is
 * that of its packet, or NULL. */
void pw_explain_event(struct pw_explain *explain, uint32_t event, const struct pw_tree *tree);
/* True when this was not asked about before: explain it now. Both texts must be constants. */
bool pw_explain_first(struct pw_explain *explain, const char *key, const char *variant);

#endif
