/* Walking through what a hand-out tells: see handout.h. */
#include "export/handout.h"

#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "export/export.h"
#include "export/handout_private.h"
#include "teach/predict.h"

static const struct {
    const char *name;
    const struct pw_page_writer *writer;
} formats[PW_HANDOUT_FORMATS] = {
    [PW_HANDOUT_HTML] = {"html", &pw_handout_html},
    [PW_HANDOUT_SVG] = {"svg", NULL},
    [PW_HANDOUT_MD] = {"md", &pw_handout_md},
};

enum pw_handout_format pw_handout_format_named(const char *name)
{
    int format = 0;
    while (format < PW_HANDOUT_FORMATS && strcmp(formats[format].name, name) != 0)
        format++;
    return (enum pw_handout_format)format;
}

void pw_handout_name(const struct pw_session *session, uint32_t row, const struct pw_tree *tree,
                     struct pw_buffer *out)
{
    const struct pw_row *packet = pw_session_row(session, row);
    uint64_t start = pw_session_row(session, 0)->time;
    uint64_t since = packet->time < start ? 0 : packet->time - start;
    pw_buffer_print(out, _("Packet %u"), (unsigned)row + 1);
    if (packet->conversation != PW_NONE)
        pw_buffer_text(out, packet->flags & PW_ROW_SERVER ? _(", server to client")
                                                          : _(", client to server"));
    pw_buffer_print(out, ", %llu.%06llu s: ", (unsigned long long)(since / 1000000000u),
                    (unsigned long long)(since % 1000000000u / 1000u));
    pw_picture_summary(tree, out);
}

static void add_text(struct pw_card *card, const struct pw_said *said)
{
    for (uint32_t i = 0; i < card->text_count; i++)
        if (strcmp(card->texts[i].text, said->text) == 0)
            return;
    if (card->text_count < PW_CARD_TEXTS)
        card->texts[card->text_count++] = *said;
}

/* What the packet does, and what happened with it. */
static void add_texts(struct pw_page *page, struct pw_card *card)
{
    const struct pw_handout *h = page->handout;
    struct pw_said said;
    if (pw_words_packet(h->words, h->voice, &card->tree, &page->arena, &said))
        add_text(card, &said);
    uint32_t end = pw_row_events_end(card->session, card->row);
    for (uint32_t i = pw_session_row(card->session, card->row)->first_event; i < end; i++) {
        struct pw_description description;
        pw_picture_event(card->session, i, &page->arena, &description);
        if (pw_words_event(h->words, h->voice, &description, &card->tree, &page->arena, &said))
            add_text(card, &said);
    }
}

void pw_page_packet(struct pw_page *page, const struct pw_page_writer *writer,
                    const struct pw_session *session, uint32_t row)
{
    struct pw_card card = {.session = session, .row = row, .id = ++page->cards};
    struct pw_buffer name = {0};
    pw_arena_reset(&page->arena);
    if (!pw_picture_tree(session, row, &page->arena, &card.tree))
        return;
    pw_rungs_make(page->handout->words, page->handout->voice, &card.tree,
                  pw_session_row(session, row)->link, &page->arena, card.rungs);
    pw_handout_name(session, row, &card.tree, &name);
    card.name = pw_buffer_get(&name);
    add_texts(page, &card);
    writer->packet(page, &card);
    pw_buffer_free(&name);
}

/* Does a packet say more than that bytes arrived? */
static bool says_something(const struct pw_session *session, uint32_t row)
{
    const struct pw_row *packet = pw_session_row(session, row);
    return packet->payload || pw_row_events_end(session, row) > packet->first_event;
}

uint32_t pw_page_choose(const struct pw_handout *handout, uint32_t *rows, uint32_t *wanted)
{
    uint32_t all = pw_session_rows(handout->session), count = 0;
    *wanted = 0;
    for (uint32_t row = 0; row < all; row++)
        *wanted += handout->conversation == PW_NONE ||
                   pw_session_row(handout->session, row)->conversation == handout->conversation;
    for (uint32_t row = 0; row < all && count < PW_HANDOUT_PACKETS; row++) {
        bool here = handout->conversation == PW_NONE ||
                    pw_session_row(handout->session, row)->conversation == handout->conversation;
        if (here && (*wanted <= PW_HANDOUT_PACKETS || says_something(handout->session, row)))
            rows[count++] = row;
    }
    return count;
}

void pw_page_answer(struct pw_page *page, const struct pw_page_writer *writer, uint32_t number,
                    const struct pw_question *question, const struct pw_session *session,
                    uint32_t row)
{
    struct pw_buffer answer = {0}, why = {0};
    uint64_t value;
    uint32_t right = pw_question_right(question, session, row);
    if (question->type == PW_QUESTION_CHOICE && right != PW_NONE)
        pw_buffer_print(&answer, "%c) %s", (int)('a' + right), question->options[right].text);
    else if (pw_question_number(question, session, row, &value))
        pw_buffer_number(&answer, value);
    if (question->after)
        pw_buffer_text(&why, question->after);
    for (uint32_t i = 0; question->type == PW_QUESTION_CHOICE && i < question->option_count; i++)
        if (i != right && question->options[i].why)
            pw_buffer_print(&why, _("%sNot %c: %s"), why.length ? " " : "", (int)('a' + i),
                            question->options[i].why);
    writer->answer(page, number, pw_buffer_get(&answer), pw_buffer_get(&why));
    pw_buffer_free(&answer);
    pw_buffer_free(&why);
}

