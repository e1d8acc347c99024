/* The question being made: its words, its options, and what the makers of several kinds ask of the
 * packet. See predict_private.h. */
#include <string.h>

#include "teach/predict_private.h"

const char *pw_asking_say_of(const struct pw_asking *on, const char *id, const char *item,
                             const struct pw_filling *fillings)
{
    const char *text = pw_words_question(on->words, id, item, fillings, on->arena);
    return text ? text : pw_arena_print(on->arena, "{%s %s}", id, item);
}

const char *pw_asking_say(const struct pw_asking *on, const char *item,
                          const struct pw_filling *fillings)
{
    return pw_asking_say_of(on, on->kind, item, fillings);
}

const char *pw_asking_side(const struct pw_asking *on)
{
    bool server = on->packet->flags & PW_ROW_SERVER;
    return pw_asking_say_of(on, "side", server ? "server" : "client", NULL);
}

const char *pw_asking_number(const struct pw_asking *on, uint64_t number)
{
    return pw_arena_print(on->arena, "%llu", (unsigned long long)number);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool pw_says_number(const char *text, uint64_t number)
{
    for (const char *at = text; *at;) {
        uint64_t said = 0;
        bool fits = true;
        if (!is_digit(*at)) {
            at++;
            continue;
        }
        for (; is_digit(*at); at++) {
            fits = fits && said <= (UINT64_MAX - 9) / 10;
            said = said * 10 + (uint64_t)(*at - '0');
        }
        if (fits && said == number)
            return true;
    }
    return false;
}

void pw_asking_begin(struct pw_asking *on, enum pw_question_type type, const char *ask)
{
    struct pw_question *question = pw_arena_take(on->arena, sizeof *question);
    question->type = type;
    question->ask = ask;
    question->after = pw_words_question(on->words, on->kind, "after", NULL, on->arena);
    question->options = pw_arena_take(on->arena, PW_PREDICT_OPTIONS * sizeof *question->options);
    on->question = question;
}

void pw_asking_offer(struct pw_asking *on, struct pw_choice choice)
{
    struct pw_question *question = on->question;
    struct pw_error error;
    if (question->option_count == PW_PREDICT_OPTIONS)
        return;
    for (uint32_t i = 0; i < question->option_count; i++)
        if (!strcmp(question->options[i].text, choice.text))
            return;
    question->options[question->option_count++] = (struct pw_option){
        .text = choice.text,
        .right = pw_statement_parse(choice.condition, on->arena, &error),
        .why = choice.why,
        .misconception = choice.misconception,
        .see = on->see,
    };
}

void pw_asking_offer_named(struct pw_asking *on, const char *name, const char *condition,
                           uint8_t misconception)
{
    pw_asking_offer(
        on, (struct pw_choice){
                .text = pw_asking_say(on, pw_arena_print(on->arena, "option %s", name), NULL),
                .condition = condition,
                .why = pw_asking_say(on, pw_arena_print(on->arena, "why %s", name), NULL),
                .misconception = misconception});
}

void pw_asking_foresee(struct pw_asking *on, const char *field, int64_t number, uint8_t id,
                       const char *item)
{
    struct pw_question *question = on->question;
    struct pw_quantity value = {.field = field, .number = number};
    uint64_t wrong, other;
    if (question->option_count == PW_PREDICT_OPTIONS ||
        !pw_quantity_number(&value, on->session, on->row, &wrong) ||
        (pw_question_number(question, on->session, on->row, &other) && other == wrong))
        return;
    for (uint32_t i = 0; i < question->option_count; i++)
        if (pw_quantity_number(&question->options[i].value, on->session, on->row, &other) &&
            other == wrong)
            return;
    question->options[question->option_count++] = (struct pw_option){
        .value = value,
        .misconception = id,
        .why = pw_asking_say(on, pw_arena_print(on->arena, "why %s", item), NULL),
        .see = on->see,
    };
}

uint32_t pw_asking_event(const struct pw_session *session, uint32_t row, enum pw_event_kind kind)
{
    uint32_t found = PW_NONE;
    uint32_t end = pw_row_events_end(session, row);
    for (uint32_t i = pw_session_row(session, row)->first_event; i < end; i++) {
        if (pw_session_event(session, i)->kind != kind)
            continue;
        if (found != PW_NONE)
            return PW_NONE;
        found = i;
    }
    if (found == PW_NONE)
        return PW_NONE;
    const struct pw_event *event = pw_session_event(session, found);
    uint32_t message = kind == PW_EVENT_WEBSOCKET_UPGRADE ? event->last_message : event->message;
    return message != PW_NONE && pw_session_message(session, message)->first_row == row ? found
                                                                                        : PW_NONE;
}

uint32_t pw_asking_count(const struct pw_asking *on, const char *id, const struct pw_field **found)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < on->tree.field_count; i++)
        if (!strcmp(on->tree.fields[i].def->id, id)) {
            *found = &on->tree.fields[i];
            count++;
        }
    return count;
}
