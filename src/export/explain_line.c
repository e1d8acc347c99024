/* One packet in one line: number, time, who to whom, what. */
#include "base/translate.h"
#include "export/explain_private.h"

#include <string.h>

#include "base/text.h"

#define PLAIN_BYTES 200u /* of unknown bytes that read as text */

static void add_address(struct pw_buffer *out, const struct pw_tree *tree, const char *protocol,
                        const char *id)
{
    const struct pw_layer *layer = pw_tree_last(tree, protocol);
    const struct pw_field *field = layer ? pw_tree_find(tree, layer, id, 0) : NULL;
    if (field)
        pw_field_show(out, field);
}

/* Who sends to whom: by their parts in the conversation, or else by their addresses. */
static void add_direction(struct pw_explain *explain, const struct pw_row *row,
                          const struct pw_tree *tree)
{
    static const char *const names[][3] = {{"ip", "ip.src", "ip.dst"},
                                           {"ipv6", "ipv6.src", "ipv6.dst"},
                                           {"eth", "eth.src", "eth.dst"}};
    if (row->conversation != PW_NONE) {
        unsigned side = !!(row->flags & PW_ROW_SERVER);
        pw_buffer_print(&explain->line, _(", %s to %s"), pw_explain_side(side),
                        pw_explain_side(!side));
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!pw_tree_last(tree, names[i][0]))
            continue;
        pw_buffer_text(&explain->line, ", ");
        add_address(&explain->line, tree, names[i][0], names[i][1]);
        pw_buffer_text(&explain->line, _(" to "));
        add_address(&explain->line, tree, names[i][0], names[i][2]);
        return;
    }
}

/* Has one of the packet's events told what became of its bytes? */
static bool is_analysed(const struct pw_explain *explain, const struct pw_row *row, uint32_t index)
{
    uint32_t end = pw_row_events_end(explain->session, index);
    for (uint32_t i = row->first_event; i < end; i++)
        if (pw_session_event(explain->session, i)->kind == PW_EVENT_TCP_ANALYSIS)
            return true;
    return false;
}

static void add_remarks(struct pw_explain *explain, const struct pw_row *row, uint32_t index)
{
    bool told = is_analysed(explain, row, index);
    if (row->flags & PW_ROW_DUPLICATE)
        pw_buffer_text(&explain->line, _(" (captured a second time)"));
    else if (row->flags & PW_ROW_REPEATED && !told)
        pw_buffer_text(&explain->line, _(" (sent again)"));
    if (row->flags & PW_ROW_EARLY && !told)
        pw_buffer_text(&explain->line, _(" (came before bytes that precede it)"));
    if (row->captured < row->length)
        pw_buffer_print(&explain->line, _(" (only %u of its %u bytes were captured)"),
                        row->captured, row->length);
}

const struct pw_field *pw_explain_plain(const struct pw_tree *tree)
{
    const struct pw_layer *last = tree->layer_count ? &tree->layers[tree->layer_count - 1] : NULL;
    if (!last || last->quoted || strcmp(last->protocol->id, "data") != 0)
        return NULL;
    const struct pw_field *field = pw_tree_find(tree, last, "data.data", 0);
    if (!field || !field->bytes.length || field->bytes.length > PLAIN_BYTES)
        return NULL;
    for (size_t at = 0; at < field->bytes.length;) {
        uint32_t character;
        at += pw_utf8_next(field->bytes.data + at, field->bytes.length - at, &character);
        if (!pw_text_allowed(character) && character != '\n' && character != '\r' &&
            character != '\t')
            return NULL;
    }
    return field;
}

/* True where one of the packet's events tells what the packet says, and more. */
static bool speaks_for_itself(const struct pw_explain *explain, const struct pw_row *row,
                              uint32_t index)
{
    uint32_t end = pw_row_events_end(explain->session, index);
    for (uint32_t i = row->first_event; i < end; i++) {
        uint8_t kind = pw_session_event(explain->session, i)->kind;
        if (kind != PW_EVENT_TCP_HANDSHAKE && kind != PW_EVENT_TCP_CLOSE &&
            kind != PW_EVENT_TCP_ANALYSIS)
            return true;
    }
    return false;
}

/* "Packet 3, 0.000034 s, client to server: ACK" */
void pw_explain_line(struct pw_explain *explain, uint32_t index, const struct pw_tree *tree)
{
    const struct pw_row *row = pw_session_row(explain->session, index);
    pw_buffer_print(&explain->line, _("Packet %lu, "), index + 1ul);
    pw_explain_time(explain, &explain->line, row->time);
    add_direction(explain, row, tree);
    if (!speaks_for_itself(explain, row, index)) {
        pw_buffer_text(&explain->line, ": ");
        pw_picture_summary(tree, &explain->line);
    }
    const struct pw_field *words = pw_explain_plain(tree);
    if (words) {
        pw_buffer_text(&explain->line, ": ");
        pw_explain_quote(&explain->line, words->bytes);
    }
    add_remarks(explain, row, index);
    pw_explain_tell_hanging(explain, 2);
}
