/* The ladder as SVG: two lifelines, an arrow a packet. It is read aloud by its title and the text
 * of its arrows, drawn in the colour of the text around it, and prints as it is. */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "export/handout_private.h"

#define WIDTH 760
#define LEFT  150 /* the client's lifeline */
#define RIGHT 640 /* the server's */
#define ROW   26  /* height of a packet */
#define LABEL 58  /* columns of text over an arrow */

static void write_text(struct pw_buffer *out, int x, int y, const char *anchor, const char *text)
{
    pw_buffer_print(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y, anchor);
    pw_markup_html(out, text);
    pw_buffer_text(out, "</text>\n");
}

static void write_line(struct pw_buffer *out, int x1, int y1, int x2, int y2, const char *more)
{
    pw_buffer_print(out,
                    "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"currentColor\"%s/>\n",
                    x1, y1, x2, y2, more);
}

static void write_arrow(const struct pw_session *session, uint32_t row, int y,
                        struct pw_buffer *out)
{
    struct pw_arena scratch = {0};
    struct pw_tree tree;
    struct pw_buffer summary = {0}, label = {0}, number = {0};
    const struct pw_row *packet = pw_session_row(session, row);
    uint64_t start = pw_session_row(session, 0)->time;
    uint64_t since = packet->time < start ? 0 : packet->time - start;
    if (pw_picture_tree(session, row, &scratch, &tree))
        pw_picture_summary(&tree, &summary);
    pw_text_brief(&label, pw_bytes_of(pw_buffer_get(&summary), summary.length), LABEL);
    pw_buffer_print(&number, "%u · %llu.%06llu", (unsigned)row + 1,
                    (unsigned long long)(since / 1000000000u),
                    (unsigned long long)(since % 1000000000u / 1000u));
    write_text(out, LEFT - 12, y + 4, "end", pw_buffer_get(&number));
    write_text(out, (LEFT + RIGHT) / 2, y - 4, "middle", pw_buffer_get(&label));
    if (packet->conversation == PW_NONE)
        write_line(out, LEFT, y, RIGHT, y, " stroke-dasharray=\"3 4\"");
    else if (packet->flags & PW_ROW_SERVER)
        write_line(out, RIGHT, y, LEFT + 6, y, " marker-end=\"url(#tip)\"");
    else
        write_line(out, LEFT, y, RIGHT - 6, y, " marker-end=\"url(#tip)\"");
    pw_buffer_free(&summary);
    pw_buffer_free(&label);
    pw_buffer_free(&number);
    pw_arena_free(&scratch);
}

/* A new conversation: its ends, over the lifelines. */
static void write_ends(const struct pw_session *session, uint32_t conversation, int y,
                       struct pw_buffer *out)
{
    const struct pw_conversation *c = pw_session_conversation(session, conversation);
    struct pw_buffer client = {0}, server = {0};
    pw_show_endpoint(&client, &c->endpoint[PW_CLIENT]);
    pw_show_endpoint(&server, &c->endpoint[PW_SERVER]);
    write_text(out, LEFT, y, "middle", pw_buffer_get(&client));
    write_text(out, RIGHT, y, "middle", pw_buffer_get(&server));
    pw_buffer_free(&client);
    pw_buffer_free(&server);
}

static uint32_t count_changes(const struct pw_session *session, const uint32_t *rows,
                              uint32_t count)
{
    uint32_t changes = 0, now = PW_NONE;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t here = pw_session_row(session, rows[i])->conversation;
        changes += here != PW_NONE && here != now;
        now = here == PW_NONE ? now : here;
    }
    return changes;
}

void pw_handout_ladder(const struct pw_session *session, const uint32_t *rows, uint32_t count,
                       const char *title, bool linked, struct pw_buffer *out)
{
    int height = 60 + ROW * (int)(count + count_changes(session, rows, count)), y = 46;
    uint32_t now = PW_NONE;
    pw_buffer_print(out,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"%s\" viewBox=\"0 0 %d %d\" "
                    "width=\"%d\" font-family=\"sans-serif\" font-size=\"12\" "
                    "fill=\"currentColor\" aria-labelledby=\"ladder-title\">\n"
                    "<title id=\"ladder-title\">",
                    linked ? "group" : "img", WIDTH, height, WIDTH);
    pw_markup_html(out, title);
    pw_buffer_text(out,
                   "</title>\n<defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"6\" refY=\"5\" "
                   "markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">"
                   "<path d=\"M0 0 10 5 0 10z\" fill=\"currentColor\"/></marker></defs>\n");
    write_text(out, LEFT, 18, "middle", _("client"));
    write_text(out, RIGHT, 18, "middle", _("server"));
    write_line(out, LEFT, 26, LEFT, height - 8, "");
    write_line(out, RIGHT, 26, RIGHT, height - 8, "");
    for (uint32_t i = 0; i < count; i++) {
        uint32_t here = pw_session_row(session, rows[i])->conversation;
        if (here != PW_NONE && here != now) {
            write_ends(session, here, y + 4, out);
            y += ROW;
            now = here;
        }
        if (linked)
            pw_buffer_print(out, "<a href=\"#p%u\">\n", (unsigned)i + 1);
        write_arrow(session, rows[i], y, out);
        if (linked)
            pw_buffer_text(out, "</a>\n");
        y += ROW;
    }
    pw_buffer_text(out, "</svg>\n");
}
