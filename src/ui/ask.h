/* A question on the screen: options chosen by digit, numbers typed, hints, and what the answer
 * brought. Grading is teach's. */
#ifndef PW_UI_ASK_H
#define PW_UI_ASK_H

#include "teach/progress.h"
#include "ui/paragraphs.h"

struct pw_ask {
    const struct pw_question *question; /* NULL: nothing is asked */
    const struct pw_session *session;
    uint32_t row;
    struct pw_answer answer; /* its tries, hints and beliefs so far */
    uint32_t wrong;          /* bits of the options found wrong */
    uint32_t chosen;         /* the last option */
    char typed[40];
    uint32_t length; /* of typed */
    bool graded;     /* grade tells of the last answer */
    struct pw_grade grade;
};

void pw_ask_begin(struct pw_ask *ask, const struct pw_question *question,
                  const struct pw_session *session, uint32_t row);
/* True while an answer is wanted. */
bool pw_ask_open(const struct pw_ask *ask);
/* Take a key that answers: digits, Enter and Backspace of a number. True where it was one; the
 * grade is then new where `graded` is set. */
bool pw_ask_key(struct pw_ask *ask, int key);
/* Show one more hint; false where there is none left. */
bool pw_ask_hint(struct pw_ask *ask);
/* Append the question, and what came of it, as paragraphs. */
void pw_ask_show(const struct pw_ask *ask, struct pw_paragraphs *out);
/* How it is answered, for the rule below it: "1–3 answers". */
void pw_ask_how(const struct pw_ask *ask, struct pw_buffer *out);

#endif
