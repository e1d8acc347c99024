/*
 * The story of a capture as plain text, for somebody who knows no networking. Told in the order of
 * the packets, so that it can be told while they arrive; a heading says whenever the talk goes over
 * to another conversation. What is explained once is not explained again, and packets that only
 * carry on what was explained are told together.
 */
#include "base/translate.h"
#include "export/explain_private.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

#define PLAIN_TOLD 20u /* such packets told one by one in a conversation */

struct pw_explain *pw_explain_new(const struct pw_session *session, const struct pw_words *words,
                                  enum pw_voice voice, const char *title)
{
    struct pw_explain *explain = pw_allocate_zero(sizeof *explain);
    struct pw_buffer safe = {0};
    pw_text_safe(&safe, pw_bytes_of(title, strlen(title)));
    pw_buffer_text(&safe, "");
    explain->session = session;
    explain->words = words;
    explain->voice = voice;
    explain->title = safe.text;
    explain->quiet.first = PW_NONE;
    explain->current = PW_NONE;
    return explain;
}

void pw_explain_free(struct pw_explain *explain)
{
    if (!explain)
        return;
    pw_arena_free(&explain->arena);
    pw_buffer_free(&explain->line);
    pw_buffer_free(&explain->quiet.lines);
    free(explain->told);
    free(explain->title);
    free(explain);
}

/* What it is and when it began; the rest is not known yet while packets arrive. */
void pw_explain_title(struct pw_explain *explain)
{
    pw_buffer_text(&explain->line, explain->title);
    pw_explain_tell(explain, 0);
    if (!pw_session_rows(explain->session))
        return;
    uint64_t start = pw_session_row(explain->session, 0)->time;
    time_t seconds = (time_t)(start / 1000000000u);
    struct tm when;
    char text[64] = "";
    if (gmtime_r(&seconds, &when))
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &when);
    pw_buffer_print(&explain->line,
                    _("The first packet was captured on %s.%06u UTC. Times count from there, in "
                      "seconds."),
                    text, (unsigned)(start % 1000000000u / 1000u));
    pw_explain_tell(explain, 0);
}

static void tell_endpoint(struct pw_explain *explain, const char *who,
                          const struct pw_endpoint *endpoint)
{
    pw_buffer_text(&explain->line, who);
    pw_show_endpoint(&explain->line, endpoint);
    pw_explain_tell_hanging(explain, 2);
}

static void introduce(struct pw_explain *explain, uint32_t index)
{
    const struct pw_conversation *c = pw_session_conversation(explain->session, index);
    pw_explain_name(&explain->line, c);
    pw_explain_tell(explain, 0);
    tell_endpoint(explain, _("client "), &c->endpoint[PW_CLIENT]);
    tell_endpoint(explain, _("server "), &c->endpoint[PW_SERVER]);
    if (c->guessed) {
        pw_buffer_text(&explain->line, _("Its beginning was not captured. Who is the client is a "
                                         "guess: the side with the higher port."));
        pw_explain_tell(explain, 2);
    }
    explain->met++;
}

void pw_explain_go_to(struct pw_explain *explain, uint32_t index)
{
    if (explain->section && index == explain->current)
        return;
    pw_buffer_byte(explain->out, '\n');
    explain->section = true;
    explain->current = index;
    if (index == PW_NONE) {
        pw_buffer_text(&explain->line, _("Outside any conversation"));
        pw_explain_tell(explain, 0);
    } else if (index >= explain->met) {
        introduce(explain, index);
        explain->met = index + 1;
    } else {
        pw_explain_name(&explain->line, pw_session_conversation(explain->session, index));
        pw_buffer_text(&explain->line, _(" again"));
        pw_explain_tell(explain, 0);
    }
}

/* What a WebSocket frame breaks is an event, and told as one. */
static bool told_as_event(const struct pw_explain *explain, uint32_t row,
                          const struct pw_layer *layer)
{
    uint32_t end = pw_row_events_end(explain->session, row);
    if (strcmp(layer->protocol->id, "websocket") != 0)
        return false;
    for (uint32_t i = pw_session_row(explain->session, row)->first_event; i < end; i++)
        if (pw_session_event(explain->session, i)->kind == PW_EVENT_WEBSOCKET_VIOLATION)
            return true;
    return false;
}

