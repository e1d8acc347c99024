/* Grading answers from the bytes: see question.h. */
#include "teach/question.h"

#include <string.h>

#include "teach/condition_value.h"
#include "teach/file.h"

static bool read_field(const char *id, const struct pw_session *session, uint32_t row,
                       uint64_t *number)
{
    struct pw_arena scratch = {0};
    struct pw_tree tree;
    const struct pw_field *field = NULL;
    if (pw_picture_tree(session, row, &scratch, &tree))
        field = pw_tree_innermost(&tree, id);
    bool good = field && (field->def->format == PW_UINT || field->def->format == PW_HEX ||
                          field->def->format == PW_BOOL);
    if (good)
        *number = field->number;
    pw_arena_free(&scratch);
    return good;
}

bool pw_quantity_number(const struct pw_quantity *quantity, const struct pw_session *session,
                        uint32_t row, uint64_t *number)
{
    *number = 0;
    if (quantity->field) {
        if (row >= pw_session_rows(session))
            return false;
        if (!strcmp(quantity->field, "frame.len"))
            *number = pw_session_row(session, row)->length;
        else if (!read_field(quantity->field, session, row, number))
            return false;
    }
    uint64_t before = *number;
    *number += (uint64_t)quantity->number;
    return quantity->number < 0 ? *number < before : *number >= before;
}

/* Thousands separators stand before groups of exactly three digits. Copies the digits. */
static bool strip_separators(struct pw_bytes typed, char digits[32], size_t *count)
{
    size_t group = 0;
    bool separated = false;
    *count = 0;
    for (size_t i = 0; i < typed.length; i++) {
        uint8_t c = typed.data[i];
        if (c >= '0' && c <= '9') {
            if (*count == 31)
                return false;
            digits[(*count)++] = (char)c;
            group++;
        } else if (strchr(",._' ", c) && c) {
            if (!group || group > 3 || (separated && group != 3))
                return false;
            separated = true;
            group = 0;
        } else {
            return false;
        }
    }
    return *count > 0 && (!separated || group == 3);
}

bool pw_number_read(const char *typed, uint64_t *number)
{
    char digits[32];
    size_t count;
    struct pw_bytes text = pw_text_trim(pw_bytes_of(typed, strlen(typed)));
    if (text.length > 2 && text.data[0] == '0' && (text.data[1] | 0x20) == 'x')
        return pw_value_number(text, number);
    return strip_separators(text, digits, &count) &&
           pw_value_number(pw_bytes_of(digits, count), number);
}

bool pw_question_number(const struct pw_question *question, const struct pw_session *session,
                        uint32_t row, uint64_t *number)
{
    return question->type == PW_QUESTION_NUMBER &&
           pw_quantity_number(&question->answer, session, row, number);
}

uint32_t pw_question_right(const struct pw_question *question, const struct pw_session *session,
                           uint32_t row)
{
    uint32_t right = PW_NONE, count = 0;
    for (uint32_t i = 0; i < question->option_count; i++)
        if (question->options[i].right &&
            pw_statement_holds(question->options[i].right, session, row)) {
            right = i;
            count++;
        }
    return count == 1 ? right : PW_NONE;
}

/* What is said about a wrong answer. */
static void explain_wrong(const struct pw_option *option, const struct pw_session *session,
                          uint32_t row, struct pw_grade *grade)
{
    grade->misconception = option->misconception;
    grade->feedback = option->why;
    if (option->see)
        grade->see = pw_selector_find(option->see, session, row);
}

void pw_question_grade_choice(const struct pw_question *question, const struct pw_session *session,
                              uint32_t row, uint32_t option, struct pw_grade *grade)
{
    *grade = (struct pw_grade){.see = PW_NONE};
    if (question->type != PW_QUESTION_CHOICE || option >= question->option_count)
        return;
    const struct pw_option *chosen = &question->options[option];
    grade->understood = true;
    grade->right = chosen->right && pw_statement_holds(chosen->right, session, row);
    if (grade->right)
        grade->feedback = question->after ? question->after : chosen->why;
    else
        explain_wrong(chosen, session, row, grade);
}

void pw_question_grade_number(const struct pw_question *question, const struct pw_session *session,
                              uint32_t row, const char *typed, struct pw_grade *grade)
{
    uint64_t answer, given, foreseen;
    *grade = (struct pw_grade){.see = PW_NONE};
    if (!pw_question_number(question, session, row, &answer) || !pw_number_read(typed, &given))
        return;
    grade->understood = true;
    grade->right = given == answer;
    if (grade->right) {
        grade->feedback = question->after;
        return;
    }
    for (uint32_t i = 0; i < question->option_count; i++)
        if (pw_quantity_number(&question->options[i].value, session, row, &foreseen) &&
            foreseen == given) {
            explain_wrong(&question->options[i], session, row, grade);
            return;
        }
}
