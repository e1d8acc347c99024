/* A lesson: its prose in the place of the words, and the packets it speaks of above and below. */
#include "ui/view_lesson.h"

#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "ui/ask.h"
#include "ui/scene.h"
#include "ui/view_walk.h"

struct state {
    const struct pw_lesson *lesson;
    uint32_t step;
    struct pw_place place;
    struct pw_scene scene;
    struct pw_ask ask;
    bool looking; /* the student looks around: the focus's words are shown, not the lesson's */
    bool known;   /* the step was finished before */
    bool fast;    /* testing out: only the exit questions are asked */
    bool failed;  /* and one of them was not answered at once */
};

enum { ON = PW_SCENE_ACTIONS, BACK, SKIP, HINT, FOLLOW, RETURN, TASK, TEST, COMPARE };
static const struct pw_key_entry keys[] = {
    {' ', 0, ON, N_("next"), N_("read on; to the next step"), N_("Space")},
    {PW_KEY_BACKSPACE, 'p', BACK, N_("previous"), N_("to the step before"), "p"},
    {'i', 0, HINT, N_("hint"), N_("a hint for the question"), "i"},
    {'s', 0, SKIP, N_("skip"), N_("to the next step without an answer"), "s"},
    {'t', 0, TASK, N_("task"), N_("do the step's task, in a lab of your own"), "t"},
    {'c', 0, COMPARE, N_("compare"), N_("the captures of the step beside each other"), "c"},
    {'r', 0, RETURN, N_("return"), N_("return to the lesson after looking around"), "r"},
    {'x', 0, TEST, "", N_("test out: the exit questions alone"), NULL},
    PW_SCENE_KEYS,
    {'S', 0, PW_SCENE_SEQUENCE, "", N_("this connection's sequence numbers"), NULL},
    {'f', 0, FOLLOW, "", N_("read the conversation as messages"), NULL},
    PW_SCENE_MORE_KEYS,
    {.label = NULL},
};

/* Put the step's packet on the screen, and hide what its question asks for. */
static void place(struct state *state)
{
    struct pw_scene *scene = &state->scene;
    struct pw_focus *focus = &scene->focus;
    bool hidden = state->place.hidden && pw_ask_open(&state->ask);
    state->looking = false;
    scene->scroll = 0;
    focus->session = state->place.session;
    focus->light = state->place.light;
    focus->light_count = state->place.light_count;
    focus->level = PW_LEVEL_PACKET;
    focus->row = state->place.session ? state->place.shown : PW_NONE;
    if (state->place.session && !hidden && state->place.hidden)
        focus->row = state->place.asked;
    focus->sentence = 0;
    scene->ladder = (struct pw_ladder_state){
        .all = focus->row != PW_NONE &&
               pw_session_row(focus->session, focus->row)->conversation == PW_NONE,
        .until = hidden ? state->place.asked : PW_NONE,
        .asking = hidden};
    pw_focus_make(focus);
}

static void remember(struct pw_ui *ui, struct state *state)
{
    struct pw_progress_entry entry = pw_progress_get(ui->progress, state->lesson->id);
    entry.step = state->step + 1;
    entry.steps = state->lesson->step_count;
    pw_progress_set(ui->progress, state->lesson->id, entry);
    ui->progress_changed = true;
}

/* An answer was given: it is kept, and told by `lesson report`. */
static void keep_answer(struct pw_ui *ui, struct state *state)
{
    if (!state->ask.grade.understood)
        return;
    state->ask.answer.step = state->step + 1;
    pw_progress_answered(ui->progress, state->lesson->id, &state->ask.answer);
    state->failed |= state->fast && (!state->ask.grade.right || state->ask.answer.hints);
    ui->progress_changed = true;
}

static void go_to(struct pw_ui *ui, struct state *state, uint32_t step)
{
    struct pw_progress_entry entry = pw_progress_get(ui->progress, state->lesson->id);
    state->step = step;
    state->known = step < entry.done;
    pw_lesson_place(state->lesson, step, ui->captures, &state->place);
    pw_ask_begin(&state->ask, state->lesson->steps[step].question, state->place.session,
                 state->place.asked);
    if (!state->place.session)
        state->ask.question = NULL;
    place(state);
    remember(ui, state);
    if (!state->place.session)
        pw_ui_say(ui, _("This lesson's capture cannot be read: packetwalk lesson check says why"));
}

static void keep_first(void *self, const char *fault)
{
    struct pw_error *error = self;
    const char *slash = strrchr(fault, '/');
    if (!error->text[0])
        pw_error_set(error, "%s", slash ? slash + 1 : fault);
}

