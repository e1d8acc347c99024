/* A capture and the picture made of it, filled packet by packet. */
#ifndef PW_APP_READER_H
#define PW_APP_READER_H

#include "app/options.h"
#include "capture/live.h"
#include "stream/session.h"

struct pw_reader {
    struct pw_capture *capture;
    struct pw_session *session;
    uint32_t limit; /* -c: packets to read; 0: all */
    bool done;      /* nothing more will come */
    bool bad;       /* the input ended badly: error says where and why */
    bool usage;     /* opening failed because the filter does not compile */
    bool forbidden; /* opening failed because the right to capture is missing */
    struct pw_error error;
};

/* Open a capture; filter may be NULL. False and a line in reader->error where that cannot be. */
bool pw_reader_open(struct pw_reader *reader, const char *path, const char *filter, uint32_t limit);
/* Take in a key log: secrets of TLS connections. False, and a line in reader->error, where it
 * cannot be read. */
bool pw_reader_keys(struct pw_reader *reader, const char *path);
/* Open what the options name, a file or a device, and give up every right before a byte of it is
 * read. Takes in its keys. False, with a line in reader->error and the exit
 * status, where that cannot be. */
bool pw_reader_begin(struct pw_reader *reader, const struct pw_options *options, int *status);
/* The same for packets that come as they are captured: live says from where, and how. */
bool pw_reader_begin_live(struct pw_reader *reader, const struct pw_options *options,
                          const struct pw_live_options *live, int *status);
/* Add the next packet to the session, waiting for input if `wait`. True where one was added; else
 * reader->done tells whether more may come. A signal ends the waiting. */
bool pw_reader_step(struct pw_reader *reader, bool wait);
/* Read everything there is. */
void pw_reader_all(struct pw_reader *reader);
void pw_reader_close(struct pw_reader *reader);

#endif
