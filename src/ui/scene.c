/* A packet's screen: see scene.h. */
#include "ui/scene.h"

#include "base/text.h"
#include "base/translate.h"
#include "ui/bench.h"
#include "ui/projector.h"

#define SIDE_FROM 60  /* columns from which rungs stand beside the ladder */
#define WIDE_FROM 120 /* columns from which fields stand below the rungs */

static int at_least(int a, int b)
{
    return a > b ? a : b;
}

/* Share the rows out: at 24 rows 7 for the ladder, 6 for words, 6 for bytes (in lessons 6, 9 and
 * 4); a larger window gives to each. */
static void share(const struct pw_scene *scene, int rows, int *ladder, int *words, int *bytes)
{
    int rest = rows - 5; /* title, ends, two rules, footer */
    if (rest < 19) {
        *bytes = at_least(1, rest / 4);
        *words = at_least(2, scene->reads_more ? rest * 3 / 5 : rest * 2 / 5);
        *ladder = rest - *bytes - *words;
        return;
    }
    int more = rest - 19;
    *bytes = (scene->reads_more ? 4 : 6) + more * 3 / 10;
    *words = (scene->reads_more ? 9 : 6) + more * 3 / 10;
    *ladder = rest - *bytes - *words;
}

static void lay_out(struct pw_scene *scene, const struct pw_cells *cells)
{
    int ladder, words, bytes;
    share(scene, cells->rows, &ladder, &words, &bytes);
    int width = cells->columns;
    bool wide = width >= WIDE_FROM;
    int side = wide ? width * 2 / 5 : width >= SIDE_FROM ? width * 2 / 5 : 0;
    int left = side ? width - side - 1 : width;
    int text = wide ? left : width;
    scene->ends = (struct pw_box){1, 0, 1, left};
    scene->ladder_box = (struct pw_box){2, 0, ladder, left};
    scene->words_rule = 2 + ladder;
    scene->words = (struct pw_box){scene->words_rule + 1, 0, words, text};
    scene->bytes_rule = scene->words_rule + 1 + words;
    scene->bytes = (struct pw_box){scene->bytes_rule + 1, 0, bytes, text};
    scene->side = (struct pw_box){1, left + 1, ladder + 1, side};
    scene->fields = scene->side;
    if (!side) {
        scene->side = scene->fields = scene->ladder_box;
    } else if (wide) {
        scene->side.rows = 7;
        scene->fields = (struct pw_box){9, left + 1, cells->rows - 10, side};
    }
}

static void draw_side(const struct pw_scene *scene, struct pw_cells *cells)
{
    const struct pw_focus *focus = &scene->focus;
    bool wide = cells->columns >= WIDE_FROM, beside = cells->columns >= SIDE_FROM;
    if (beside) {
        int bottom = wide ? cells->rows - 1 : scene->words_rule;
        for (int y = 1; y < bottom; y++)
            pw_cells_put(cells, y, scene->side.x - 1, 1, PW_STYLE_DIM, "│");
    }
    if (wide) {
        pw_draw_rungs(cells, scene->side, focus);
        struct pw_buffer label = {0};
        if (focus->readable)
            pw_buffer_print(&label, _("fields of rung %u"), focus->rungs[focus->rung].osi);
        pw_cells_rule(cells, 8, scene->side.x, scene->side.columns, pw_buffer_get(&label));
        pw_buffer_free(&label);
        pw_draw_fields(cells, scene->fields, focus);
        return;
    }
    if (focus->level == PW_LEVEL_FIELD)
        pw_draw_fields(cells, scene->fields, focus);
    else if (beside || focus->level == PW_LEVEL_RUNG)
        pw_draw_rungs(cells, scene->side, focus);
}

/* "student"; with what is out of sight: "student · 4 more below". */
static void draw_words_rule(const struct pw_scene *scene, struct pw_cells *cells, const char *rule)
{
    struct pw_buffer label = {0};
    pw_buffer_text(&label, rule);
    if (pw_scene_more(scene))
        pw_buffer_print(&label, _(" · %u more below"),
                        scene->lines - scene->scroll - (uint32_t)scene->words.rows);
    else if (scene->scroll)
        pw_buffer_text(&label, _(" · end"));
    pw_cells_rule(cells, scene->words_rule, 0, scene->words.columns, pw_buffer_get(&label));
    pw_buffer_free(&label);
}

static uint32_t draw_words(struct pw_cells *cells, struct pw_box box, const struct pw_scene *scene,
                           struct pw_paragraphs *prose)
{
    return prose ? pw_draw_paragraphs(cells, box, prose, scene->scroll)
                 : pw_draw_words(cells, box, &scene->focus, scene->scroll);
}