/* A capture that was changed makes a lesson say what is not so: that is said. */
static void check(struct pw_ui *ui, const struct pw_lesson *lesson)
{
    struct pw_error error = {{0}};
    if (*lesson->path && pw_lesson_check(lesson->path, ui->captures, keep_first, &error))
        pw_ui_say(ui, error.text);
}

/* Begin where the student stopped; a lesson done is begun anew. */
static void enter(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    struct pw_progress_entry entry = pw_progress_get(ui->progress, state->lesson->id);
    uint32_t step = entry.step ? entry.step - 1 : 0;
    if (step >= state->lesson->step_count || entry.done >= state->lesson->step_count)
        step = 0;
    if (!ui->voice_chosen)
        ui->voice = state->lesson->voice;
    state->scene.reads_more = true;
    state->scene.focus.words = ui->words;
    state->scene.focus.voice = ui->voice;
    go_to(ui, state, step);
    check(ui, state->lesson);
}

static void leave(struct pw_ui *ui, void *it)
{
    struct state *state = it;
    (void)ui;
    pw_focus_free(&state->scene.focus);
}

static void add_block(struct pw_paragraphs *prose, const struct pw_block *block)
{
    /* Below the title there is no gap. */
    struct pw_paragraph paragraph = {.gap = prose->count > 1, .text = block->text};
    switch (block->kind) {
    case PW_BLOCK_ITEM:
        paragraph.gap = false;
        paragraph.mark =
            block->number ? pw_arena_print(prose->arena, "%2u. ", block->number) : " • ";
        break;
    case PW_BLOCK_CODE:
        paragraph.mark = "    ";
        paragraph.style = PW_STYLE_CLIENT;
        break;
    case PW_BLOCK_HEADING:
        paragraph.style = PW_STYLE_KEY;
        break;
    default:
        break;
    }
    pw_paragraphs_add(prose, paragraph);
}

/* A task, as what is to be done and how it is watched. */
static void add_task(struct pw_paragraphs *prose, const struct pw_task *task)
{
    pw_paragraphs_add(prose,
                      (struct pw_paragraph){.gap = true, .style = PW_STYLE_ASK, .text = task->ask});
    for (uint32_t i = 0; i < task->part_count; i++)
        pw_paragraphs_add(prose, (struct pw_paragraph){.mark = " • ", .text = task->parts[i].text});
}

/* A comparison, as what is compared. */
static void add_compare(struct pw_paragraphs *prose, const struct pw_compare *compare)
{
    for (uint32_t i = 0; i < compare->count; i++)
        pw_paragraphs_add(
            prose, (struct pw_paragraph){.gap = !i, .mark = " ⇄ ", .text = compare->of[i].title});
    pw_paragraphs_add(prose, (struct pw_paragraph){.style = PW_STYLE_KEY,
                                                   .text = _("c sets them beside each other.")});
}

/* The step as paragraphs: what stands behind its question waits for the answer. */
static void make_prose(const struct state *state, struct pw_paragraphs *prose)
{
    const struct pw_step *step = &state->lesson->steps[state->step];
    pw_paragraphs_add(prose, (struct pw_paragraph){.style = PW_STYLE_KEY, .text = step->title});
    for (uint32_t i = 0; i < step->block_count; i++) {
        const struct pw_block *block = &step->blocks[i];
        if (block->kind == PW_BLOCK_QUESTION) {
            pw_ask_show(&state->ask, prose);
            if (pw_ask_open(&state->ask))
                return;
        } else if (block->kind == PW_BLOCK_TASK) {
            add_task(prose, block->task);
        } else if (block->kind == PW_BLOCK_COMPARE) {
            add_compare(prose, block->compare);
        } else if (block->kind != PW_BLOCK_SHOW) {
            add_block(prose, block);
        }
    }
}

/* What can be done now, on the rule above the prose. */
static void make_rule(const struct state *state, struct pw_buffer *out)
{
    if (state->looking)
        pw_buffer_text(out, _("looking around: r returns to the lesson"));
    else if (pw_ask_open(&state->ask))
        pw_ask_how(&state->ask, out);
    else if (state->lesson->steps[state->step].task)
        pw_buffer_text(out, state->known ? _("done; t does it again, Space goes on")
                                         : _("t opens a lab to do it in, Space goes on"));
    else if (state->step + 1 < state->lesson->step_count)
        pw_buffer_text(out, _("Space goes on"));
    else
        pw_buffer_text(out, _("the last step: Space ends the lesson"));
}

