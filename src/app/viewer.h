/*
 * The full-screen commands and the one event loop: keyboard and capture on one poll, indexing in
 * slices of a few milliseconds between the keys. Each returns the exit status.
 */
#ifndef PW_APP_VIEWER_H
#define PW_APP_VIEWER_H

#include "app/options.h"
#include "app/reader.h"
#include "capture/loopback.h"

/* `read FILE`, `live`: walk through a capture while it is being read, or captured. */
int pw_command_read(const struct pw_options *options);
/* `lab`: the same of what happens in a private loopback. */
int pw_view_lab(const struct pw_options *options, struct pw_reader *reader,
                const struct pw_loopback *lab);
/* `lesson preview FILE`: one lesson, read anew each time its file is saved. */
int pw_command_preview(const struct pw_options *options);
/* The lesson menu; or options->lesson alone. */
int pw_command_lessons(const struct pw_options *options);

#endif
