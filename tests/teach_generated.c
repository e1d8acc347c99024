/*
 * teach/: questions made from every packet of every capture, over ten thousand of them. Whatever
 * their kind: one right answer, a reason for each wrong one, nothing given away, and the same
 * question for the same seed. That the answers are true is proved in teach_predict.c and, with
 * tshark, in questions_oracle.py.
 */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "teach/predict.h"
#include "teach_test.h"

/* What was met in all captures. */
struct tally {
    uint64_t seed;
    unsigned questions, kinds[PW_PREDICTS];
    unsigned right_at[4], choices; /* of questions with four options */
    unsigned differ;               /* questions that another seed makes another way */
};

static void complain(const struct pw_question *question, uint32_t row, const char *what)
{
    printf("\n%s, packet %u: %s: %s", question->kind, row + 1, what, question->ask);
}

static void must(bool good, const struct pw_question *question, uint32_t row, const char *what)
{
    CU_ASSERT_TRUE(good);
    if (!good)
        complain(question, row, what);
}

/* A text that was said, with every placeholder filled: no capture here has braces in what is said.
 */
static bool is_said(const char *text)
{
    return text && *text && !strpbrk(text, "{}");
}

static void check_wrong(const struct pw_question *question, const struct pw_session *session,
                        uint32_t row, const struct pw_grade *grade)
{
    must(grade->understood && !grade->right, question, row, "a wrong answer is right");
    must(is_said(grade->feedback), question, row, "a wrong answer has no why");
    must(grade->misconception <= PW_MISCONCEPTIONS, question, row, "no such misconception");
    must(grade->see == PW_NONE || grade->see < pw_session_rows(session), question, row,
         "what refutes it is no packet");
}

static void check_options(const struct pw_question *question, const struct pw_session *session,
                          uint32_t row, struct tally *tally)
{
    unsigned right = 0;
    struct pw_grade grade;
    must(question->option_count >= 3 && question->option_count <= 4, question, row,
         "not three or four options");
    for (uint32_t i = 0; i < question->option_count; i++) {
        const char *text = question->options[i].text;
        must(is_said(text), question, row, "an option without words");
        for (uint32_t k = 0; k < i; k++)
            must(strcmp(text, question->options[k].text) != 0, question, row, "an option twice");
        pw_question_grade_choice(question, session, row, i, &grade);
        if (!pw_statement_holds(question->options[i].right, session, row)) {
            check_wrong(question, session, row, &grade);
            continue;
        }
        right++;
        must(grade.right && grade.misconception == 0, question, row, "the right answer is wrong");
        must(question->options[i].misconception == 0, question, row, "right, and a misconception");
        must(!strstr(question->ask, text), question, row, "the answer stands in the question");
        if (question->option_count == 4) {
            tally->right_at[i]++;
            tally->choices++;
        }
    }
    must(right == 1, question, row, "not one right answer");
}

static void check_typed(const struct pw_question *question, const struct pw_session *session,
                        uint32_t row)
{
    uint64_t answer, wrong;
    char typed[32], said[32];
    struct pw_grade grade;
    must(pw_question_number(question, session, row, &answer), question, row, "no answer");
    snprintf(typed, sizeof typed, "%llu", (unsigned long long)answer);
    pw_question_grade_number(question, session, row, typed, &grade);
    must(grade.right, question, row, "the right number is wrong");
    for (uint32_t i = 0; i < question->option_count; i++) {
        const struct pw_quantity *value = &question->options[i].value;
        must(pw_quantity_number(value, session, row, &wrong), question, row, "foreseen: nothing");
        must(wrong != answer, question, row, "the right number is foreseen as wrong");
        snprintf(typed, sizeof typed, "%llu", (unsigned long long)wrong);
        pw_question_grade_number(question, session, row, typed, &grade);
        check_wrong(question, session, row, &grade);
    }
    /* As a number of its own: 4 is not said by "packet 42". */
    snprintf(said, sizeof said, " %llu ", (unsigned long long)answer);
    char *plain = strdup(question->ask);
    for (char *at = plain; *at; at++)
        if (*at < '0' || *at > '9')
            *at = ' ';
    must(!strstr(plain, said), question, row, "the answer stands in the question");
    free(plain);
}

