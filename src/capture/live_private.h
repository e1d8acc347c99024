/* What the two ends of a live capture share: the messages between them. */
#ifndef PW_CAPTURE_LIVE_PRIVATE_H
#define PW_CAPTURE_LIVE_PRIVATE_H

#include "capture/live.h"
#include "capture/private.h"

/* From the child: everything there is to know, each time anew, so that one that was not sent
 * because nobody read is made good by the next. */
struct pw_live_news {
    uint64_t seen, kernel_dropped, dropped;
    uint8_t result;    /* enum pw_live_result, in the first one; then PW_LIVE_OPEN */
    bool over;         /* nothing more will be captured */
    char trouble[256]; /* with the device; with `over` or a result it is the reason. Or empty. */
    char saving[256];  /* with the file of -w, or empty */
};

/* A filter goes to the child as its text with a zero byte; a message without bytes cannot be. */
#define PW_LIVE_FILTER_MAX 4096u

/* What the child gets. */
struct pw_live_body {
    const struct pw_live_options *options;
    int spool; /* the file records are appended to */
    int news;  /* its end of the socket pair */
    int other; /* the viewer's, which the child must not hold open */
};

/* Capture until the other end goes: the whole life of the child. */
void pw_live_capture(void *body);

/* The viewer's end. */
struct pw_live {
    int news;
    pid_t child;
    bool stopped;  /* no more is wanted */
    bool ended;    /* no more will come */
    uint64_t keep; /* bytes */
    uint64_t kept_from;
    bool launched; /* not by fork(2): it is ended when we end */
    struct pw_live_news last;
};

void pw_live_close(struct pw_live *live);
/* Take in what the child has said; false where it has said nothing. */
bool pw_live_hear(struct pw_live *live);
/* Wait, if `wait`, until it says something. What it says stays to be heard: hearing of more and not
 * reading it would be to forget it. */
void pw_live_wait(struct pw_live *live, bool wait);
bool pw_live_filter(struct pw_live *live, const char *expression, struct pw_error *error);
/* Give the disk back what is older than what is kept, now that the file is read up to `read`. */
void pw_live_give_up(struct pw_live *live, int fd, uint64_t read);

#endif
