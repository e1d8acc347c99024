/* The seven rungs of the OSI ladder for one packet: see rungs.h. */
#include "teach/rungs.h"

#include <string.h>

#include "base/text.h"
#include "base/translate.h"

enum { LINK_NULL = 0, LINK_ETHERNET = 1, LINK_LOOP = 108 }; /* www.tcpdump.org/linktypes.html */

static bool all_zero(const struct pw_field *field)
{
    for (size_t i = 0; i < field->bytes.length; i++)
        if (field->bytes.data[i])
            return false;
    return true;
}

/* An Ethernet header of zeros is what Linux makes up on lo. */
static bool has_faked_header(const struct pw_tree *tree)
{
    const struct pw_field *from = pw_tree_find(tree, NULL, "eth.src", 0);
    const struct pw_field *to = pw_tree_find(tree, NULL, "eth.dst", 0);
    return from && to && all_zero(from) && all_zero(to);
}

bool pw_tree_is_loopback(const struct pw_tree *tree)
{
    static const uint8_t one[16] = {[15] = 1};
    if (has_faked_header(tree))
        return true;
    const struct pw_field *v4 = pw_tree_find(tree, NULL, "ip.src", 0);
    if (v4 && v4->bytes.length == 4 && v4->bytes.data[0] == 127)
        return true;
    const struct pw_field *v6 = pw_tree_find(tree, NULL, "ipv6.src", 0);
    return v6 && v6->bytes.length == 16 && !memcmp(v6->bytes.data, one, sizeof one);
}

struct maker {
    const struct pw_words *words;
    enum pw_voice voice;
    const struct pw_tree *tree;
    uint32_t link;
    struct pw_arena *arena;
};

/* Give a rung a title and the words of a key. */
static void say_key(const struct maker *m, struct pw_rung *rung, const char *title, const char *key)
{
    rung->title = title;
    pw_words_key(m->words, m->voice, key, m->tree, m->arena, &rung->words);
}

static void say_layer(const struct maker *m, struct pw_rung *rung)
{
    const struct pw_protocol *protocol = rung->layer->protocol;
    struct pw_buffer title = {0};
    pw_buffer_text(&title, protocol->label);
    size_t label = title.length;
    pw_buffer_byte(&title, ' ');
    if (protocol->brief)
        protocol->brief(&title, m->tree, rung->layer);
    if (title.length == label + 1)
        title.length = label;
    if (rung->layers > 1)
        pw_buffer_print(&title, _(" (%u layers)"), (unsigned)rung->layers);
    rung->title = pw_arena_text(m->arena, pw_buffer_get(&title), title.length);
    pw_buffer_free(&title);
    pw_words_layer(m->words, m->voice, m->tree, rung->layer, m->arena, &rung->words);
}

static void make_physical(const struct maker *m, struct pw_rung *rung)
{
    if (m->link == LINK_NULL || m->link == LINK_LOOP || pw_tree_is_loopback(m->tree))
        say_key(m, rung, _("none: loopback"), "rung 1 loopback");
    else if (m->link == LINK_ETHERNET)
        say_key(m, rung, _("not captured: cable or Wi-Fi"), "rung 1 ethernet");
    else
        say_key(m, rung, _("not captured: unknown"), "rung 1 unknown");
}

static void make_link(const struct maker *m, struct pw_rung *rung)
{
    if (!rung->layer)
        say_key(m, rung, "–", "rung 2 empty");
    else if (!rung->layer->length)
        say_key(m, rung, _("none: raw IP"), "rung 2 empty");
    else if (has_faked_header(m->tree))
        say_key(m, rung, _("Ethernet (faked)"), "rung 2 faked");
    else
        say_layer(m, rung);
}

static void make_transport(const struct maker *m, struct pw_rung *rung)
{
    const char *kind = m->tree->kind;
    size_t length = kind ? strlen(kind) : 0;
    if (rung->layer)
        say_layer(m, rung);
    else if (length > 9 && !strcmp(kind + length - 9, ".fragment"))
        say_key(m, rung, _("in another fragment"), "rung 4 fragment");
    else
        say_key(m, rung, "–", "rung 4 empty");
}

static void make_presentation(const struct maker *m, struct pw_rung *rung)
{
    const struct pw_field *mask = pw_tree_find(m->tree, NULL, "websocket.mask", 0);
    for (uint32_t i = 1; mask && !mask->number; i++)
        mask = pw_tree_find(m->tree, NULL, "websocket.mask", i);
    bool inflated = false;
    for (uint32_t i = 0; i < m->tree->source_count; i++)
        inflated |= strcmp(m->tree->sources[i].name, "inflated") == 0;
    if (rung->layer)
        say_layer(m, rung);
    else if (inflated)
        say_key(m, rung, _("compression"), "rung 6 compressed");
    else if (mask)
        say_key(m, rung, _("WebSocket masking"), "rung 6 masked");
    else
        say_key(m, rung, "–", "rung 6 empty");
}

/* True where the transport carries bytes that no layer above it has shown. */
static bool carries_part(const struct pw_tree *tree)
{
    const struct pw_field *length = NULL;
    const struct pw_layer *tcp = pw_tree_last(tree, "tcp");
    if (tcp)
        length = pw_tree_find(tree, tcp, "tcp.len", 0);
    return length && length->number;
}

static void make_application(const struct maker *m, struct pw_rung *rung)
{
    if (rung->layer)
        say_layer(m, rung);
    else if (carries_part(m->tree))
        say_key(m, rung, _("part of a message"), "rung 7 part");
    else
        say_key(m, rung, "–", "rung 7 empty");
}

static void make_rung(const struct maker *m, struct pw_rung *rung)
{
    switch (rung->osi) {
    case 1:
        make_physical(m, rung);
        return;
    case 2:
        make_link(m, rung);
        return;
    case 4:
        make_transport(m, rung);
        return;
    case 6:
        make_presentation(m, rung);
        return;
    case 7:
        make_application(m, rung);
        return;
    default:
        break;
    }
    if (rung->layer)
        say_layer(m, rung);
    else
        say_key(m, rung, "–", rung->osi == 3 ? "rung 3 empty" : "rung 5 empty");
}

void pw_rungs_make(const struct pw_words *words, enum pw_voice voice, const struct pw_tree *tree,
                   uint32_t link, struct pw_arena *arena, struct pw_rung rungs[7])
{
    static const char *const names[7] = {N_("Application"), N_("Presentation"), N_("Session"),
                                         N_("Transport"),   N_("Network"),      N_("Data link"),
                                         N_("Physical")};
    struct maker m = {words, voice, tree, link, arena};
    for (int i = 0; i < 7; i++)
        rungs[i] = (struct pw_rung){.osi = (uint8_t)(7 - i), .name = names[i]};
    for (uint32_t i = 0; i < tree->layer_count; i++) {
        const struct pw_layer *layer = &tree->layers[i];
        if (layer->quoted || layer->osi < 1 || layer->osi > 7)
            continue;
        rungs[7 - layer->osi].layer = layer;
        rungs[7 - layer->osi].layers++;
    }
    for (int i = 0; i < 7; i++)
        make_rung(&m, &rungs[i]);
}
