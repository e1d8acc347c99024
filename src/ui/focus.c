/* The selection and how it moves: see focus.h. What it shows is made in focus_make.c. */
#include "ui/focus.h"

#include "base/text.h"

#include <string.h>

#include "dissect/dissect.h"

void pw_focus_free(struct pw_focus *focus)
{
    pw_arena_free(&focus->arena);
}

/* Make it with nothing but the new selection lit. */
static void remake(struct pw_focus *focus)
{
    focus->sentence = 0;
    pw_focus_make(focus);
}

/* The field of an id in the items of the rung now selected, or PW_NONE. */
static uint32_t item_named(const struct pw_focus *focus, const char *id)
{
    for (uint32_t i = 0; i < focus->item_count; i++)
        if (focus->items[i].field != PW_NONE &&
            strcmp(focus->tree.fields[focus->items[i].field].def->id, id) == 0)
            return i;
    return PW_NONE;
}

void pw_focus_go(struct pw_focus *focus, uint32_t row)
{
    const char *id = NULL;
    if (focus->level == PW_LEVEL_FIELD && focus->item < focus->item_count &&
        focus->items[focus->item].field != PW_NONE)
        id = focus->tree.fields[focus->items[focus->item].field].def->id;
    if (focus->level == PW_LEVEL_BYTE)
        focus->level = PW_LEVEL_PACKET;
    focus->row = row;
    focus->source = 0;
    remake(focus);
    if (focus->level != PW_LEVEL_FIELD)
        return;
    uint32_t item = id ? item_named(focus, id) : PW_NONE;
    if (item == PW_NONE)
        focus->level = PW_LEVEL_RUNG;
    else
        focus->item = item;
    remake(focus);
}

static uint32_t topmost_rung(const struct pw_focus *focus)
{
    for (uint32_t i = 0; i < 7; i++)
        if (focus->rungs[i].layer)
            return i;
    return 6;
}

/* The first item that is a field, from a place on in a direction; else stays. */
static uint32_t next_field(const struct pw_focus *focus, uint32_t from, int by)
{
    for (int64_t i = (int64_t)from; i >= 0 && i < (int64_t)focus->item_count; i += by)
        if (focus->items[i].field != PW_NONE)
            return (uint32_t)i;
    return PW_NONE;
}

bool pw_focus_deeper(struct pw_focus *focus)
{
    if (focus->level == PW_LEVEL_PACKET) {
        focus->level = PW_LEVEL_RUNG;
        focus->rung = topmost_rung(focus);
    } else if (focus->level == PW_LEVEL_RUNG && next_field(focus, 0, 1) != PW_NONE) {
        focus->level = PW_LEVEL_FIELD;
        focus->item = next_field(focus, 0, 1);
    } else {
        return false;
    }
    remake(focus);
    return true;
}

bool pw_focus_up(struct pw_focus *focus)
{
    if (focus->sentence) {
        remake(focus);
        return true;
    }
    if (focus->level == PW_LEVEL_PACKET)
        return false;
    focus->level = focus->level == PW_LEVEL_FIELD ? PW_LEVEL_RUNG : PW_LEVEL_PACKET;
    remake(focus);
    return true;
}

void pw_focus_move(struct pw_focus *focus, int by)
{
    if (focus->level == PW_LEVEL_PACKET) {
        pw_focus_deeper(focus);
        return;
    }
    if (focus->level == PW_LEVEL_RUNG) {
        if ((by < 0 && focus->rung > 0) || (by > 0 && focus->rung < 6))
            focus->rung += (uint32_t)by;
    } else if (focus->level == PW_LEVEL_FIELD) {
        uint32_t to = next_field(focus, focus->item + (uint32_t)by, by);
        if (to != PW_NONE)
            focus->item = to;
    }
    remake(focus);
}

void pw_focus_to_rung(struct pw_focus *focus, uint32_t rung)
{
    focus->level = PW_LEVEL_RUNG;
    focus->rung = rung;
    remake(focus);
}

void pw_focus_bytes(struct pw_focus *focus)
{
    if (focus->level == PW_LEVEL_BYTE) {
        focus->level = PW_LEVEL_PACKET;
    } else {
        focus->byte = focus->lit_count ? focus->lit[0].offset : 0;
        focus->level = PW_LEVEL_BYTE;
    }
    remake(focus);
}

void pw_focus_to_byte(struct pw_focus *focus, uint32_t byte)
{
    if (byte >= pw_focus_source(focus).length)
        return;
    focus->level = PW_LEVEL_BYTE;
    focus->byte = byte;
    remake(focus);
}

void pw_focus_move_byte(struct pw_focus *focus, int by)
{
    int64_t to = (int64_t)focus->byte + by;
    if (to >= 0)
        pw_focus_to_byte(focus, (uint32_t)to);
}

void pw_focus_sentence(struct pw_focus *focus, int by)
{
    uint32_t count = focus->sentences + 1; /* 0: all of them */
    focus->sentence = (focus->sentence + count + (uint32_t)by) % count;
    pw_focus_make(focus);
}

void pw_focus_next_source(struct pw_focus *focus)
{
    if (!focus->tree.source_count)
        return;
    focus->source = (uint8_t)((focus->source + 1u) % focus->tree.source_count);
    focus->byte = 0;
    if (focus->level == PW_LEVEL_BYTE)
        remake(focus);
}

bool pw_focus_is_lit(const struct pw_focus *focus, uint8_t source, uint32_t byte)
{
    for (uint32_t i = 0; i < focus->lit_count; i++) {
        const struct pw_range *range = &focus->lit[i];
        if (range->source == source && byte >= range->offset &&
            byte - range->offset < range->length)
            return true;
    }
    return false;
}

struct pw_bytes pw_focus_source(const struct pw_focus *focus)
{
    if (!focus->readable || focus->source >= focus->tree.source_count)
        return (struct pw_bytes){0};
    return focus->tree.sources[focus->source].bytes;
}

bool pw_focus_find_sentence(const struct pw_focus *focus, uint32_t n, uint32_t *text,
                            uint32_t *start, uint32_t *length)
{
    for (*text = 0; *text < focus->text_count; ++*text) {
        const char *words = focus->texts[*text].said.text;
        for (*start = 0; words[*start]; *start += *length) {
            *length = (uint32_t)pw_text_sentence(words, *start) - *start;
            if (--n == 0)
                return true;
        }
    }
    return false;
}
