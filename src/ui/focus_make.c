/* What a selection shows: its words, and the bytes they rest on. See focus.h. */
#include "base/translate.h"
#include "ui/focus.h"

#include <string.h>

#include "dissect/dissect.h"

#define TEXTS 40 /* paragraphs about one packet at most */

static void add_text(struct pw_focus *focus, const char *label, struct pw_said said, bool trouble)
{
    if (focus->text_count < TEXTS && said.text && *said.text)
        focus->texts[focus->text_count++] = (struct pw_text){label, said, trouble};
}

/* A text of the program's own that rests on a stretch no field stands for. */
static struct pw_said plainly(const char *text)
{
    return (struct pw_said){.text = text};
}

static void add_range(struct pw_focus *focus, uint8_t source, uint32_t offset, uint32_t length)
{
    if (!length)
        return;
    if (focus->lit_count == focus->lit_room) {
        struct pw_range *old = focus->lit;
        focus->lit_room = focus->lit_room ? 2 * focus->lit_room : 32;
        focus->lit = pw_arena_take(&focus->arena, focus->lit_room * sizeof *focus->lit);
        if (old)
            memcpy(focus->lit, old, focus->lit_count * sizeof *old);
    }
    focus->lit[focus->lit_count++] = (struct pw_range){offset, length, source};
}

static void light_said(struct pw_focus *focus, const struct pw_said *said, uint32_t start,
                       uint32_t length)
{
    for (uint32_t i = 0; i < said->span_count; i++) {
        const struct pw_span *span = &said->spans[i];
        if (span->field && span->start < start + length && start < span->start + span->length)
            add_range(focus, span->field->source, span->field->offset, span->field->length);
    }
}

/* Cuts and broken rules are lessons of their own: they stand behind the packet's words. */
static void say_verdicts(struct pw_focus *focus)
{
    const struct pw_row *row = pw_session_row(focus->session, focus->row);
    if (row->captured < row->length)
        add_text(focus, NULL,
                 plainly(pw_arena_print(&focus->arena,
                                        _("The capture has kept only the first %u of this packet's "
                                          "%u bytes; what follows cannot be known from here."),
                                        row->captured, row->length)),
                 true);
    for (uint32_t i = 0; i < focus->tree.layer_count; i++) {
        const struct pw_layer *layer = &focus->tree.layers[i];
        /* What the capture has left out is told above. */
        bool kept = layer->verdict == PW_CUT && row->captured < row->length;
        if (layer->verdict == PW_WHOLE || !layer->why || kept)
            continue;
        const char *text =
            layer->verdict == PW_CUT
                ? pw_arena_print(&focus->arena, _("The capture stops inside this %s: %s."),
                                 layer->protocol->label, layer->why)
                : pw_arena_print(&focus->arena, _("These bytes break a rule of %s: %s%s%s."),
                                 layer->protocol->label, layer->why, layer->section ? ", " : "",
                                 layer->section ? layer->section : "");
        add_text(focus, NULL, plainly(text), true);
    }
}

/* What a packet's own words have told already: its request, its answer, its frame. TCP's events
 * tell more than the packet, and so does the last of several frames. */
static bool is_told(const char *kind, const char *event)
{
    if (!kind)
        return false;
    size_t protocol = strcspn(kind, ".");
    return strncmp(kind, event, protocol + 1) == 0 && strncmp(kind, "tcp.", 4) != 0 &&
           strcmp(kind, "websocket.continuation") != 0;
}

static void say_events(struct pw_focus *focus)
{
    const struct pw_row *row = pw_session_row(focus->session, focus->row);
    uint32_t end = pw_row_events_end(focus->session, focus->row);
    for (uint32_t i = row->first_event; i < end && focus->text_count < TEXTS; i++) {
        struct pw_description description;
        struct pw_said said = {0};
        pw_picture_event(focus->session, i, &focus->arena, &description);
        if (is_told(focus->tree.kind, description.event))
            continue;
        pw_words_event(focus->words, focus->voice, &description, &focus->tree, &focus->arena,
                       &said);
        add_text(focus, NULL, said, false);
    }
}

