/* A hand-out as Markdown (CommonMark): reads well as plain text, and wherever it is pasted. */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "export/handout_private.h"

#define BYTES_MOST 512u /* bytes of a source that are written out */

static void begin(struct pw_page *page, const char *title)
{
    pw_buffer_text(page->out, "# ");
    pw_markup_md(page->out, title);
    pw_buffer_text(page->out, "\n\n");
}

static void heading(struct pw_page *page, int level, const char *text)
{
    pw_buffer_add(page->out, "####", (size_t)level);
    pw_buffer_byte(page->out, ' ');
    pw_markup_md(page->out, text);
    pw_buffer_text(page->out, "\n\n");
}

/* Lines of code, each behind four blanks: nothing in them is markup. */
static void write_code(struct pw_page *page, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        pw_buffer_text(page->out, "    ");
        pw_buffer_add(page->out, text, length);
        pw_buffer_byte(page->out, '\n');
        text += length + (text[length] == '\n');
    }
    pw_buffer_byte(page->out, '\n');
}

static void prose(struct pw_page *page, const struct pw_block *block)
{
    switch (block->kind) {
    case PW_BLOCK_CODE:
        write_code(page, block->text);
        return;
    case PW_BLOCK_HEADING:
        heading(page, 3, block->text);
        return;
    case PW_BLOCK_ITEM:
        if (block->number)
            pw_buffer_print(page->out, "%u. ", (unsigned)block->number);
        else
            pw_buffer_text(page->out, "- ");
        break;
    default:
        break;
    }
    pw_markup_md(page->out, block->text);
    pw_buffer_text(page->out, "\n\n");
}

static void ladder(struct pw_page *page, const struct pw_session *session, const uint32_t *rows,
                   uint32_t count)
{
    struct pw_buffer lines = {0};
    pw_buffer_print(&lines, "%5s  %-8s%-50s%s\n", "", _("client"), "", _("server"));
    for (uint32_t i = 0; i < count; i++) {
        struct pw_arena scratch = {0};
        struct pw_tree tree;
        struct pw_buffer summary = {0}, label = {0};
        const struct pw_row *packet = pw_session_row(session, rows[i]);
        bool server = packet->flags & PW_ROW_SERVER, known = packet->conversation != PW_NONE;
        if (pw_picture_tree(session, rows[i], &scratch, &tree))
            pw_picture_summary(&tree, &summary);
        pw_text_brief(&label, pw_bytes_of(pw_buffer_get(&summary), summary.length), 46);
        int columns = pw_text_columns(pw_buffer_get(&label));
        pw_buffer_print(&lines, "%5u  |%s %s ", (unsigned)rows[i] + 1,
                        !known   ? "."
                        : server ? "<"
                                 : "-",
                        pw_buffer_get(&label));
        for (int k = columns; k < 52; k++)
            pw_buffer_byte(&lines, known ? '-' : '.');
        pw_buffer_print(&lines, "%s|\n", known && !server ? ">" : known ? "-" : ".");
        pw_buffer_free(&summary);
        pw_buffer_free(&label);
        pw_arena_free(&scratch);
    }
    write_code(page, pw_buffer_get(&lines));
    pw_buffer_free(&lines);
}

static void write_bytes(struct pw_page *page, const struct pw_byte_source *source)
{
    struct pw_buffer lines = {0};
    size_t shown = source->bytes.length < BYTES_MOST ? source->bytes.length : BYTES_MOST;
    for (size_t line = 0; line < shown; line += 16) {
        pw_buffer_print(&lines, "%04x  ", (unsigned)line);
        for (size_t i = line; i < line + 16; i++) {
            if (i < shown)
                pw_buffer_print(&lines, "%02x ", source->bytes.data[i]);
            else
                pw_buffer_text(&lines, "   ");
        }
        pw_buffer_byte(&lines, ' ');
        for (size_t i = line; i < line + 16 && i < shown; i++) {
            uint8_t c = source->bytes.data[i];
            pw_buffer_byte(&lines, c >= 0x20 && c < 0x7f ? (char)c : '.');
        }
        pw_buffer_byte(&lines, '\n');
    }
    write_code(page, pw_buffer_get(&lines));
    pw_buffer_free(&lines);
}

