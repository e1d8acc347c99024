/*
 * A lesson's Markdown, read with md4c: headings become steps, paragraphs and lists become blocks,
 * fenced blocks of a known kind are handed to lesson_block.c. md4c's texts point into the file, so
 * every fault has its line.
 */
#include <md4c.h>
#include <string.h>

#include "teach/file.h"
#include "teach/lesson_private.h"

struct markdown {
    struct pw_lesson_reader *reader;
    const char *text; /* the whole file */
    size_t length;
    const char *seen; /* where the line last counted is */
    uint32_t line;    /* of seen */
    struct pw_buffer buffer;
    uint32_t start;       /* line of the buffer's first text; 0: none yet */
    uint32_t number;      /* the next item's number; 0: bullets */
    uint32_t items;       /* how many items are open around here */
    size_t term;          /* where a term begins in the buffer, from 1; 0: in none */
    bool code, html;      /* in a block of code, of HTML */
    struct pw_bytes word; /* behind the fence: ```word */
};

/* md4c has line ends and the blanks before code of its own. */
static bool is_in_file(const struct markdown *m, const char *at)
{
    return at >= m->text && at <= m->text + m->length;
}

/* The line a pointer of md4c's stands in; the last one where it is no place in the file. */
static uint32_t line_of(struct markdown *m, const char *at)
{
    if (!is_in_file(m, at))
        return m->line;
    if (at < m->seen) {
        m->seen = m->text;
        m->line = 1;
    }
    for (; m->seen < at; m->seen++)
        m->line += *m->seen == '\n';
    return m->line;
}

static void clear(struct markdown *m)
{
    pw_buffer_clear(&m->buffer);
    m->start = 0;
}

static const char *take_text(struct markdown *m)
{
    struct pw_bytes text = pw_text_trim(pw_bytes_of(pw_buffer_get(&m->buffer), m->buffer.length));
    return pw_arena_text(m->reader->arena, text.data, text.length);
}

/* What was gathered becomes a block. */
static void flush(struct markdown *m, enum pw_block_kind kind)
{
    if (m->buffer.length) {
        struct pw_block *block = pw_lesson_reader_block(m->reader, kind, m->start);
        block->text = take_text(m);
        if (kind == PW_BLOCK_ITEM && m->number)
            block->number = m->number++;
    }
    clear(m);
}

/* An empty heading has no text that points at it: it is the next line that begins with #. */
static uint32_t line_of_empty_heading(struct markdown *m)
{
    for (const char *at = m->seen; at < m->text + m->length; at++)
        if (*at == '#' && (at == m->text || at[-1] == '\n'))
            return line_of(m, at);
    return m->line;
}

static void end_heading(struct markdown *m, unsigned level)
{
    struct pw_lesson_reader *reader = m->reader;
    uint32_t line = m->start ? m->start : line_of_empty_heading(m);
    if (level > 2) {
        flush(m, PW_BLOCK_HEADING);
        return;
    }
    const char *title = take_text(m);
    clear(m);
    if (!*title)
        pw_lesson_fault(reader->faults, line, "a heading without words");
    if (level == 2) {
        struct pw_open_step *open = pw_vector_add(&reader->steps);
        *open = (struct pw_open_step){.step = {.line = line, .title = title},
                                      .first = reader->blocks.count};
    } else if (reader->lesson->title || reader->steps.count) {
        pw_lesson_fault(reader->faults, line, "a lesson has one \"# Title\", at its start");
    } else {
        reader->lesson->title = title;
    }
}