static bool is_same(const struct pw_question *one, const struct pw_question *other)
{
    if (!one || !other || one->kind != other->kind || strcmp(one->ask, other->ask) != 0 ||
        one->option_count != other->option_count)
        return one == other;
    for (uint32_t i = 0; i < one->option_count; i++) {
        const struct pw_option *a = &one->options[i], *b = &other->options[i];
        if (strcmp(a->text ? a->text : "", b->text ? b->text : "") != 0 ||
            strcmp(a->why ? a->why : "", b->why ? b->why : "") != 0 ||
            a->misconception != b->misconception || a->value.number != b->value.number)
            return false;
    }
    return true;
}

static void check_question(const struct pw_question *question, const struct pw_session *session,
                           uint32_t row, struct tally *tally)
{
    tally->questions++;
    must(is_said(question->ask) && (!question->after || is_said(question->after)), question, row,
         "without words");
    must(question->field && *question->field, question, row, "no field");
    if (question->type == PW_QUESTION_CHOICE)
        check_options(question, session, row, tally);
    else
        check_typed(question, session, row);
}

/* Of each row: every kind once, and what some seeds pick. */
static void ask_everything(struct pcap_file *file, void *self)
{
    char name[128];
    struct tally *tally = self;
    snprintf(name, sizeof name, "%s.pcap", file->name);
    const struct pw_session *session = picture_of(name);
    for (uint32_t row = 0; row < pw_session_rows(session); row++) {
        struct pw_arena arena = {0};
        for (int i = 0; i < PW_PREDICTS; i++) {
            enum pw_predict kind = (enum pw_predict)i;
            const struct pw_question *question =
                pw_predict_make(teach_words, kind, session, row, tally->seed, &arena);
            if (!question)
                continue;
            tally->kinds[kind]++;
            check_question(question, session, row, tally);
            CU_ASSERT_STRING_EQUAL(question->kind, pw_predict_name(kind));
            CU_ASSERT_EQUAL(question->hide, pw_predict_when(kind) != PW_PREDICT_SHOWN);
            CU_ASSERT_TRUE(is_same(
                question, pw_predict_make(teach_words, kind, session, row, tally->seed, &arena)));
        }
        for (uint64_t seed = 0; seed < 2; seed++) {
            const struct pw_question *question =
                pw_predict_pick(teach_words, session, row, tally->seed + seed, &arena);
            CU_ASSERT_TRUE(is_same(
                question, pw_predict_pick(teach_words, session, row, tally->seed + seed, &arena)));
            if (question)
                check_question(question, session, row, tally);
            tally->differ += !is_same(question, pw_predict_pick(teach_words, session, row,
                                                                tally->seed + seed + 1, &arena));
        }
        tally->seed++;
        pw_arena_free(&arena);
    }
    /* Behind the last packet there is none to ask about, and without words nothing is asked. */
    CU_ASSERT_PTR_NULL(pw_predict_make(teach_words, PW_PREDICT_SPEAKER, session,
                                       pw_session_rows(session), 0, NULL));
    CU_ASSERT_PTR_NULL(pw_predict_make(NULL, PW_PREDICT_SPEAKER, session, 0, 0, NULL));
}

void test_predictions(void)
{
    struct tally tally = {0};
    pcap_files_each(ask_everything, &tally);
    CU_ASSERT_TRUE(tally.questions > 15000);
    for (int kind = 0; kind < PW_PREDICTS; kind++) {
        CU_ASSERT_TRUE(tally.kinds[kind] >= 20);
        if (tally.kinds[kind] < 20)
            printf("\n%s: %u questions", pw_predict_name((enum pw_predict)kind), tally.kinds[kind]);
    }
    /* The right option stands anywhere as often as elsewhere, and the seed decides. */
    for (int i = 0; i < 4; i++)
        CU_ASSERT_TRUE(tally.right_at[i] > tally.choices / 5);
    CU_ASSERT_TRUE(tally.differ > tally.seed);
}