/* "- Sequence number: 1412902438 (bytes 38 to 41)" */
static void write_field(struct pw_page *page, const struct pw_field *field)
{
    struct pw_buffer value = {0};
    pw_buffer_text(page->out, "- ");
    pw_markup_md(page->out, field->def->label);
    pw_buffer_text(page->out, ": ");
    pw_field_show(&value, field);
    pw_markup_md(page->out, pw_buffer_get(&value));
    pw_buffer_free(&value);
    if (!field->derived && field->length == 1)
        pw_buffer_print(page->out, _(" (byte %u)"), (unsigned)field->offset);
    else if (!field->derived && field->length)
        pw_buffer_print(page->out, _(" (bytes %u to %u)"), (unsigned)field->offset,
                        (unsigned)(field->offset + field->length - 1));
    pw_buffer_byte(page->out, '\n');
}

static void packet(struct pw_page *page, const struct pw_card *card)
{
    heading(page, 3, card->name);
    for (uint32_t i = 0; i < card->text_count; i++) {
        pw_markup_md(page->out, card->texts[i].text);
        pw_buffer_text(page->out, "\n\n");
    }
    for (int i = 0; i < 7; i++) {
        pw_buffer_print(page->out, "- %u %s: ", card->rungs[i].osi, _(card->rungs[i].name));
        pw_markup_md(page->out, card->rungs[i].title);
        pw_buffer_byte(page->out, '\n');
    }
    pw_buffer_byte(page->out, '\n');
    for (uint32_t s = 0; s < card->tree.source_count; s++)
        write_bytes(page, &card->tree.sources[s]);
    for (uint32_t i = 0; i < card->tree.layer_count; i++) {
        const struct pw_layer *layer = &card->tree.layers[i];
        heading(page, 4, layer->protocol->label);
        for (uint32_t k = 0; k < layer->count; k++)
            write_field(page, &card->tree.fields[layer->first + k]);
        pw_buffer_byte(page->out, '\n');
    }
}

static void ask(struct pw_page *page, uint32_t number, const struct pw_question *question)
{
    pw_buffer_print(page->out, "**%u** ", (unsigned)number);
    pw_markup_md(page->out, question->ask);
    pw_buffer_text(page->out, "\n\n");
    if (question->type == PW_QUESTION_NUMBER)
        pw_buffer_print(page->out, "%s\n\n", _("Your number: \\_\\_\\_\\_\\_\\_"));
    for (uint32_t i = 0; question->type == PW_QUESTION_CHOICE && i < question->option_count; i++) {
        pw_buffer_print(page->out, "- %c) ", (int)('a' + i));
        pw_markup_md(page->out, question->options[i].text);
        pw_buffer_byte(page->out, '\n');
    }
    pw_buffer_byte(page->out, '\n');
}

static void answers(struct pw_page *page)
{
    pw_buffer_text(page->out, "\n---\n\n");
    heading(page, 2, _("Answers"));
}

static void answer(struct pw_page *page, uint32_t number, const char *text, const char *why)
{
    pw_buffer_print(page->out, "**%u** ", (unsigned)number);
    pw_markup_md(page->out, text);
    pw_buffer_text(page->out, "\n\n");
    pw_markup_md(page->out, why);
    pw_buffer_text(page->out, "\n\n");
}

static void end(struct pw_page *page)
{
    (void)page;
}

const struct pw_page_writer pw_handout_md = {
    .begin = begin,
    .heading = heading,
    .prose = prose,
    .ladder = ladder,
    .packet = packet,
    .ask = ask,
    .answers = answers,
    .answer = answer,
    .end = end,
};
