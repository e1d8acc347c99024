#include "ui/sack.h"

#include "base/cursor.h"
#include "base/text.h"
#include "base/translate.h"
#include "stream/picture.h"

/* In its place by number, where it lies behind the acknowledgment and apart from the others. */
static void add_block(struct pw_sack *sack, uint32_t from, uint32_t to)
{
    uint32_t at = sack->count;
    if (at == PW_SACK_BLOCKS || !pw_seq_before(sack->ack, from) || !pw_seq_before(from, to))
        return;
    while (at && pw_seq_before(from, sack->block[at - 1].from))
        at--;
    if ((at && pw_seq_before(from, sack->block[at - 1].to)) ||
        (at < sack->count && pw_seq_before(sack->block[at].from, to)))
        return;
    for (uint32_t i = sack->count++; i > at; i--)
        sack->block[i] = sack->block[i - 1];
    sack->block[at].from = from;
    sack->block[at].to = to;
}

/* As it is written: the field itself may be counted from the start of the connection. */
static uint32_t raw(const struct pw_tree *tree, const struct pw_field *field)
{
    const uint8_t *bytes = tree->sources[field->source].bytes.data + field->offset;
    struct pw_cursor c = pw_cursor_of(bytes, field->length, false);
    return pw_u32(&c);
}

bool pw_sack_read(struct pw_sack *sack, const struct pw_session *session, uint32_t row,
                  struct pw_arena *arena)
{
    struct pw_tree tree;
    *sack = (struct pw_sack){.ack = pw_session_row(session, row)->ack};
    pw_picture_tree(session, row, arena, &tree);
    for (uint32_t i = 0; i < PW_SACK_BLOCKS; i++) {
        const struct pw_field *from = pw_tree_find(&tree, NULL, "tcp.options.sack_le", i);
        const struct pw_field *to = pw_tree_find(&tree, NULL, "tcp.options.sack_re", i);
        if (from && to)
            add_block(sack, raw(&tree, from), raw(&tree, to));
    }
    return sack->count > 0;
}

/* Whether a cell's stretch of numbers, counted from the acknowledgment, has all arrived. */
static bool arrived(const struct pw_sack *sack, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < sack->count; i++)
        if (from >= sack->block[i].from - sack->ack && to <= sack->block[i].to - sack->ack)
            return true;
    return false;
}

void pw_sack_draw(const struct pw_sack *sack, struct pw_cells *cells, int y, uint32_t base)
{
    uint32_t end = sack->block[sack->count - 1].to, span = end - sack->ack;
    struct pw_buffer text = {0};
    pw_buffer_print(&text, "%u ", sack->ack - base);
    int x = 1 + (int)text.length;
    pw_cells_put(cells, y, 1, cells->columns - 2, PW_STYLE_DIM, pw_buffer_get(&text));
    pw_buffer_clear(&text);
    pw_buffer_print(&text, " %u", end - 1 - base);
    int width = cells->columns - 1 - x - (int)text.length;
    for (int i = 0; i < width; i++) {
        uint32_t from = (uint32_t)((uint64_t)span * (unsigned)i / (unsigned)width);
        uint32_t to = (uint32_t)((uint64_t)span * (unsigned)(i + 1) / (unsigned)width);
        bool here = arrived(sack, from, to);
        pw_cells_put(cells, y, x + i, 1, here ? PW_STYLE_LIT : PW_STYLE_DIM, here ? "#" : ".");
    }
    if (width > 0)
        pw_cells_put(cells, y, x + width, (int)text.length, PW_STYLE_DIM, pw_buffer_get(&text));
    pw_buffer_free(&text);
}

void pw_sack_say(const struct pw_sack *sack, struct pw_buffer *out, uint32_t base)
{
    uint32_t from = sack->ack, said = 0;
    for (uint32_t i = 0; i < sack->count; i++) {
        if (sack->block[i].from != from)
            pw_buffer_print(out, _("%s%u to %u"), said++ ? _(" and ") : "", from - base,
                            sack->block[i].from - 1 - base);
        from = sack->block[i].to;
    }
}