static void draw(struct pw_ui *ui, void *it, struct pw_cells *cells)
{
    struct state *state = it;
    const struct pw_focus *focus = &state->scene.focus;
    struct pw_paragraphs prose = {.arena = &ui->scratch};
    struct pw_buffer where = {0}, rule = {0};
    if (focus->row != PW_NONE && cells->columns >= 60)
        pw_buffer_print(&where, _("packet %u of %u · "), focus->row + 1,
                        pw_session_rows(focus->session));
    pw_buffer_print(&where, _("step %u of %u"), state->step + 1, state->lesson->step_count);
    pw_draw_title(cells, state->lesson->title, pw_buffer_get(&where));
    make_rule(state, &rule);
    if (!state->looking)
        make_prose(state, &prose);
    pw_scene_draw(ui, &state->scene, cells, state->looking ? NULL : &prose, pw_buffer_get(&rule));
    pw_buffer_free(&where);
    pw_buffer_free(&rule);
}

/* The step is finished. */
static void count_done(struct pw_ui *ui, const struct state *state)
{
    struct pw_progress_entry entry = pw_progress_get(ui->progress, state->lesson->id);
    if (entry.done <= state->step)
        entry.done = state->step + 1;
    pw_progress_set(ui->progress, state->lesson->id, entry);
    ui->progress_changed = true;
}

/* The first step from there on that asks an exit question, or the number of steps. */
static uint32_t next_exit(const struct state *state, uint32_t step)
{
    const struct pw_lesson *lesson = state->lesson;
    while (step < lesson->step_count &&
           !(lesson->steps[step].question && lesson->steps[step].question->exit))
        step++;
    return step;
}

/* All exit questions were asked. False where the lesson is to be read after all. */
static bool end_test(struct pw_ui *ui, struct state *state)
{
    uint32_t steps = state->lesson->step_count;
    state->fast = false;
    if (state->failed) {
        go_to(ui, state, 0);
        pw_ui_say(ui, _("Not all of it was right at once: the lesson explains it."));
        return false;
    }
    pw_progress_set(ui->progress, state->lesson->id,
                    (struct pw_progress_entry){.step = steps, .steps = steps, .done = steps});
    ui->progress_changed = true;
    return true;
}

static void begin_test(struct pw_ui *ui, struct state *state)
{
    uint32_t first = next_exit(state, 0);
    if (first == state->lesson->step_count) {
        pw_ui_say(ui, _("This lesson has no exit questions."));
        return;
    }
    state->fast = true;
    state->failed = false;
    go_to(ui, state, first);
    pw_ui_say(ui, _("Answer each at once, without hints: then the lesson is done."));
}

static void go_on(struct pw_ui *ui, struct state *state, bool skip)
{
    if (state->looking) {
        place(state);
        return;
    }
    bool open = pw_ask_open(&state->ask);
    if (!skip && pw_scene_read_on(&state->scene))
        return;
    if (open && !skip && !state->known) {
        pw_ui_say(ui, _("Answer first; i gives a hint, s goes on without."));
        return;
    }
    /* A task is done on the wire, not by reading on. */
    if (!open && !state->lesson->steps[state->step].task && !state->fast)
        count_done(ui, state);
    state->failed |= state->fast && open;
    uint32_t next = state->fast ? next_exit(state, state->step + 1) : state->step + 1;
    if (next < state->lesson->step_count) {
        go_to(ui, state, next);
        return;
    }
    if (state->fast && !end_test(ui, state))
        return;
    pw_ui_back(ui);
    if (!ui->done)
        pw_ui_say(ui, _("Lesson done."));
}

/* What an answer brought: the hidden packet, or the one that refutes it. */
static void show_answer(struct pw_ui *ui, struct state *state)
{
    const struct pw_ask *ask = &state->ask;
    if (!ask->graded)
        return;
    keep_answer(ui, state);
    if (ask->grade.right) {
        if (!state->fast)
            count_done(ui, state);
        if (state->place.hidden)
            place(state);
    } else if (ask->grade.see != PW_NONE) {
        pw_scene_go(&state->scene, ask->grade.see);
        state->looking = false;
    }
    /* What came of it stands below the question. */
    state->scene.to_news = true;
}

static bool type(struct pw_ui *ui, void *it, int key)
{
    struct state *state = it;
    if (state->looking || !pw_ask_key(&state->ask, key))
        return false;
    show_answer(ui, state);
    return true;
}

/* Moves of the scene after which the student reads about the packet, not the lesson. */
static bool looks_around(int action)
{
    return action != PW_SCENE_VOICE && action != PW_SCENE_SCROLL_UP &&
           action != PW_SCENE_SCROLL_DOWN && action != PW_SCENE_SOURCE && action < PW_SCENE_ACCEPT;
}

