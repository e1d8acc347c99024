/*
 * The beginning of a lesson, made from what is in a capture: its conversations, what happens in
 * them, questions that fit. It passes the check as it is; whoever writes the lesson puts words in
 * the place of the instructions.
 */
#ifndef PW_TEACH_SKELETON_H
#define PW_TEACH_SKELETON_H

#include "stream/session.h"

/* Append the lesson's Markdown. capture is the file name the lesson will know it by. */
void pw_lesson_skeleton(const struct pw_session *session, const char *capture,
                        struct pw_buffer *out);

#endif
