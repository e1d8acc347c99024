/* A question on the screen: see ask.h. */
#include "ui/ask.h"

#include <string.h>

#include "base/translate.h"
#include "ui/ui.h"

#define MOST_OPTIONS 9

void pw_ask_begin(struct pw_ask *ask, const struct pw_question *question,
                  const struct pw_session *session, uint32_t row)
{
    *ask = (struct pw_ask){.question = question, .session = session, .row = row};
}

bool pw_ask_open(const struct pw_ask *ask)
{
    return ask->question && !(ask->graded && ask->grade.right);
}

static bool answer_choice(struct pw_ask *ask, int key)
{
    uint32_t option = (uint32_t)(key - '1');
    if (key < '1' || key > '9' || option >= ask->question->option_count)
        return false;
    pw_question_grade_choice(ask->question, ask->session, ask->row, option, &ask->grade);
    ask->chosen = option;
    ask->graded = true;
    pw_answer_try(&ask->answer, &ask->grade);
    if (!ask->grade.right)
        ask->wrong |= 1u << option;
    return true;
}

/* What may stand in a number: digits of any base up to 16, and what people put between them. */
static bool is_number_key(int key)
{
    return key > ' ' && key < 0x7f && strchr("0123456789abcdefABCDEFxX,._'", key);
}

static bool answer_number(struct pw_ask *ask, int key)
{
    if (is_number_key(key) && (ask->length || (key >= '0' && key <= '9'))) {
        if (ask->length + 1 < sizeof ask->typed)
            ask->typed[ask->length++] = (char)key;
        ask->typed[ask->length] = '\0';
        ask->graded = false;
        return true;
    }
    if (key == PW_KEY_BACKSPACE && ask->length) {
        ask->typed[--ask->length] = '\0';
        ask->graded = false;
        return true;
    }
    if (key != PW_KEY_ENTER || !ask->length)
        return false;
    pw_question_grade_number(ask->question, ask->session, ask->row, ask->typed, &ask->grade);
    ask->graded = true;
    pw_answer_try(&ask->answer, &ask->grade);
    return true;
}

bool pw_ask_key(struct pw_ask *ask, int key)
{
    if (!pw_ask_open(ask))
        return false;
    return ask->question->type == PW_QUESTION_CHOICE ? answer_choice(ask, key)
                                                     : answer_number(ask, key);
}

bool pw_ask_hint(struct pw_ask *ask)
{
    if (!pw_ask_open(ask) || ask->answer.hints >= ask->question->hint_count)
        return false;
    ask->answer.hints++;
    return true;
}

static void show_option(const struct pw_ask *ask, uint32_t i, struct pw_paragraphs *out)
{
    bool right = ask->graded && ask->grade.right && ask->chosen == i;
    bool wrong = ask->wrong >> i & 1;
    const char *mark = pw_arena_print(out->arena, "%s%u  ",
                                      right   ? "✓ "
                                      : wrong ? "✗ "
                                              : "  ",
                                      i + 1);
    enum pw_style style = right                                        ? PW_STYLE_GOOD
                          : wrong || (ask->graded && ask->grade.right) ? PW_STYLE_DIM
                                                                       : PW_STYLE_PLAIN;
    pw_paragraphs_add(out, (struct pw_paragraph){.style = style,
                                                 .mark = mark,
                                                 .text = ask->question->options[i].text});
}

static void show_number(const struct pw_ask *ask, struct pw_paragraphs *out)
{
    bool right = ask->graded && ask->grade.right;
    const char *text = pw_arena_print(out->arena, "%s%s", ask->typed, right ? "" : "_");
    pw_paragraphs_add(out, (struct pw_paragraph){.style = right ? PW_STYLE_GOOD : PW_STYLE_PLAIN,
                                                 .mark = _("  your number: "),
                                                 .text = text});
}

static void show_grade(const struct pw_ask *ask, struct pw_paragraphs *out)
{
    const struct pw_grade *grade = &ask->grade;
    if (!grade->understood) {
        pw_paragraphs_add(out,
                          (struct pw_paragraph){
                              .style = PW_STYLE_BAD,
                              .text = _("That is no number. Type digits, or 0x and hex digits.")});
        return;
    }
    pw_paragraphs_add(
        out, (struct pw_paragraph){.style = grade->right ? PW_STYLE_GOOD : PW_STYLE_BAD,
                                   .mark = grade->right ? "✓ " : "✗ ",
                                   .text = grade->right ? _("Right.") : _("Not so. Look again.")});
    pw_paragraphs_add(out, (struct pw_paragraph){.mark = "  ", .text = grade->feedback});
    if (!grade->right && grade->see != PW_NONE)
        pw_paragraphs_add(
            out, (struct pw_paragraph){
                     .mark = "  ",
                     .text = pw_arena_print(out->arena, _("Packet %u shows it."), grade->see + 1)});
}

void pw_ask_show(const struct pw_ask *ask, struct pw_paragraphs *out)
{
    if (!ask->question)
        return;
    pw_paragraphs_add(
        out, (struct pw_paragraph){.style = PW_STYLE_ASK, .gap = true, .text = ask->question->ask});
    if (ask->question->type == PW_QUESTION_NUMBER)
        show_number(ask, out);
    else
        for (uint32_t i = 0; i < ask->question->option_count && i < MOST_OPTIONS; i++)
            show_option(ask, i, out);
    out->news = out->count + (ask->graded ? ask->answer.hints + 1 : ask->answer.hints);
    for (uint32_t i = 0; i < ask->answer.hints; i++)
        pw_paragraphs_add(out, (struct pw_paragraph){.style = PW_STYLE_KEY,
                                                     .mark = _("Hint: "),
                                                     .text = ask->question->hints[i]});
    if (ask->graded)
        show_grade(ask, out);
}

void pw_ask_how(const struct pw_ask *ask, struct pw_buffer *out)
{
    if (ask->question->type == PW_QUESTION_NUMBER)
        pw_buffer_text(out, _("type a number, Enter"));
    else
        pw_buffer_print(out, _("answer with 1–%u"), ask->question->option_count);
}
