/* Opening views that need to be told what to show. */
#ifndef PW_UI_VIEW_LESSON_H
#define PW_UI_VIEW_LESSON_H

#include "ui/ui.h"

/* A lesson, at the step where the student stopped. */
void pw_view_lesson_open(struct pw_ui *ui, const struct pw_lesson *lesson);

/* The task of the step on the screen was done. */
/* The lesson on the screen was read anew. */
void pw_view_lesson_changed(struct pw_ui *ui, const struct pw_lesson *lesson);
/* The lesson on the screen asks its exit questions. */
void pw_view_lesson_test(struct pw_ui *ui);
void pw_view_lesson_task_done(struct pw_ui *ui);

#endif
