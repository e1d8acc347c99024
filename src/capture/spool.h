/*
 * A spool: an unlinked temporary file that standard input, or what gzip unpacks, is written into as
 * it arrives, so that one code path reads finished and growing captures. Private to capture/.
 */
#ifndef PW_CAPTURE_SPOOL_H
#define PW_CAPTURE_SPOOL_H

#include <stdio.h>

#include "base/bytes.h"
#include "base/error.h"

struct pw_spool;

/* Start a spool fed from input, which it owns and closes. gzip is recognised by its first bytes.
 * NULL, and the reason in error, where no temporary file can be made. */
struct pw_spool *pw_spool_open(int input, struct pw_error *error);
void pw_spool_close(struct pw_spool *spool);

/* Move what has arrived, at most a slice; wait for at least some of it where `wait` is set. */
void pw_spool_feed(struct pw_spool *spool, bool wait);
/* True when nothing more will be written. */
bool pw_spool_ended(const struct pw_spool *spool);
/* Why the input ended badly, or NULL: "the gzip data ends early". */
const char *pw_spool_trouble(const struct pw_spool *spool);
/* Bytes written so far. */
uint64_t pw_spool_size(const struct pw_spool *spool);
/* A stream of its own for reading the file from its start; the caller owns it: fclose. */
FILE *pw_spool_reader(const struct pw_spool *spool);
/* What to poll for more input. */
int pw_spool_descriptor(const struct pw_spool *spool);
/* Read bytes already written without moving anything; false where they are not all there. */
bool pw_spool_peek(const struct pw_spool *spool, uint64_t offset, void *out, size_t length);

#endif