/* What is scrolled stands where the projector puts it. */
static void draw_projector(struct pw_ui *ui, struct pw_scene *scene, struct pw_cells *cells,
                           struct pw_paragraphs *prose, const char *rule)
{
    uint32_t lines = pw_projector_draw(ui, &scene->focus, scene->ladder.asking, cells, prose,
                                       scene->scroll, &scene->words);
    uint32_t page = (uint32_t)at_least(scene->words.rows, 1);
    scene->lines = lines;
    scene->to_news = false;
    if (lines <= page)
        scene->scroll = 0;
    else if (scene->scroll > lines - page)
        scene->scroll = lines - page;
    scene->words_rule = cells->rows - 2;
    draw_words_rule(scene, cells, rule ? rule : "");
}

void pw_scene_draw(struct pw_ui *ui, struct pw_scene *scene, struct pw_cells *cells,
                   struct pw_paragraphs *prose, const char *rule)
{
    struct pw_focus *focus = &scene->focus;
    lay_out(scene, cells);
    if (focus->voice != ui->voice) {
        focus->voice = ui->voice;
        pw_focus_make(focus);
    }
    if (ui->projector) {
        draw_projector(ui, scene, cells, prose, rule);
        return;
    }
    bool covered = cells->columns < SIDE_FROM &&
                   (focus->level == PW_LEVEL_FIELD || focus->level == PW_LEVEL_RUNG);
    pw_draw_ends(cells, scene->ends, focus);
    if (!covered)
        pw_draw_ladder(cells, scene->ladder_box, focus, &scene->ladder);
    draw_side(scene, cells);
    /* How long the words are is known once they are wrapped: first on no line at all. */
    struct pw_box nowhere = scene->words;
    nowhere.rows = 0;
    scene->lines = draw_words(cells, nowhere, scene, prose);
    uint32_t page = (uint32_t)scene->words.rows;
    uint32_t most = scene->lines > page ? scene->lines - page : 0;
    if (prose && prose->news && scene->to_news)
        scene->scroll = prose->news_line;
    scene->to_news = false;
    if (scene->scroll > most)
        scene->scroll = most;
    draw_words(cells, scene->words, scene, prose);
    draw_words_rule(scene, cells, rule ? rule : pw_voice_name(ui->voice));
    struct pw_buffer label = {0};
    pw_bytes_label(&label, focus);
    pw_cells_rule(cells, scene->bytes_rule, 0, scene->bytes.columns, pw_buffer_get(&label));
    pw_buffer_free(&label);
    pw_draw_bytes(cells, scene->bytes, focus);
}

void pw_scene_go(struct pw_scene *scene, uint32_t row)
{
    if (row == PW_NONE)
        return;
    scene->scroll = 0;
    pw_focus_go(&scene->focus, row);
}

bool pw_scene_more(const struct pw_scene *scene)
{
    return scene->lines > scene->scroll + (uint32_t)scene->words.rows;
}

bool pw_scene_read_on(struct pw_scene *scene)
{
    uint32_t page = (uint32_t)scene->words.rows;
    if (!pw_scene_more(scene))
        return false;
    scene->scroll += page > 1 ? page - 1 : 1;
    if (scene->scroll + page > scene->lines)
        scene->scroll = scene->lines - page;
    return true;
}

static void read_back(struct pw_scene *scene)
{
    uint32_t page = scene->words.rows > 1 ? (uint32_t)scene->words.rows - 1 : 1;
    scene->scroll -= scene->scroll < page ? scene->scroll : page;
}

/* The first or last packet of what the ladder shows. */
static uint32_t outermost(const struct pw_scene *scene, bool last)
{
    const struct pw_session *session = scene->focus.session;
    uint32_t rows = pw_session_rows(session), row = scene->focus.row;
    uint32_t conversation = pw_session_row(session, row)->conversation;
    if (!scene->ladder.all && conversation != PW_NONE) {
        const struct pw_conversation *c = pw_session_conversation(session, conversation);
        row = last ? c->last_row : c->first_row;
    } else if (scene->ladder.all) {
        row = last ? rows - 1 : 0;
    }
    /* What is hidden stays so. */
    while (last && row >= scene->ladder.until && row > scene->focus.row)
        row--;
    return row;
}

static bool move_in_bytes(struct pw_scene *scene, int action)
{
    int line = pw_bytes_in_line(scene->bytes.columns);
    if (action == PW_SCENE_BEFORE || action == PW_SCENE_NEXT)
        pw_focus_move_byte(&scene->focus, action == PW_SCENE_NEXT ? 1 : -1);
    else if (action == PW_SCENE_UP || action == PW_SCENE_DOWN)
        pw_focus_move_byte(&scene->focus, action == PW_SCENE_DOWN ? line : -line);
    else
        return false;
    return true;
}

