/*
 * Quiet packets: those that only carry on what was explained before. They wait until something
 * happens; a few get a line each, many are told in one sentence.
 */
#include "base/translate.h"
#include "export/explain_private.h"

#define QUIET_LINES     2u /* so many get a line each */
#define DUPLICATES_TOLD 3u /* duplicate ACKs of one place in the stream */

static void add_share(struct pw_explain *explain, unsigned side, const char *before)
{
    const struct pw_quiet *quiet = &explain->quiet;
    pw_buffer_text(&explain->line, before);
    pw_buffer_print(&explain->line, _("%u from the %s"), quiet->packets[side],
                    pw_explain_side(side));
    if (quiet->bytes[side]) {
        pw_buffer_text(&explain->line, _(" carrying "));
        pw_explain_count(&explain->line, quiet->bytes[side], "byte", "bytes");
    } else {
        pw_buffer_text(&explain->line, _(" carrying nothing"));
    }
}

/* Many quiet packets in one sentence. */
static void tell_together(struct pw_explain *explain)
{
    const struct pw_quiet *quiet = &explain->quiet;
    pw_buffer_print(&explain->line, _("Packets %lu to %lu, "), quiet->first + 1ul,
                    quiet->last + 1ul);
    pw_explain_time(explain, &explain->line, pw_session_row(explain->session, quiet->first)->time);
    pw_buffer_text(&explain->line, _(" to "));
    pw_explain_time(explain, &explain->line, pw_session_row(explain->session, quiet->last)->time);
    if (explain->current == PW_NONE) {
        pw_buffer_text(&explain->line, _(": more of the same"));
    } else {
        if (quiet->packets[PW_CLIENT])
            add_share(explain, PW_CLIENT, ": ");
        if (quiet->packets[PW_SERVER])
            add_share(explain, PW_SERVER, quiet->packets[PW_CLIENT] ? ", " : ": ");
    }
    if (quiet->repeated)
        pw_buffer_print(&explain->line, _("; %u carried only bytes that came before"),
                        quiet->repeated);
    if (quiet->early)
        pw_buffer_print(&explain->line, _("; %u came before bytes that precede them"),
                        quiet->early);
    if (quiet->duplicates)
        pw_buffer_print(&explain->line, _("; %u repeated an acknowledgment"), quiet->duplicates);
    if (quiet->twice)
        pw_buffer_print(&explain->line, _("; %u captured a second time"), quiet->twice);
    pw_buffer_byte(&explain->line, '.');
    pw_explain_tell_hanging(explain, 2);
}

bool pw_explain_is_minor(const struct pw_explain *explain, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        const struct pw_event *event = pw_session_event(explain->session, i);
        if (event->kind != PW_EVENT_TCP_ANALYSIS || event->result != PW_ANALYSIS_DUPLICATE_ACK ||
            event->analysis.number <= DUPLICATES_TOLD)
            return false;
    }
    return true;
}

void pw_explain_flush_quiet(struct pw_explain *explain)
{
    struct pw_quiet *quiet = &explain->quiet;
    if (quiet->first == PW_NONE)
        return;
    if (quiet->count > QUIET_LINES)
        tell_together(explain);
    else
        pw_buffer_add(explain->out, quiet->lines.text, quiet->lines.length);
    struct pw_buffer lines = quiet->lines;
    pw_buffer_clear(&lines);
    *quiet = (struct pw_quiet){.first = PW_NONE, .lines = lines};
}

void pw_explain_add_quiet(struct pw_explain *explain, uint32_t index, const struct pw_tree *tree)
{
    struct pw_quiet *quiet = &explain->quiet;
    const struct pw_row *row = pw_session_row(explain->session, index);
    unsigned side = !!(row->flags & PW_ROW_SERVER);
    if (quiet->first == PW_NONE)
        quiet->first = index;
    quiet->last = index;
    quiet->packets[side]++;
    bool twice = row->flags & PW_ROW_DUPLICATE;
    quiet->bytes[side] += twice ? 0 : row->payload;
    quiet->twice += twice;
    quiet->repeated += !!(row->flags & PW_ROW_REPEATED);
    quiet->early += !!(row->flags & PW_ROW_EARLY);
    /* What has events and is quiet all the same is one. */
    quiet->duplicates += row->first_event < pw_row_events_end(explain->session, index);
    if (++quiet->count > QUIET_LINES)
        return;
    struct pw_buffer *out = explain->out;
    explain->out = &quiet->lines;
    pw_explain_line(explain, index, tree);
    explain->out = out;
}
