/* The pictures of bundled captures, each made once, as lessons ask for them. */
#ifndef PW_TESTS_PICTURES_H
#define PW_TESTS_PICTURES_H

#include "teach/lesson.h"

/* The way lessons ask for captures: each is read once; freed by pictures_free. */
extern const struct pw_captures pictures;
/* One by name, which must be there. */
const struct pw_session *picture_of(const char *name);
void pictures_free(void);

#endif