static void say_packet(struct pw_focus *focus)
{
    struct pw_said said = {0};
    uint32_t messages = pw_picture_messages(&focus->tree);
    if (messages > 1)
        add_text(focus, NULL,
                 plainly(pw_arena_print(&focus->arena,
                                        _("%u messages end in this packet. What follows is about "
                                          "the last of them; f lists them all."),
                                        messages)),
                 false);
    pw_words_packet(focus->words, focus->voice, &focus->tree, &focus->arena, &said);
    if (said.text)
        add_text(focus, NULL, said, false);
    say_events(focus);
    say_verdicts(focus);
    if (!focus->text_count) {
        struct pw_buffer summary = {0};
        pw_picture_summary(&focus->tree, &summary);
        add_text(focus, NULL,
                 plainly(pw_arena_text(&focus->arena, pw_buffer_get(&summary), summary.length)),
                 false);
        pw_buffer_free(&summary);
    }
}

static const struct pw_layer *layer_of_field(const struct pw_tree *tree, uint32_t field)
{
    for (uint32_t i = 0; i < tree->layer_count; i++)
        if (field - tree->layers[i].first < tree->layers[i].count)
            return &tree->layers[i];
    return NULL;
}

static void say_field(struct pw_focus *focus, uint32_t index)
{
    const struct pw_field *field = &focus->tree.fields[index];
    const struct pw_layer *layer = layer_of_field(&focus->tree, index);
    struct pw_said said = {0};
    struct pw_buffer label = {0};
    pw_buffer_text(&label, field->def->label);
    if (field->def->format != PW_GROUP) {
        pw_buffer_text(&label, ": ");
        pw_field_show(&label, field);
    }
    pw_words_field(focus->words, focus->voice, &focus->tree, layer, field, &focus->arena, &said);
    if (!said.text || !*said.text)
        said = plainly("–");
    add_text(focus, pw_arena_text(&focus->arena, pw_buffer_get(&label), label.length), said, false);
    pw_buffer_free(&label);
    add_range(focus, field->source, field->offset, field->length);
    /* A field that is nowhere in the bytes rests on what its words name. */
    if (!field->length)
        light_said(focus, &focus->texts[focus->text_count - 1].said, 0, UINT32_MAX / 2);
}

static void say_rung(struct pw_focus *focus)
{
    const struct pw_rung *rung = &focus->rungs[focus->rung];
    const char *label =
        rung->layer ? pw_arena_print(&focus->arena, "%s: %s", pw_translate(rung->name), rung->title)
                    : pw_translate(rung->name);
    add_text(focus, label, rung->words, false);
    for (uint32_t i = 0; i < focus->tree.layer_count; i++) {
        const struct pw_layer *layer = &focus->tree.layers[i];
        if (layer->osi == rung->osi && !layer->quoted)
            add_range(focus, layer->source, layer->offset, layer->length);
    }
    if (!focus->lit_count)
        light_said(focus, &rung->words, 0, UINT32_MAX / 2);
}

/* The smallest field that covers the byte, or PW_NONE. */
static uint32_t covering(const struct pw_focus *focus, uint32_t byte)
{
    uint32_t found = PW_NONE, least = UINT32_MAX;
    for (uint32_t i = 0; i < focus->tree.field_count; i++) {
        const struct pw_field *field = &focus->tree.fields[i];
        if (field->source != focus->source || field->derived || byte < field->offset ||
            byte - field->offset >= field->length)
            continue;
        /* Of equals the first: a byte of flags is named before its single bits. */
        if (field->length < least) {
            found = i;
            least = field->length;
        }
    }
    return found;
}

static void say_byte(struct pw_focus *focus)
{
    uint32_t field = covering(focus, focus->byte);
    if (field != PW_NONE) {
        say_field(focus, field);
        return;
    }
    add_text(focus, NULL, plainly(_("No field that packetwalk knows covers this byte.")), false);
    add_range(focus, focus->source, focus->byte, 1);
}

/* What an ICMP error quotes is told where the error is: on the network's rung. */
static bool stands_on(const struct pw_layer *layer, const struct pw_rung *rung)
{
    return layer->quoted ? rung->osi == 3 : layer->osi == rung->osi;
}

