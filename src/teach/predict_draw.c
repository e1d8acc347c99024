/* Questions from all over a capture, for a sheet of paper or a script. See predict.h. */
#include <stdlib.h>

#include "teach/predict_private.h"

/* One kind's turn: rows that were looked at, whatever came of it, are not looked at again. */
struct drawing {
    struct pw_asking numbers; /* only for what the seed gives */
    uint8_t *looked[PW_PREDICTS];
    bool exhausted[PW_PREDICTS];
};

static bool look_at(uint8_t *looked, uint32_t row)
{
    bool before = looked[row / 8] >> row % 8 & 1;
    looked[row / 8] |= (uint8_t)(1u << row % 8);
    return !before;
}

/* The next question of a kind; one without a question where there are no more. */
static struct pw_prediction draw_one(struct drawing *d, const struct pw_words *words,
                                     const struct pw_session *session, enum pw_predict kind,
                                     uint64_t seed, struct pw_arena *arena)
{
    uint32_t rows = pw_session_rows(session);
    uint32_t start = pw_asking_random(&d->numbers, rows);
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t row = (uint32_t)(((uint64_t)start + i) % rows);
        if (!look_at(d->looked[kind], row))
            continue;
        const struct pw_question *question =
            pw_predict_make(words, kind, session, row, seed, arena);
        if (question)
            return (struct pw_prediction){kind, question, row};
    }
    d->exhausted[kind] = true;
    return (struct pw_prediction){.kind = kind};
}

static int compare_predictions(const void *a, const void *b)
{
    const struct pw_prediction *one = a, *other = b;
    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    return (one->kind > other->kind) - (one->kind < other->kind);
}

uint32_t pw_predict_draw(const struct pw_words *words, const struct pw_session *session,
                         uint64_t seed, uint32_t count, struct pw_arena *arena,
                         struct pw_prediction *out)
{
    uint32_t rows = pw_session_rows(session), n = 0, left = rows ? PW_PREDICTS : 0;
    struct drawing *d = pw_arena_take(arena, sizeof *d);
    d->numbers.random = seed;
    for (int kind = 0; kind < PW_PREDICTS; kind++)
        d->looked[kind] = pw_arena_take(arena, rows / 8 + 1);
    /* Any kind has its turn before one has a second. */
    uint32_t kind = pw_asking_random(&d->numbers, PW_PREDICTS);
    for (; n < count && left; kind = (kind + 1) % PW_PREDICTS) {
        if (d->exhausted[kind])
            continue;
        out[n] = draw_one(d, words, session, (enum pw_predict)kind, seed, arena);
        n += out[n].question != NULL;
        left -= d->exhausted[kind];
    }
    qsort(out, n, sizeof *out, compare_predictions);
    return n;
}