static bool act_on_packet(struct pw_ui *ui, struct pw_scene *scene, int action)
{
    struct pw_focus *focus = &scene->focus;
    switch (action) {
    case PW_SCENE_BEFORE:
    case PW_SCENE_JUMP_BEFORE:
        pw_scene_go(scene, pw_ladder_before(focus, &scene->ladder, focus->row));
        return true;
    case PW_SCENE_NEXT:
    case PW_SCENE_JUMP_NEXT: {
        uint32_t next = pw_ladder_next(focus, &scene->ladder, focus->row);
        if (next == PW_NONE)
            pw_ui_say(ui, scene->ladder.asking ? _("What comes next is the question.")
                                               : _("That was the last packet."));
        pw_scene_go(scene, next);
        return true;
    }
    case PW_SCENE_FIRST:
    case PW_SCENE_LAST:
        pw_scene_go(scene, outermost(scene, action == PW_SCENE_LAST));
        return true;
    default:
        return false;
    }
}

bool pw_scene_act(struct pw_ui *ui, struct pw_scene *scene, int action)
{
    struct pw_focus *focus = &scene->focus;
    if (action == PW_SCENE_VOICE) {
        ui->voice = (enum pw_voice)((ui->voice + 1u) % PW_VOICES);
        ui->voice_chosen = true;
        scene->scroll = 0;
        return true;
    }
    if (action == PW_SCENE_SCROLL_DOWN || action == PW_SCENE_SCROLL_UP) {
        if (action == PW_SCENE_SCROLL_DOWN)
            pw_scene_read_on(scene);
        else
            read_back(scene);
        return true;
    }
    if (focus->row == PW_NONE)
        return false;
    if (focus->level == PW_LEVEL_BYTE && move_in_bytes(scene, action))
        return true;
    if (act_on_packet(ui, scene, action))
        return true;
    if (action >= PW_SCENE_ACCEPT && action < PW_SCENE_ACTIONS) {
        if (scene->ladder.asking)
            pw_ui_say(ui, _("First comes the question."));
        else
            pw_bench_open(ui, focus->session, focus->row, action);
        return true;
    }
    scene->scroll = 0;
    switch (action) {
    case PW_SCENE_UP:
    case PW_SCENE_DOWN:
        pw_focus_move(focus, action == PW_SCENE_DOWN ? 1 : -1);
        return true;
    case PW_SCENE_DEEPER:
        if (focus->level == PW_LEVEL_PACKET)
            pw_focus_deeper(focus);
        if (focus->level == PW_LEVEL_RUNG && !pw_focus_deeper(focus))
            pw_ui_say(ui, _("Nothing of this packet stands on this rung."));
        return true;
    case PW_SCENE_OUT:
        return pw_focus_up(focus);
    case PW_SCENE_BYTES:
        pw_focus_bytes(focus);
        return true;
    case PW_SCENE_SENTENCE:
    case PW_SCENE_SENTENCE_BEFORE:
        pw_focus_sentence(focus, action == PW_SCENE_SENTENCE ? 1 : -1);
        return true;
    case PW_SCENE_SOURCE:
        if (focus->tree.source_count < 2)
            pw_ui_say(ui, _("This packet has no other bytes than its own."));
        pw_focus_next_source(focus);
        return true;
    default:
        return false;
    }
}

static bool inside(struct pw_box box, int y, int x)
{
    return y >= box.y && y < box.y + box.rows && x >= box.x && x < box.x + box.columns;
}

void pw_scene_click(struct pw_scene *scene, int y, int x)
{
    struct pw_focus *focus = &scene->focus;
    if (!focus->readable)
        return;
    bool beside = scene->side.x > 0;
    if (inside(scene->bytes, y, x)) {
        uint32_t byte = pw_bytes_at(scene->bytes, focus, y, x);
        if (byte != PW_NONE)
            pw_focus_to_byte(focus, byte);
    } else if (beside && inside(scene->fields, y, x) && focus->level == PW_LEVEL_FIELD) {
        uint32_t item = pw_fields_top(scene->fields, focus) + (uint32_t)(y - scene->fields.y);
        if (item < focus->item_count && focus->items[item].field != PW_NONE) {
            focus->item = item;
            pw_focus_make(focus);
        }
    } else if (beside && inside(scene->side, y, x)) {
        uint32_t rung = pw_rungs_top(scene->side, focus) + (uint32_t)(y - scene->side.y);
        if (rung < 7)
            pw_focus_to_rung(focus, rung);
    } else if (inside(scene->ladder_box, y, x)) {
        pw_scene_go(scene, pw_ladder_row_at(scene->ladder_box, focus, &scene->ladder, y));
    }
}