static void end_code(struct markdown *m)
{
    struct pw_bytes text = pw_bytes_of(pw_buffer_get(&m->buffer), m->buffer.length);
    m->code = false;
    if (!pw_lesson_read_block(m->reader, m->word, text, m->start)) {
        struct pw_block *block = pw_lesson_reader_block(m->reader, PW_BLOCK_CODE, m->start);
        while (text.length && text.data[text.length - 1] == '\n')
            text.length--;
        block->text = pw_arena_text(m->reader->arena, text.data, text.length);
    }
    clear(m);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *self)
{
    struct markdown *m = self;
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL || type == MD_BLOCK_CODE)
        flush(m, m->items ? PW_BLOCK_ITEM : PW_BLOCK_PARAGRAPH);
    if ((type == MD_BLOCK_UL || type == MD_BLOCK_OL) && m->items)
        pw_lesson_fault(m->reader->faults, m->line, "a list inside a list is not shown");
    if (type == MD_BLOCK_UL)
        m->number = 0;
    if (type == MD_BLOCK_OL)
        m->number = ((MD_BLOCK_OL_DETAIL *)detail)->start;
    if (type == MD_BLOCK_LI)
        m->items++;
    if (type == MD_BLOCK_P && m->buffer.length)
        pw_buffer_byte(&m->buffer, ' ');
    if (type == MD_BLOCK_HTML)
        m->html = true;
    if (type == MD_BLOCK_CODE) {
        const MD_BLOCK_CODE_DETAIL *code = detail;
        m->code = true;
        m->word = pw_bytes_of(code->lang.text ? code->lang.text : "", code->lang.size);
        m->start = code->lang.text ? line_of(m, code->lang.text) + 1 : 0;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *self)
{
    struct markdown *m = self;
    if (type == MD_BLOCK_H)
        end_heading(m, ((MD_BLOCK_H_DETAIL *)detail)->level);
    if (type == MD_BLOCK_P && !m->items)
        flush(m, PW_BLOCK_PARAGRAPH);
    if (type == MD_BLOCK_LI) {
        flush(m, PW_BLOCK_ITEM);
        m->items--;
    }
    if (type == MD_BLOCK_CODE)
        end_code(m);
    if (type == MD_BLOCK_HTML) {
        m->html = false;
        if (strncmp(pw_buffer_get(&m->buffer), "<!--", 4))
            pw_lesson_fault(m->reader->faults, m->start,
                            "HTML is not shown in a lesson, only "
                            "comments are let pass");
        clear(m);
    }
    return 0;
}

/* What is emphasised *so* is a word of the trade; **so**, it is only emphasised. */
static int enter_span(MD_SPANTYPE type, void *detail, void *self)
{
    struct markdown *m = self;
    if (type == MD_SPAN_EM)
        m->term = m->buffer.length + 1;
    if (type == MD_SPAN_A) {
        const MD_SPAN_A_DETAIL *link = detail;
        struct pw_mention *mention = pw_vector_add(&m->reader->links);
        mention->line = m->line;
        mention->text = pw_arena_text(m->reader->arena, link->href.text, link->href.size);
    }
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *self)
{
    struct markdown *m = self;
    (void)detail;
    if (type == MD_SPAN_EM && m->term && m->buffer.length >= m->term) {
        struct pw_mention *mention = pw_vector_add(&m->reader->terms);
        size_t start = m->term - 1;
        mention->line = m->line;
        mention->text =
            pw_arena_text(m->reader->arena, m->buffer.text + start, m->buffer.length - start);
    }
    m->term = 0;
    return 0;
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *self)
{
    struct markdown *m = self;
    uint32_t line = line_of(m, text);
    if (!m->start && is_in_file(m, text))
        m->start = line;
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
        pw_buffer_byte(&m->buffer, ' ');
    else if (type == MD_TEXT_ENTITY)
        pw_lesson_fault(m->reader->faults, line, "write the character itself, not %.*s", (int)size,
                        text);
    else if (type == MD_TEXT_HTML && !m->html)
        pw_lesson_fault(m->reader->faults, line, "HTML is not shown in a lesson");
    else
        pw_buffer_add(&m->buffer, text, size);
    return 0;
}

void pw_lesson_read_markdown(struct pw_lesson_reader *reader, const char *text, size_t length)
{
    static const MD_PARSER parser = {
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = add_text,
    };
    struct markdown m = {.reader = reader, .text = text, .length = length, .seen = text, .line = 1};
    if (md_parse(text, (MD_SIZE)length, &parser, &m) != 0)
        pw_lesson_fault(reader->faults, m.line, "this Markdown cannot be read");
    pw_buffer_free(&m.buffer);
}
