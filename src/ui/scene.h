/* A packet's screen: ladder, rungs, words and bytes of one focus, and the keys that move it. The
 * walk and the lessons both stand on it. */
#ifndef PW_UI_SCENE_H
#define PW_UI_SCENE_H

#include "ui/paragraphs.h"
#include "ui/view.h"

struct pw_scene {
    struct pw_focus focus;
    struct pw_ladder_state ladder;
    bool reads_more; /* the words' pane gets more room than the ladder's: for lessons */
    uint32_t scroll; /* of the words */
    bool to_news;    /* scroll to what is new in the prose when it is drawn next */
    /* Where things were drawn last. */
    uint32_t lines; /* of words in all */
    struct pw_box ends, ladder_box, side, fields, words, bytes;
    int words_rule, bytes_rule;
};

/* Actions of a view with a scene begin at PW_SCENE_ACTIONS. */
enum {
    PW_SCENE_BEFORE = 1,
    PW_SCENE_NEXT,
    PW_SCENE_UP,
    PW_SCENE_DOWN,
    PW_SCENE_DEEPER,
    PW_SCENE_OUT,
    PW_SCENE_VOICE,
    PW_SCENE_BYTES,
    PW_SCENE_SENTENCE,
    PW_SCENE_SENTENCE_BEFORE,
    PW_SCENE_SOURCE,
    PW_SCENE_SCROLL_UP,
    PW_SCENE_SCROLL_DOWN,
    PW_SCENE_FIRST,
    PW_SCENE_LAST,
    PW_SCENE_JUMP_BEFORE,
    PW_SCENE_JUMP_NEXT,
    PW_SCENE_ACCEPT, /* from here on: the benches that take one thing of a packet apart */
    PW_SCENE_MASK,
    PW_SCENE_ONION,
    PW_SCENE_SEQUENCE, /* each view has its own key for it */
    PW_SCENE_ACTIONS
};

/* The entries of a key table for a scene. */
#define PW_SCENE_KEYS                                                                                \
    {PW_KEY_LEFT, 'h', PW_SCENE_BEFORE, N_("packet"), N_("the packet before"), "←→"},                \
        {PW_KEY_RIGHT, 'l', PW_SCENE_NEXT, "", N_("the next packet"), NULL},                         \
        {PW_KEY_UP, 'k', PW_SCENE_UP, N_("layer"), N_("the layer, or field, above"), "↑↓"},          \
        {PW_KEY_DOWN, 'j', PW_SCENE_DOWN, "", N_("the layer, or field, below"), NULL},               \
        {PW_KEY_ENTER, 0, PW_SCENE_DEEPER, N_("fields"), N_("look into it: its layers, its fields"), \
         N_("Enter")},                                                                               \
        {PW_KEY_ESCAPE, 0, PW_SCENE_OUT, "", N_("out again: field, layer, packet, back"), NULL},     \
    {                                                                                                \
        'v', 0, PW_SCENE_VOICE, N_("voice"), N_("the next voice: friend, student, engineer"), "v"    \
    }

#define PW_SCENE_MORE_KEYS                                                                           \
    {'w', 0, PW_SCENE_ACCEPT, "", N_("the accept workbench: key, SHA-1, base64"), NULL},             \
        {'m', 0, PW_SCENE_MASK, "", N_("the mask peeler: a WebSocket payload, byte by byte"), NULL}, \
        {'o', 0, PW_SCENE_ONION, "", N_("the Socket.IO onion, digit by digit"), NULL},               \
        {'.',                                                                                        \
         0,                                                                                          \
         PW_SCENE_SENTENCE,                                                                          \
         N_("sentence"),                                                                             \
         N_("light the bytes of the next sentence alone"),                                           \
         "."},                                                                                       \
        {',', 0, PW_SCENE_SENTENCE_BEFORE, "", N_("of the sentence before"), NULL},                  \
        {PW_KEY_TAB,                                                                                 \
         0,                                                                                          \
         PW_SCENE_BYTES,                                                                             \
         N_("bytes"),                                                                                \
         N_("into the bytes: arrows move, their field lights"),                                      \
         N_("Tab")},                                                                                 \
        {'b', 0, PW_SCENE_SOURCE, "", N_("other bytes: the packet's, or made from them"), NULL},     \
        {PW_KEY_PAGE_UP, 'u', PW_SCENE_SCROLL_UP, "", N_("words: back"), NULL},                      \
        {PW_KEY_PAGE_DOWN, 'd', PW_SCENE_SCROLL_DOWN, "", N_("words: on"), NULL},                    \
        {PW_KEY_HOME, '<', PW_SCENE_FIRST, "", N_("the first packet"), NULL},                        \
        {PW_KEY_END, 'G', PW_SCENE_LAST, "", N_("the last packet"), NULL},                           \
        {'N', 0, PW_SCENE_JUMP_BEFORE, "", N_("the packet before, also from the bytes"), NULL},      \
    {                                                                                                \
        'n', 0, PW_SCENE_JUMP_NEXT, "", N_("the next packet, also from the bytes"), NULL             \
    }

/* Draw below the title. With prose, that takes the words' place; rule says what stands there. */
void pw_scene_draw(struct pw_ui *ui, struct pw_scene *scene, struct pw_cells *cells,
                   struct pw_paragraphs *prose, const char *rule);
/* Do one of the actions above; false where it changed nothing (OUT at the packet: the view is to be
 * left). */
bool pw_scene_act(struct pw_ui *ui, struct pw_scene *scene, int action);
void pw_scene_click(struct pw_scene *scene, int y, int x);
/* Look at another packet. */
void pw_scene_go(struct pw_scene *scene, uint32_t row);
/* Whether some of the words drawn last are below what is in sight. */
bool pw_scene_more(const struct pw_scene *scene);
/* One screen of words on; false where the last is in sight. */
bool pw_scene_read_on(struct pw_scene *scene);

#endif
