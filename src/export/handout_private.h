/* A hand-out while it is being written: handout.c walks, a format's file writes. */
#ifndef PW_EXPORT_HANDOUT_PRIVATE_H
#define PW_EXPORT_HANDOUT_PRIVATE_H

#include "export/handout.h"
#include "teach/rungs.h"

#define PW_CARD_TEXTS 16 /* paragraphs of words about one packet */

/* A packet, taken apart. */
struct pw_card {
    const struct pw_session *session;
    uint32_t row;
    uint32_t id; /* from 1, its own in the hand-out: a packet may be shown twice */
    struct pw_tree tree;
    struct pw_rung rungs[7];
    const char *name; /* "Packet 4, client to server, 0.003370 s: GET /chat" */
    struct pw_said texts[PW_CARD_TEXTS];
    uint32_t text_count;
};

struct pw_page {
    const struct pw_handout *handout;
    struct pw_buffer *out;
    struct pw_arena arena;    /* of one packet */
    uint32_t cards;           /* written so far */
    bool in_list, in_answers; /* an HTML list, the list of answers, are open */
};

/* What a format can write. All texts are safe to show; escaping is the format's. */
struct pw_page_writer {
    void (*begin)(struct pw_page *page, const char *title);
    /* level 2 to 4 */
    void (*heading)(struct pw_page *page, int level, const char *text);
    void (*prose)(struct pw_page *page, const struct pw_block *block);
    void (*ladder)(struct pw_page *page, const struct pw_session *session, const uint32_t *rows,
                   uint32_t count);
    void (*packet)(struct pw_page *page, const struct pw_card *card);
    void (*ask)(struct pw_page *page, uint32_t number, const struct pw_question *question);
    /* From here on: answers, and what tells them, on a page of their own. */
    void (*answers)(struct pw_page *page);
    void (*answer)(struct pw_page *page, uint32_t number, const char *answer, const char *why);
    void (*end)(struct pw_page *page);
};
extern const struct pw_page_writer pw_handout_html, pw_handout_md;

/* A paragraph of plain text. */
void pw_page_say(struct pw_page *page, const struct pw_page_writer *writer, const char *text);
/* A packet, taken apart: words, rungs, fields and bytes. */
void pw_page_packet(struct pw_page *page, const struct pw_page_writer *writer,
                    const struct pw_session *session, uint32_t row);
/* What is right, as the packet in row says, and why the rest is not. */
void pw_page_answer(struct pw_page *page, const struct pw_page_writer *writer, uint32_t number,
                    const struct pw_question *question, const struct pw_session *session,
                    uint32_t row);
/* The packets that fit, of the conversation or of all: at most PW_HANDOUT_PACKETS in rows; those
 * that carry nothing new stand back. *wanted: how many there are. */
uint32_t pw_page_choose(const struct pw_handout *handout, uint32_t *rows, uint32_t *wanted);
void pw_page_lesson(struct pw_page *page, const struct pw_page_writer *writer);

/* Append text as HTML or SVG, or as Markdown: nothing in it is markup any more. */
void pw_markup_html(struct pw_buffer *out, const char *text);
void pw_markup_md(struct pw_buffer *out, const char *text);

/* Append "Packet 4, client to server, 0.003370 s: GET /chat". */
void pw_handout_name(const struct pw_session *session, uint32_t row, const struct pw_tree *tree,
                     struct pw_buffer *out);
/* Append the ladder as an <svg> element. Where it is linked, its arrows lead to the elements p1, p2
 * and so on. */
void pw_handout_ladder(const struct pw_session *session, const uint32_t *rows, uint32_t count,
                       const char *title, bool linked, struct pw_buffer *out);

#endif
