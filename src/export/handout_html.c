/*
 * A hand-out as one HTML file (WHATWG HTML): sentences, fields and rungs are buttons that light the
 * bytes they rest on, by click and by keyboard; a byte leads to its field. It asks for no other
 * file. data-b="0:34-37" names bytes 34 to 37 of byte source 0 of its packet.
 */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "export/handout_private.h"
#include "export/handout_style.h"

#define BYTES_MOST 2048u /* bytes of a source that are written out */

static void text_in(struct pw_page *page, const char *before, const char *text, const char *after)
{
    pw_buffer_text(page->out, before);
    pw_markup_html(page->out, text);
    pw_buffer_text(page->out, after);
}

static void end_list(struct pw_page *page)
{
    if (page->in_list)
        pw_buffer_text(page->out, "</ul>\n");
    if (page->in_answers)
        pw_buffer_text(page->out, "</dl>\n");
    page->in_list = page->in_answers = false;
}

static void begin(struct pw_page *page, const char *title)
{
    pw_buffer_print(page->out,
                    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                    page->handout->language);
    pw_buffer_text(page->out,
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    text_in(page, "<title>", title, "</title>\n");
    pw_buffer_print(page->out, "<style>\n%s</style>\n</head>\n<body>\n", pw_handout_css);
    text_in(page, "<header><h1>", title, "</h1></header>\n<main>\n");
}

static void heading(struct pw_page *page, int level, const char *text)
{
    end_list(page);
    pw_buffer_print(page->out, "<h%d>", level);
    pw_markup_html(page->out, text);
    pw_buffer_print(page->out, "</h%d>\n", level);
}

static void prose(struct pw_page *page, const struct pw_block *block)
{
    if (block->kind == PW_BLOCK_ITEM) {
        if (!page->in_list)
            pw_buffer_text(page->out, "<ul>\n");
        page->in_list = true;
        if (block->number)
            pw_buffer_print(page->out, "<li value=\"%u\">", (unsigned)block->number);
        text_in(page, block->number ? "" : "<li>", block->text, "</li>\n");
        return;
    }
    end_list(page);
    if (block->kind == PW_BLOCK_CODE)
        text_in(page, "<pre>", block->text, "</pre>\n");
    else if (block->kind == PW_BLOCK_HEADING)
        text_in(page, "<h3>", block->text, "</h3>\n");
    else
        text_in(page, "<p>", block->text, "</p>\n");
}

static void ladder(struct pw_page *page, const struct pw_session *session, const uint32_t *rows,
                   uint32_t count)
{
    end_list(page);
    pw_buffer_text(page->out, "<figure>\n");
    pw_handout_ladder(session, rows, count, _("The packets as arrows between client and server"),
                      !page->handout->lesson, page->out);
    pw_buffer_text(page->out, "</figure>\n");
}

static void add_range(struct pw_buffer *ranges, uint8_t source, uint32_t offset, uint32_t length)
{
    if (length)
        pw_buffer_print(ranges, "%s%u:%u-%u", ranges->length ? " " : "", source, (unsigned)offset,
                        (unsigned)(offset + length - 1));
}

/* A button that lights bytes; with none it is only text. */
static void write_button(struct pw_page *page, const char *class_name,
                         const struct pw_buffer *ranges, const char *about, const char *text)
{
    if (!ranges->length) {
        pw_buffer_print(page->out, "<span class=\"%s\">", class_name);
        text_in(page, "", text, "</span>");
        return;
    }
    pw_buffer_print(page->out,
                    "<button type=\"button\" class=\"%s\" aria-pressed=\"false\" data-b=\"%s\"",
                    class_name, ranges->text);
    if (about && *about)
        text_in(page, " data-w=\"", about, "\"");
    text_in(page, ">", text, "</button>");
}

/* A sentence rests on its own links; one without any, on its paragraph's. */
static void write_sentence(struct pw_page *page, const struct pw_said *said, size_t from, size_t to)
{
    struct pw_buffer ranges = {0};
    for (int own = 1; own >= 0 && !ranges.length; own--) {
        for (uint32_t i = 0; i < said->span_count; i++) {
            const struct pw_span *span = &said->spans[i];
            bool inside = span->start >= from && span->start < to;
            if (span->field && !span->field->derived && (inside || !own))
                add_range(&ranges, span->field->source, span->field->offset, span->field->length);
        }
    }
    struct pw_buffer text = {0};
    while (to > from && said->text[to - 1] == ' ')
        to--;
    pw_buffer_add(&text, said->text + from, to - from);
    write_button(page, "s", &ranges, NULL, pw_buffer_get(&text));
    pw_buffer_byte(page->out, '\n');
    pw_buffer_free(&text);
    pw_buffer_free(&ranges);
}

static void write_words(struct pw_page *page, const struct pw_card *card)
{
    pw_buffer_text(page->out, "<div class=\"words\">\n");
    for (uint32_t i = 0; i < card->text_count; i++) {
        const struct pw_said *said = &card->texts[i];
        pw_buffer_text(page->out, "<p>");
        for (size_t at = 0; said->text[at];) {
            size_t end = pw_text_sentence(said->text, at);
            write_sentence(page, said, at, end);
            at = end;
        }
        pw_buffer_text(page->out, "</p>\n");
    }
    pw_buffer_text(page->out, "</div>\n");
}

static void write_rungs(struct pw_page *page, const struct pw_card *card)
{
    pw_buffer_text(page->out, "<ul class=\"rungs\">\n");
    for (int i = 0; i < 7; i++) {
        const struct pw_rung *rung = &card->rungs[i];
        struct pw_buffer ranges = {0}, text = {0};
        if (rung->layer)
            add_range(&ranges, rung->layer->source, rung->layer->offset, rung->layer->length);
        pw_buffer_print(&text, "%u %s: %s", rung->osi, _(rung->name), rung->title);
        pw_buffer_text(page->out, rung->layer ? "<li>" : "<li class=\"empty\">");
        write_button(page, "r", &ranges, rung->words.text, pw_buffer_get(&text));
        pw_buffer_text(page->out, "</li>\n");
        pw_buffer_free(&ranges);
        pw_buffer_free(&text);
    }
    pw_buffer_text(page->out, "</ul>\n");
}

static void write_field(struct pw_page *page, const struct pw_card *card,
                        const struct pw_layer *layer, const struct pw_field *field)
{
    struct pw_buffer ranges = {0}, text = {0};
    struct pw_said said = {.text = ""};
    if (!field->derived)
        add_range(&ranges, field->source, field->offset, field->length);
    pw_buffer_print(&text, "%s: ", field->def->label);
    pw_field_show(&text, field);
    pw_words_field(page->handout->words, page->handout->voice, &card->tree, layer, field,
                   &page->arena, &said);
    pw_buffer_print(page->out, "<li class=\"i%u\">", field->def->indent);
    write_button(page, "f", &ranges, said.text, pw_buffer_get(&text));
    pw_buffer_text(page->out, "</li>\n");
    pw_buffer_free(&ranges);
    pw_buffer_free(&text);
}

static void write_fields(struct pw_page *page, const struct pw_card *card)
{
    pw_buffer_text(page->out, "<div class=\"fields\">\n");
    for (uint32_t i = 0; i < card->tree.layer_count; i++) {
        const struct pw_layer *layer = &card->tree.layers[i];
        text_in(page, "<h4>", layer->protocol->label, "</h4>\n");
        if (layer->count)
            pw_buffer_text(page->out, "<ul>\n");
        for (uint32_t k = 0; k < layer->count; k++)
            write_field(page, card, layer, &card->tree.fields[layer->first + k]);
        if (layer->count)
            pw_buffer_text(page->out, "</ul>\n");
    }
    pw_buffer_text(page->out, "</div>\n");
}

static void write_byte_line(struct pw_page *page, struct pw_bytes bytes, size_t line, size_t shown)
{
    pw_buffer_print(page->out, "<span>%04x</span>  ", (unsigned)line);
    for (size_t i = line; i < line + 16; i++) {
        if (i < shown)
            pw_buffer_print(page->out, "<i>%02x</i>%s", bytes.data[i], i % 16 == 7 ? "  " : " ");
        else
            pw_buffer_text(page->out, i % 16 == 7 ? "    " : "   ");
    }
    pw_buffer_byte(page->out, ' ');
    for (size_t i = line; i < line + 16 && i < shown; i++) {
        char c[2] = {bytes.data[i] >= 0x20 && bytes.data[i] < 0x7f ? (char)bytes.data[i] : '.'};
        text_in(page, "<b>", c, "</b>");
    }
    pw_buffer_byte(page->out, '\n');
}

static void write_source(struct pw_page *page, const struct pw_byte_source *source, uint32_t s)
{
    size_t length = source->bytes.length;
    size_t shown = length < BYTES_MOST ? length : BYTES_MOST;
    struct pw_buffer label = {0};
    pw_buffer_print(&label, _("Bytes: %s, %zu"), pw_translate(source->name), length);
    text_in(page, "<h4>", pw_buffer_get(&label), "</h4>\n");
    pw_buffer_print(
        page->out, "<pre class=\"bytes\" data-s=\"%u\" tabindex=\"0\" role=\"group\" aria-label=\"",
        (unsigned)s);
    text_in(page, "", pw_buffer_get(&label), "\">");
    for (size_t line = 0; line < shown; line += 16)
        write_byte_line(page, source->bytes, line, shown);
    pw_buffer_text(page->out, "</pre>\n");
    if (shown < length) {
        pw_buffer_clear(&label);
        pw_buffer_print(&label, _("%zu more bytes are left out."), length - shown);
        text_in(page, "<p>", pw_buffer_get(&label), "</p>\n");
    }
    pw_buffer_free(&label);
}

static void packet(struct pw_page *page, const struct pw_card *card)
{
    end_list(page);
    pw_buffer_print(page->out,
                    "<article class=\"packet\" aria-labelledby=\"p%u\">\n<h3 id=\"p%u\">",
                    (unsigned)card->id, (unsigned)card->id);
    text_in(page, "", card->name, "</h3>\n");
    write_words(page, card);
    pw_buffer_text(page->out, "<p class=\"said\" role=\"status\"></p>\n");
    for (uint32_t s = 0; s < card->tree.source_count; s++)
        write_source(page, &card->tree.sources[s], s);
    write_rungs(page, card);
    write_fields(page, card);
    pw_buffer_text(page->out, "</article>\n");
}

static void ask(struct pw_page *page, uint32_t number, const struct pw_question *question)
{
    end_list(page);
    pw_buffer_print(page->out, "<div class=\"ask\">\n<p><strong>%u</strong> ", (unsigned)number);
    text_in(page, "", question->ask, "</p>\n");
    if (question->type == PW_QUESTION_NUMBER)
        text_in(page, "<p>", _("Your number: ______"), "</p>\n");
    else
        pw_buffer_text(page->out, "<ul class=\"options\">\n");
    for (uint32_t i = 0; question->type == PW_QUESTION_CHOICE && i < question->option_count; i++) {
        pw_buffer_print(page->out, "<li>%c) ", (int)('a' + i));
        text_in(page, "", question->options[i].text, "</li>\n");
    }
    if (question->type == PW_QUESTION_CHOICE)
        pw_buffer_text(page->out, "</ul>\n");
    pw_buffer_text(page->out, "</div>\n");
}

static void answers(struct pw_page *page)
{
    end_list(page);
    text_in(page, "<h2 class=\"answers\">", _("Answers"), "</h2>\n");
}

static void answer(struct pw_page *page, uint32_t number, const char *text, const char *why)
{
    if (!page->in_answers)
        pw_buffer_text(page->out, "<dl>\n");
    page->in_answers = true;
    pw_buffer_print(page->out, "<dt><strong>%u</strong> ", (unsigned)number);
    text_in(page, "", text, "</dt>\n<dd>");
    text_in(page, "", why, "</dd>\n");
}

static void end(struct pw_page *page)
{
    end_list(page);
    pw_buffer_print(page->out, "</main>\n<script>\n%s</script>\n</body>\n</html>\n",
                    pw_handout_script);
}

const struct pw_page_writer pw_handout_html = {
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
