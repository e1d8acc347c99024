/* Paragraphs of plain text: wrapped at 80 columns, with what every sentence here is made of. */
#include "base/translate.h"
#include "export/explain_private.h"

#include <string.h>

#include "base/text.h"

#define QUOTE_COLUMNS 400

static void add_spaces(struct pw_buffer *out, int count)
{
    for (int i = 0; i < count; i++)
        pw_buffer_byte(out, ' ');
}

static int columns_of(const char *text, size_t length)
{
    int columns = 0;
    for (size_t at = 0; at < length;) {
        uint32_t character;
        at += pw_utf8_next((const uint8_t *)text + at, length - at, &character);
        columns += pw_text_width(character);
    }
    return columns;
}

/* A word longer than a line goes on in the next one. Returns the column it ends in. */
static int add_long_word(struct pw_buffer *out, const char *word, size_t length, int indent)
{
    int column = indent;
    for (size_t at = 0; at < length;) {
        uint32_t character;
        size_t took = pw_utf8_next((const uint8_t *)word + at, length - at, &character);
        int width = pw_text_width(character);
        if (column + width > PW_EXPLAIN_COLUMNS) {
            pw_buffer_byte(out, '\n');
            add_spaces(out, indent);
            column = indent;
        }
        pw_buffer_add(out, word + at, took);
        column += width;
        at += took;
    }
    return column;
}

static void wrap(struct pw_buffer *out, const char *text, int first, int rest)
{
    int column = first;
    add_spaces(out, first);
    for (bool begun = false; *text; begun = true) {
        size_t gap = strspn(text, " ");
        size_t word = strcspn(text + gap, " ");
        if (!word)
            break;
        int width = columns_of(text + gap, word);
        if (begun && column + (int)gap + width > PW_EXPLAIN_COLUMNS) {
            pw_buffer_byte(out, '\n');
            add_spaces(out, rest);
            column = rest;
        } else {
            add_spaces(out, (int)gap);
            column += (int)gap;
        }
        if (column + width > PW_EXPLAIN_COLUMNS) {
            column = add_long_word(out, text + gap, word, column);
        } else {
            pw_buffer_add(out, text + gap, word);
            column += width;
        }
        text += gap + word;
    }
    pw_buffer_byte(out, '\n');
}

void pw_explain_tell(struct pw_explain *explain, int indent)
{
    if (explain->line.length)
        wrap(explain->out, explain->line.text, indent, indent);
    pw_buffer_clear(&explain->line);
}

void pw_explain_tell_hanging(struct pw_explain *explain, int indent)
{
    if (explain->line.length)
        wrap(explain->out, explain->line.text, indent, indent + 2);
    pw_buffer_clear(&explain->line);
}

void pw_explain_time(struct pw_explain *explain, struct pw_buffer *out, uint64_t time)
{
    uint64_t start = pw_session_row(explain->session, 0)->time;
    uint64_t since = time < start ? start - time : time - start;
    pw_buffer_print(out, "%s%llu.%06llu s", time < start ? "-" : "",
                    (unsigned long long)(since / 1000000000u),
                    (unsigned long long)(since % 1000000000u / 1000u));
}

void pw_explain_packets(struct pw_buffer *out, const uint32_t *rows, uint32_t count, uint32_t total)
{
    if (!count)
        return;
    unsigned long first = rows[0] + 1ul, last = rows[count - 1] + 1ul;
    if (count == 1) {
        pw_buffer_print(out, _("packet %lu"), first);
        return;
    }
    if (total > 4 && last - first + 1 != total) {
        pw_buffer_print(out, _("%lu packets from %lu to %lu"), (unsigned long)total, first, last);
        return;
    }
    pw_buffer_text(out, _("packets "));
    if (total > 4) {
        pw_buffer_print(out, _("%lu to %lu"), first, last);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            pw_buffer_text(out, i + 1 == count ? _(" and ") : ", ");
        pw_buffer_number(out, rows[i] + UINT64_C(1));
    }
}

void pw_explain_count(struct pw_buffer *out, uint64_t count, const char *one, const char *several)
{
    pw_buffer_number(out, count);
    pw_buffer_byte(out, ' ');
    pw_buffer_text(out, P_(one, several, count));
}

void pw_explain_quote(struct pw_buffer *out, struct pw_bytes text)
{
    pw_buffer_text(out, "“");
    pw_text_brief(out, text, QUOTE_COLUMNS);
    pw_buffer_text(out, "”");
}

void pw_explain_name(struct pw_buffer *out, const struct pw_conversation *conversation)
{
    pw_buffer_text(out, conversation->transport == 6 ? "TCP" : "UDP");
    pw_buffer_text(out, _(" conversation "));
    pw_buffer_number(out, conversation->number);
}

const char *pw_explain_side(unsigned side)
{
    return side == PW_SERVER ? _("server") : _("client");
}