/* The fields of every layer on the selected rung. */
static void make_items(struct pw_focus *focus)
{
    focus->items =
        pw_arena_take(&focus->arena, sizeof *focus->items * (size_t)(focus->tree.layer_count +
                                                                     focus->tree.field_count + 1));
    focus->item_count = 0;
    for (uint32_t i = 0; i < focus->tree.layer_count; i++) {
        const struct pw_layer *layer = &focus->tree.layers[i];
        if (!stands_on(layer, &focus->rungs[focus->rung]))
            continue;
        focus->items[focus->item_count++] = (struct pw_item){i, PW_NONE};
        for (uint32_t f = 0; f < layer->count; f++)
            focus->items[focus->item_count++] = (struct pw_item){i, layer->first + f};
    }
}

/* A lesson names what its prose speaks of: fields, or whole layers. */
static void light_ids(struct pw_focus *focus)
{
    for (uint32_t i = 0; i < focus->light_count; i++) {
        const struct pw_field *field = pw_tree_find(&focus->tree, NULL, focus->light[i], 0);
        const struct pw_layer *layer = pw_tree_last(&focus->tree, focus->light[i]);
        if (field)
            add_range(focus, field->source, field->offset, field->length);
        else if (layer)
            add_range(focus, layer->source, layer->offset, layer->length);
    }
}

static void count_sentences(struct pw_focus *focus)
{
    uint32_t text, start, length;
    focus->sentences = 0;
    while (pw_focus_find_sentence(focus, focus->sentences + 1, &text, &start, &length))
        focus->sentences++;
}

static void light_sentence(struct pw_focus *focus)
{
    uint32_t text, start, length;
    if (!pw_focus_find_sentence(focus, focus->sentence, &text, &start, &length)) {
        focus->sentence = 0;
        return;
    }
    uint32_t before = focus->lit_count;
    focus->lit_count = 0;
    light_said(focus, &focus->texts[text].said, start, length);
    /* A sentence without a link of its own rests on what its paragraph rests on. */
    if (!focus->lit_count && focus->level == PW_LEVEL_PACKET)
        light_said(focus, &focus->texts[text].said, 0, UINT32_MAX / 2);
    else if (!focus->lit_count)
        focus->lit_count = before;
}

static void say(struct pw_focus *focus)
{
    bool listed = focus->item < focus->item_count && focus->items[focus->item].field != PW_NONE;
    if (focus->level == PW_LEVEL_FIELD && !listed)
        focus->level = PW_LEVEL_RUNG;
    if (focus->level == PW_LEVEL_BYTE && focus->byte >= pw_focus_source(focus).length)
        focus->level = PW_LEVEL_PACKET;
    if (focus->level == PW_LEVEL_PACKET) {
        say_packet(focus);
        light_ids(focus);
        for (uint32_t i = 0; i < focus->text_count && !focus->light_count; i++)
            light_said(focus, &focus->texts[i].said, 0, UINT32_MAX / 2);
        return;
    }
    if (focus->level == PW_LEVEL_RUNG)
        say_rung(focus);
    else if (focus->level == PW_LEVEL_FIELD)
        say_field(focus, focus->items[focus->item].field);
    else
        say_byte(focus);
}

void pw_focus_make(struct pw_focus *focus)
{
    pw_arena_reset(&focus->arena);
    focus->tree = (struct pw_tree){0};
    focus->lit = NULL;
    focus->lit_room = 0;
    focus->text_count = focus->lit_count = focus->item_count = focus->sentences = 0;
    focus->readable = focus->row != PW_NONE &&
                      pw_picture_tree(focus->session, focus->row, &focus->arena, &focus->tree);
    focus->texts = pw_arena_take(&focus->arena, TEXTS * sizeof *focus->texts);
    if (!focus->readable) {
        focus->level = PW_LEVEL_PACKET;
        if (focus->row != PW_NONE)
            add_text(
                focus, NULL,
                plainly(_("This packet's bytes are not there any more: the file has changed, or "
                          "more has come than a live capture keeps (--keep). What happened is "
                          "still known.")),
                true);
        return;
    }
    pw_rungs_make(focus->words, focus->voice, &focus->tree,
                  pw_session_row(focus->session, focus->row)->link, &focus->arena, focus->rungs);
    make_items(focus);
    say(focus);
    count_sentences(focus);
    if (focus->sentence)
        light_sentence(focus);
    /* The bytes shown are those that are lit. */
    if (focus->lit_count && focus->level != PW_LEVEL_BYTE)
        focus->source = focus->lit[0].source;
    if (focus->source >= focus->tree.source_count)
        focus->source = 0;
}