void pw_page_say(struct pw_page *page, const struct pw_page_writer *writer, const char *text)
{
    struct pw_block block = {.kind = PW_BLOCK_PARAGRAPH, .text = text};
    writer->prose(page, &block);
}

/* Who talks: "10.0.0.1:50630 (client) and 10.0.0.2:3000 (server)". */
static void say_endpoints(struct pw_page *page, const struct pw_page_writer *writer)
{
    const struct pw_handout *h = page->handout;
    for (uint32_t i = 0; i < pw_session_conversations(h->session); i++) {
        const struct pw_conversation *c = pw_session_conversation(h->session, i);
        struct pw_buffer line = {0};
        if (h->conversation != PW_NONE && h->conversation != i)
            continue;
        pw_buffer_print(&line, _("%s conversation %u: client "), c->transport == 6 ? "TCP" : "UDP",
                        (unsigned)c->number);
        pw_show_endpoint(&line, &c->endpoint[PW_CLIENT]);
        pw_buffer_text(&line, _(", server "));
        pw_show_endpoint(&line, &c->endpoint[PW_SERVER]);
        pw_buffer_byte(&line, '.');
        pw_page_say(page, writer, pw_buffer_get(&line));
        pw_buffer_free(&line);
    }
}

/* Questions about what the hand-out shows: of more than are needed, those that fit. */
static uint32_t draw(const struct pw_handout *h, struct pw_arena *arena,
                     struct pw_prediction asked[PW_HANDOUT_QUESTIONS])
{
    struct pw_prediction drawn[8 * PW_HANDOUT_QUESTIONS];
    bool all = h->conversation == PW_NONE;
    uint32_t wanted = all ? PW_HANDOUT_QUESTIONS : 8 * PW_HANDOUT_QUESTIONS, count = 0;
    uint32_t made = pw_predict_draw(h->words, h->session, 1, wanted, arena, drawn);
    for (uint32_t i = 0; i < made && count < PW_HANDOUT_QUESTIONS; i++)
        if (all || pw_session_row(h->session, drawn[i].row)->conversation == h->conversation)
            asked[count++] = drawn[i];
    return count;
}

static void write_capture(struct pw_page *page, const struct pw_page_writer *writer)
{
    const struct pw_handout *h = page->handout;
    struct pw_arena arena = {0};
    uint32_t rows[PW_HANDOUT_PACKETS], wanted, count = pw_page_choose(h, rows, &wanted);
    struct pw_prediction asked[PW_HANDOUT_QUESTIONS];
    uint32_t questions = draw(h, &arena, asked);
    say_endpoints(page, writer);
    if (count < wanted) {
        struct pw_buffer line = {0};
        pw_buffer_print(&line,
                        _("Shown are %u of %u packets. Those that carry nothing new, and those at "
                          "the end, are left out."),
                        (unsigned)count, (unsigned)wanted);
        pw_page_say(page, writer, pw_buffer_get(&line));
        pw_buffer_free(&line);
    }
    writer->heading(page, 2, _("The ladder"));
    writer->ladder(page, h->session, rows, count);
    writer->heading(page, 2, _("Packet by packet"));
    for (uint32_t i = 0; i < count; i++)
        pw_page_packet(page, writer, h->session, rows[i]);
    if (questions)
        writer->heading(page, 2, _("Questions"));
    for (uint32_t i = 0; i < questions; i++) {
        pw_page_say(page, writer, pw_question_place(h->words, &asked[i], &arena));
        writer->ask(page, i + 1, asked[i].question);
    }
    if (questions)
        writer->answers(page);
    for (uint32_t i = 0; i < questions; i++)
        pw_page_answer(page, writer, i + 1, asked[i].question, h->session, asked[i].row);
    pw_arena_free(&arena);
}

/* The ladder alone. */
static void write_svg(const struct pw_handout *handout, const char *title, struct pw_buffer *out)
{
    struct pw_handout whole = *handout;
    uint32_t rows[PW_HANDOUT_PACKETS], wanted;
    if (handout->lesson) {
        whole.session = handout->captures->open(handout->captures->self, handout->lesson->capture);
        whole.conversation = PW_NONE;
    }
    if (!whole.session)
        return;
    pw_handout_ladder(whole.session, rows, pw_page_choose(&whole, rows, &wanted), title, false,
                      out);
}

void pw_handout_write(const struct pw_handout *handout, enum pw_handout_format format,
                      struct pw_buffer *out)
{
    const struct pw_page_writer *writer = formats[format].writer;
    struct pw_page page = {.handout = handout, .out = out};
    struct pw_buffer title = {0};
    const char *name = handout->lesson ? handout->lesson->title : handout->title;
    pw_text_safe(&title, pw_bytes_of(name, strlen(name)));
    if (!writer) {
        write_svg(handout, pw_buffer_get(&title), out);
    } else {
        writer->begin(&page, pw_buffer_get(&title));
        if (handout->lesson)
            pw_page_lesson(&page, writer);
        else
            write_capture(&page, writer);
        writer->end(&page);
    }
    pw_arena_free(&page.arena);
    pw_buffer_free(&title);
}
