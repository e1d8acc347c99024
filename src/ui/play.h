/*
 * Playing a capture with its own time: at its pace, faster, slower, backwards. A player knows no
 * clock: whoever has one hands over the time, in nanoseconds, and is told how long nothing moves.
 */
#ifndef PW_UI_PLAY_H
#define PW_UI_PLAY_H

#include "ui/scene.h"

#define PW_PLAY_SLOWEST (-3) /* ×1/8 */
#define PW_PLAY_FASTEST 6    /* ×64 */

/* Actions of a view with a player on its scene begin at PW_PLAYER_ACTIONS. */
enum {
    PW_PLAYER_PLAY = PW_SCENE_ACTIONS,
    PW_PLAYER_BACK,
    PW_PLAYER_FASTER,
    PW_PLAYER_SLOWER,
    PW_PLAYER_ACTIONS
};

/* The entries of a key table for a player. */
#define PW_PLAYER_KEYS                                                                             \
    {                                                                                              \
        'x', 0, PW_PLAYER_PLAY, N_("play"), N_("play with the capture's own time; again: pause"),  \
        "x"},                                                                                      \
        {'X', 0, PW_PLAYER_BACK, "", N_("play backwards; again: pause"), NULL},                    \
        {'+', '=', PW_PLAYER_FASTER, "", N_("play faster, up to ×64"), NULL},                      \
    {                                                                                              \
        '-', 0, PW_PLAYER_SLOWER, "", N_("play slower, down to ×1/8"), NULL                        \
    }

/* A zeroed struct is a player that stands still, at ×1. */
struct pw_player {
    bool playing, backwards;
    int speed; /* doublings: 0 is ×1, 3 is ×8, -1 is ×1/2 */
    /* The player's own. */
    bool begun;       /* `from` holds */
    uint64_t from;    /* when the packet now shown was due */
    uint64_t wake;    /* nothing is to be done before */
    uint64_t silence; /* of the capture, being skipped; 0: none */
};

/* Do one of the actions above; false for any other. */
bool pw_player_act(struct pw_player *player, struct pw_ui *ui, int action);
void pw_player_stop(struct pw_player *player);
/* "▶ ×2", "◀ ×1/4". */
void pw_player_show(const struct pw_player *player, struct pw_buffer *out);
/* True where the packet that came `gap` after the one shown is due now, and is the one shown from
 * here on. Else the player knows when it will be. */
bool pw_player_takes(struct pw_player *player, uint64_t gap, uint64_t now);

/* Move a scene to the packet that is due now. Returns how long until it is to be called again:
 * UINT64_MAX, not before something else has happened. */
uint64_t pw_player_tick(struct pw_player *player, struct pw_ui *ui, struct pw_scene *scene,
                        uint64_t now);

#endif
