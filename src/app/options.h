/* The command line: packetwalk's own commands and the habits tcpdump and tshark have taught. */
#ifndef PW_APP_OPTIONS_H
#define PW_APP_OPTIONS_H

#include "base/error.h"
#include "teach/words.h"

#define PW_QUESTIONS_MAX 10000u /* --count */

enum pw_command {
    PW_COMMAND_MENU,
    PW_COMMAND_LESSON,
    PW_COMMAND_LESSON_CHECK,
    PW_COMMAND_LESSON_RESET,
    PW_COMMAND_LESSON_TASKS,
    PW_COMMAND_LESSON_REPORT,
    PW_COMMAND_LESSON_NEW,
    PW_COMMAND_LESSON_PREVIEW,
    PW_COMMAND_READ,
    PW_COMMAND_LIVE,
    PW_COMMAND_LAB,
    PW_COMMAND_DEVICES,
    PW_COMMAND_DOCTOR,
    PW_COMMAND_EXPLAIN,
    PW_COMMAND_JSON,
    PW_COMMAND_EXPORT,
    PW_COMMAND_QUESTIONS,
    PW_COMMAND_HELP,
    PW_COMMAND_VERSION,
};

struct pw_options {
    enum pw_command command;
    const char *file;      /* a capture, "-" for standard input; or NULL */
    const char *save;      /* -w FILE, or NULL */
    const char *device;    /* -i: where live packets come from; or NULL */
    uint32_t snapshot;     /* -s: bytes of a packet; 0: as many as can be */
    uint64_t keep;         /* --keep: bytes of packets; 0: as many as is usual */
    const char *scene;     /* lab: what to play; or NULL */
    const char *task;      /* --task: a lesson's task to watch for; or NULL */
    char **run;            /* lab: a program to run inside, with its arguments; or NULL */
    const char *join;      /* lab: --join PID, or NULL */
    bool shell;            /* lab: --shell */
    bool cable;            /* lab: --cable: two hosts instead of a loopback */
    bool as_json, as_text; /* lab: --json, --explain: no screen; questions: --json */
    const char *format;    /* export: --format, or NULL */
    uint32_t conversation; /* export: --conversation, a TCP number; UINT32_MAX: all */
    uint64_t seed;         /* questions: --seed */
    bool seed_given;
    uint32_t questions;  /* questions: --count; 0: as many as is usual */
    const char *keylog;  /* --keylog FILE, else $SSLKEYLOGFILE; or NULL */
    bool keylog_given;   /* it was --keylog */
    const char *lesson;  /* an id or number, or NULL */
    char **files;        /* lesson check: what follows; ends with NULL */
    char *filter;        /* a BPF expression of the words that follow the file; or NULL. Owned. */
    uint32_t count;      /* -c N; 0: all */
    enum pw_voice voice; /* --level */
    bool voice_given;
    bool linear;      /* --linear: plain lines, also on a terminal that could do more */
    bool fast;        /* lesson --test: its exit questions only */
    bool projector;   /* --projector: large, and little of it */
    const char *name; /* lesson report: --name, or NULL */
    bool ascii;       /* --ascii: plain characters even where UTF-8 would do */
};

/* Read the command line. False, and what is wrong in error, for wrong usage (exit status 2). */
bool pw_options_read(struct pw_options *options, int argc, char **argv, struct pw_error *error);
void pw_options_free(struct pw_options *options);
/* What stands behind --lang, looked for before everything else, so that errors speak it too; NULL
 * where it is not given. */
const char *pw_options_language(int argc, char **argv);
/* The text of --help. */
const char *pw_options_help(void);

#endif
