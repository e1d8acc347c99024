/*
 * The seven rungs of the OSI ladder for one packet: which of its layers stands on which, and an
 * honest word where none does. OSI is a map, not the land.
 */
#ifndef PW_TEACH_RUNGS_H
#define PW_TEACH_RUNGS_H

#include "teach/words.h"

struct pw_rung {
    uint8_t osi;                  /* 7 down to 1 in the array's order */
    const char *name;             /* "Transport" */
    const struct pw_layer *layer; /* the innermost of this packet's layers here, or NULL */
    uint32_t layers;              /* how many of its layers stand here */
    const char *title;            /* "TCP 51546 → 3000", "–", "none: loopback"; in the arena */
    struct pw_said words;         /* what this rung does for this packet, or why it is empty */
};

/* The rungs of a tree, rungs[0] being the application. link is the row's LINKTYPE, loopback whether
 * the packet never left its machine. All in the arena. */
void pw_rungs_make(const struct pw_words *words, enum pw_voice voice, const struct pw_tree *tree,
                   uint32_t link, struct pw_arena *arena, struct pw_rung rungs[7]);
/* True where addresses say the packet stayed on its own machine (127.0.0.0/8, ::1) or an all-zero
 * Ethernet header does. */
bool pw_tree_is_loopback(const struct pw_tree *tree);

#endif