/* p, pressed again and again: every kind that can be asked, then the first once more. */
void test_turns(void)
{
    const struct pw_session *session = picture_of("upgrade.pcap");
    unsigned most = 0;
    for (uint32_t shown = 0; shown < pw_session_rows(session); shown++) {
        struct pw_arena arena = {0};
        uint32_t next = pw_session_row(session, shown)->next;
        bool met[PW_PREDICTS] = {false};
        unsigned count = 0;
        for (uint32_t turn = 0; turn < PW_PREDICTS + 1; turn++) {
            struct pw_prediction asked =
                pw_predict_turn(teach_words, session, shown, next, turn, &arena);
            CU_ASSERT_PTR_NOT_NULL_FATAL(asked.question);
            CU_ASSERT_EQUAL(asked.row,
                            pw_predict_when(asked.kind) == PW_PREDICT_BEFORE ? next : shown);
            CU_ASSERT_TRUE(next != PW_NONE || !asked.question->hide);
            if (met[asked.kind])
                break;
            met[asked.kind] = true;
            count++;
        }
        most = count > most ? count : most;
        pw_arena_free(&arena);
    }
    CU_ASSERT_TRUE(most >= 6);
}

void test_drawn_questions(void)
{
    const struct pw_session *session = picture_of("socketio4.pcap");
    struct pw_arena arena = {0};
    struct pw_prediction one[40], same[40], other[40], all[3000];
    bool met[PW_PREDICTS] = {false};
    unsigned kinds = 0, equal = 0;
    CU_ASSERT_EQUAL_FATAL(pw_predict_draw(teach_words, session, 7, 40, &arena, one), 40);
    CU_ASSERT_EQUAL_FATAL(pw_predict_draw(teach_words, session, 7, 40, &arena, same), 40);
    CU_ASSERT_EQUAL_FATAL(pw_predict_draw(teach_words, session, 8, 40, &arena, other), 40);
    for (int i = 0; i < 40; i++) {
        CU_ASSERT_TRUE(is_same(one[i].question, same[i].question) && one[i].row == same[i].row);
        equal += is_same(one[i].question, other[i].question);
        kinds += !met[one[i].kind];
        met[one[i].kind] = true;
        CU_ASSERT_TRUE(!i || one[i].row > one[i - 1].row ||
                       (one[i].row == one[i - 1].row && one[i].kind > one[i - 1].kind));
    }
    CU_ASSERT_TRUE(equal < 20);
    CU_ASSERT_TRUE(kinds >= PW_PREDICTS - 1);
    /* More than there are: each one once, and an end. */
    uint32_t count = pw_predict_draw(teach_words, session, 7, 3000, &arena, all);
    CU_ASSERT_TRUE(count > 500 && count < 3000);
    for (uint32_t i = 1; i < count; i++)
        CU_ASSERT_TRUE(all[i].row != all[i - 1].row || all[i].kind != all[i - 1].kind);
    pw_arena_free(&arena);
}

/* The texts: a purpose belongs to a field there is, and no two of them are in one another's way. */
void test_question_words(void)
{
    const struct pw_entries *texts = &teach_words->questions;
    CU_ASSERT_TRUE(texts->count > 200);
    for (uint32_t i = 0; i < texts->count; i++) {
        static const char purpose[] = "purpose for ";
        const struct pw_entry *entry = texts->sorted[i];
        bool is_purpose = strncmp(entry->key, purpose, sizeof purpose - 1) == 0;
        check_entry(!strchr(entry->text[0], '!'), entry, "a question exclaims");
        check_entry(strlen(entry->text[0]) < 240, entry, "too long");
        check_entry(!is_purpose || pw_field_named(entry->key + sizeof purpose - 1), entry,
                    "there is no such field");
    }
    struct pw_arena arena = {0};
    const struct pw_filling fillings[] = {{"packet", "3"}, {"bytes", "1"}, {0}};
    CU_ASSERT_PTR_NOT_NULL(
        strstr(pw_words_question(teach_words, "tcp.seq", "ask", fillings, &arena),
               "packet 3, with 1 byte."));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(pw_words_question(teach_words, "tcp.seq", "ask", NULL, &arena), "packet {packet},"));
    CU_ASSERT_PTR_NULL(pw_words_question(teach_words, "tcp.seq", "no such", NULL, &arena));
    CU_ASSERT_PTR_NULL(pw_words_question(teach_words, "no", "ask", NULL, &arena));
    pw_arena_free(&arena);
}