/* Rules broken, in the packet itself. That a capture is cut is said in its line. */
static void tell_faults(struct pw_explain *explain, uint32_t row, const struct pw_tree *tree)
{
    for (uint32_t i = 0; i < tree->layer_count; i++) {
        const struct pw_layer *layer = &tree->layers[i];
        if (layer->verdict != PW_FAULT || layer->quoted || told_as_event(explain, row, layer))
            continue;
        pw_buffer_print(&explain->line, _("Something is wrong in %s: %s"), layer->protocol->label,
                        layer->why ? layer->why : _("a rule is broken"));
        if (layer->section)
            pw_buffer_print(&explain->line, " (%s)", layer->section);
        pw_buffer_byte(&explain->line, '.');
        pw_explain_tell(explain, 4);
    }
}

static bool has_faults(const struct pw_tree *tree)
{
    for (uint32_t i = 0; i < tree->layer_count; i++)
        if (tree->layers[i].verdict == PW_FAULT && !tree->layers[i].quoted)
            return true;
    return false;
}

/* The words of what a packet does, unless its events tell more or they were said before. */
static void tell_words(struct pw_explain *explain, const struct pw_tree *tree)
{
    struct pw_said said = {0};
    if (!explain->words ||
        !pw_words_packet(explain->words, explain->voice, tree, &explain->arena, &said))
        return;
    pw_buffer_text(&explain->line, said.text);
    pw_explain_tell(explain, 4);
}

/* True where a packet is only more of what was told. */
static bool is_quiet(struct pw_explain *explain, const struct pw_row *row, uint32_t events_end,
                     const struct pw_tree *tree, bool *fresh)
{
    *fresh = false;
    if (row->flags & PW_ROW_DUPLICATE)
        return true;
    if (!pw_explain_is_minor(explain, row->first_event, events_end) || has_faults(tree))
        return false;
    *fresh = tree->kind && pw_explain_first(explain, tree->kind, "packet");
    if (row->conversation < PW_EXPLAIN_CONVERSATIONS && pw_explain_plain(tree) &&
        explain->plain[row->conversation] < PLAIN_TOLD) {
        explain->plain[row->conversation]++;
        return false;
    }
    return !*fresh && !(row->tcp_flags & (PW_TCP_SYN | PW_TCP_FIN | PW_TCP_RST));
}

/* Conversations beyond the first few are only listed at the end. */
static bool is_crowded(struct pw_explain *explain, const struct pw_row *row)
{
    if (row->conversation == PW_NONE || row->conversation < PW_EXPLAIN_CONVERSATIONS)
        return false;
    if (explain->crowded)
        return true;
    explain->crowded = true;
    pw_explain_flush_quiet(explain);
    pw_buffer_byte(explain->out, '\n');
    pw_buffer_print(&explain->line,
                    _("More than %u conversations: those that begin from here on, with packet %lu, "
                      "are only listed at the end."),
                    PW_EXPLAIN_CONVERSATIONS,
                    pw_session_conversation(explain->session, row->conversation)->first_row + 1ul);
    pw_explain_tell(explain, 0);
    return true;
}

void pw_explain_packet(struct pw_explain *explain, uint32_t index, struct pw_buffer *out)
{
    const struct pw_row *row = pw_session_row(explain->session, index);
    uint32_t end = pw_row_events_end(explain->session, index);
    struct pw_tree tree;
    bool fresh;
    explain->out = out;
    if (!index)
        pw_explain_title(explain);
    if (is_crowded(explain, row))
        return;
    if (explain->section && row->conversation != explain->current)
        pw_explain_flush_quiet(explain);
    pw_explain_go_to(explain, row->conversation);
    pw_picture_tree(explain->session, index, &explain->arena, &tree);
    if (is_quiet(explain, row, end, &tree, &fresh)) {
        pw_explain_add_quiet(explain, index, &tree);
    } else {
        pw_explain_flush_quiet(explain);
        pw_explain_line(explain, index, &tree);
        if (fresh)
            tell_words(explain, &tree);
        for (uint32_t i = row->first_event; i < end; i++)
            pw_explain_event(explain, i, &tree);
        tell_faults(explain, index, &tree);
    }
    pw_arena_reset(&explain->arena);
}