static void move_scene(struct pw_ui *ui, struct state *state, int action)
{
    if (action == PW_SCENE_OUT && !state->looking) {
        pw_ui_back(ui);
        return;
    }
    bool moved = pw_scene_act(ui, &state->scene, action);
    if (!moved && action == PW_SCENE_OUT)
        place(state);
    else if (moved && looks_around(action))
        state->looking = true;
}

static void act(struct pw_ui *ui, void *it, int action)
{
    struct state *state = it;
    const struct pw_focus *focus = &state->scene.focus;
    switch (action) {
    case ON:
    case SKIP:
        go_on(ui, state, action == SKIP);
        return;
    case BACK:
        if (state->step)
            go_to(ui, state, state->step - 1);
        else
            pw_ui_say(ui, _("This is the first step."));
        return;
    case HINT:
        if (pw_ask_hint(&state->ask))
            state->scene.to_news = true;
        else
            pw_ui_say(ui, pw_ask_open(&state->ask) ? _("There are no more hints.")
                                                   : _("Nothing is asked now."));
        return;
    case RETURN:
        place(state);
        return;
    case TEST:
        begin_test(ui, state);
        return;
    case COMPARE:
        if (state->lesson->steps[state->step].compare)
            pw_view_compare_open(ui, state->lesson->steps[state->step].compare);
        else
            pw_ui_say(ui, _("Nothing is compared in this step."));
        return;
    case TASK:
        ui->wish = state->lesson->steps[state->step].task;
        if (!ui->wish)
            pw_ui_say(ui, _("This step has no task."));
        return;
    case FOLLOW:
        if (focus->row == PW_NONE || state->scene.ladder.asking)
            pw_ui_say(ui, _("First comes the question."));
        else if (pw_session_row(focus->session, focus->row)->conversation != PW_NONE)
            pw_view_follow_open(ui, focus->session,
                                pw_session_row(focus->session, focus->row)->conversation,
                                focus->row);
        return;
    default:
        move_scene(ui, state, action);
        return;
    }
}

static bool can(const void *it, int action)
{
    const struct state *state = it;
    const struct pw_step *step = &state->lesson->steps[state->step];
    bool open = pw_ask_open(&state->ask);
    switch (action) {
    case ON:
        return !state->looking && (!open || state->known || pw_scene_more(&state->scene));
    case BACK:
        return !state->looking && state->step;
    case HINT:
        return !state->looking && open && state->ask.answer.hints < state->ask.question->hint_count;
    case SKIP:
        return !state->looking && open && !state->known;
    case TASK:
        return !state->looking && step->task;
    case COMPARE:
        return !state->looking && step->compare;
    case RETURN:
        return state->looking;
    default:
        return true;
    }
}

void pw_view_lesson_task_done(struct pw_ui *ui)
{
    struct pw_open_view *top = ui->depth ? &ui->stack[ui->depth - 1] : NULL;
    if (!top || top->view != &pw_view_lesson)
        return;
    struct state *state = top->state;
    count_done(ui, state);
    state->known = true;
    pw_ui_say(ui, _("The task is done: the packets have proved it."));
}

void pw_view_lesson_changed(struct pw_ui *ui, const struct pw_lesson *lesson)
{
    struct pw_open_view *top = ui->depth ? &ui->stack[ui->depth - 1] : NULL;
    if (!top || top->view != &pw_view_lesson)
        return;
    struct state *state = top->state;
    state->lesson = lesson;
    state->fast = false;
    go_to(ui, state, state->step < lesson->step_count ? state->step : lesson->step_count - 1);
}

void pw_view_lesson_test(struct pw_ui *ui)
{
    struct pw_open_view *top = ui->depth ? &ui->stack[ui->depth - 1] : NULL;
    if (top && top->view == &pw_view_lesson)
        begin_test(ui, top->state);
}

static void see(struct pw_ui *ui, void *it, uint32_t row)
{
    struct state *state = it;
    (void)ui;
    pw_scene_go(&state->scene, row);
    state->looking = true;
}

static void click(struct pw_ui *ui, void *it, int y, int x)
{
    struct state *state = it;
    (void)ui;
    pw_scene_click(&state->scene, y, x);
    state->looking = state->scene.focus.row != PW_NONE;
}

static void prepare(void *it, const void *lesson)
{
    ((struct state *)it)->lesson = lesson;
}

void pw_view_lesson_open(struct pw_ui *ui, const struct pw_lesson *lesson)
{
    pw_ui_open(ui, &pw_view_lesson, prepare, lesson);
}

const struct pw_view pw_view_lesson = {
    .id = "lesson",
    .title = N_("A lesson"),
    .state_size = sizeof(struct state),
    .keys = keys,
    .enter = enter,
    .draw = draw,
    .act = act,
    .can = can,
    .type = type,
    .see = see,
    .click = click,
    .leave = leave,
};
