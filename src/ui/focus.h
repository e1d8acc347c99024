/*
 * The one selection that ties the panes together: a packet, one of its rungs, a field, a sentence
 * or a byte. Whatever is selected, the focus holds the words about it and the bytes they rest on.
 * Made anew with every change, so that the same selection always gives the same screen.
 */
#ifndef PW_UI_FOCUS_H
#define PW_UI_FOCUS_H

#include "teach/rungs.h"

/* How deep the student looks. */
enum pw_level {
    PW_LEVEL_PACKET, /* what the packet does */
    PW_LEVEL_RUNG,   /* what one rung does for it */
    PW_LEVEL_FIELD,  /* what one field is for */
    PW_LEVEL_BYTE,   /* one byte, and the field it belongs to */
};

/* Bytes that are lit: a stretch of a byte source of the tree. */
struct pw_range {
    uint32_t offset, length;
    uint8_t source;
};

/* One paragraph of the words pane. */
struct pw_text {
    const char *label; /* what it is about: "TCP port"; NULL where that is clear */
    struct pw_said said;
    bool trouble; /* a cut or a broken rule */
};

/* A line of the fields list: a layer's heading, or one of its fields. */
struct pw_item {
    uint32_t layer;
    uint32_t field; /* in the tree; PW_NONE: the heading */
};

struct pw_focus {
    /* Set by its owner, and then pw_focus_make called. */
    const struct pw_session *session;
    const struct pw_words *words;
    enum pw_voice voice;
    uint32_t row;       /* PW_NONE: no packet */
    const char **light; /* field or layer ids lit by a lesson while the packet is looked at */
    uint32_t light_count;
    /* The selection. */
    enum pw_level level;
    uint32_t rung;     /* 0 is the application */
    uint32_t item;     /* in items */
    uint32_t byte;     /* in the source shown */
    uint32_t sentence; /* from 1; 0: all of the words */
    uint8_t source;    /* byte source shown */
    /* Made from these; good until the next change. */
    struct pw_arena arena;
    bool readable; /* the packet's bytes could be fetched */
    struct pw_tree tree;
    struct pw_rung rungs[7];
    struct pw_item *items; /* the fields of the rung's layers */
    uint32_t item_count;
    struct pw_text *texts;
    uint32_t text_count;
    uint32_t sentences; /* in all texts together */
    struct pw_range *lit;
    uint32_t lit_count, lit_room;
};

/* Make everything from row, voice and selection; what no longer exists is corrected. */
void pw_focus_make(struct pw_focus *focus);
void pw_focus_free(struct pw_focus *focus);

/* Look at another packet: the rung stays, and the field where the packet has it too. */
void pw_focus_go(struct pw_focus *focus, uint32_t row);
/* One level deeper, or up again; false where there is none. */
bool pw_focus_deeper(struct pw_focus *focus);
bool pw_focus_up(struct pw_focus *focus);
/* To the next (1) or previous (-1) rung or field. From the packet: to its topmost rung in use. */
void pw_focus_move(struct pw_focus *focus, int by);
/* Into the bytes, or back to the fields; in the bytes, so many on. */
void pw_focus_bytes(struct pw_focus *focus);
void pw_focus_move_byte(struct pw_focus *focus, int by);
void pw_focus_to_byte(struct pw_focus *focus, uint32_t byte);
/* Light the next (1) or previous (-1) sentence alone. */
void pw_focus_sentence(struct pw_focus *focus, int by);
/* Show the next byte source. */
void pw_focus_next_source(struct pw_focus *focus);
/* Choose a rung, from 0. */
void pw_focus_to_rung(struct pw_focus *focus, uint32_t rung);

/* True where the byte of a source is lit. */
bool pw_focus_is_lit(const struct pw_focus *focus, uint8_t source, uint32_t byte);
/* The bytes of the source now shown; none where there is no packet. */
struct pw_bytes pw_focus_source(const struct pw_focus *focus);
/* Where sentence number n (from 1) stands: its text, and the stretch of it. False past the last. */
bool pw_focus_find_sentence(const struct pw_focus *focus, uint32_t n, uint32_t *text,
                            uint32_t *start, uint32_t *length);

#endif
