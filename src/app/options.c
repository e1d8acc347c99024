/* The command line: see options.h. */
#include "app/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "app/options_private.h"
#include "base/buffer.h"
#include "base/translate.h"

const char *pw_options_help(void)
{
    return _(
        "packetwalk shows what happens on the wire, packet by packet, in plain language.\n"
        "\n"
        "  packetwalk                       the lesson menu\n"
        "  packetwalk lesson [ID]           open a lesson; without ID, list them\n"
        "  packetwalk lesson check [FILE]   prove every claim a lesson makes\n"
        "  packetwalk lesson new CAPTURE    begin a lesson of your own about a capture\n"
        "  packetwalk lesson preview FILE   look at it, anew each time it is saved\n"
        "  packetwalk lesson reset [ID]     forget how far you have come\n"
        "  packetwalk lesson report         what you have done, for a teacher; --json\n"
        "  packetwalk lesson tasks          what lessons give you to do on the wire\n"
        "  packetwalk read FILE             walk through a capture; - is standard input\n"
        "  packetwalk live [-i IF] [BPF]    watch packets as they come; -i lo without -i\n"
        "  packetwalk lab [SCENE]           a private network to watch, without root\n"
        "  packetwalk lab -- COMMAND...     run a program in there\n"
        "  packetwalk explain FILE          tell a capture's story as plain text\n"
        "  packetwalk json FILE             write it as one JSON object a line\n"
        "  packetwalk export --format html|svg|md FILE   a hand-out; --lesson ID: of a lesson\n"
        "  packetwalk questions FILE        questions about it, with their answers behind\n"
        "  packetwalk doctor                what works here; what would mend the rest\n"
        "\n"
        "FILE is a pcap or pcapng capture, plain or gzip; - is standard input. A BPF\n"
        "expression may follow it. explain and json take -i IF in its place.\n"
        "\n"
        "  -i IF, -D       capture from IF; list what there is to capture from\n"
        "  -r FILE         the same as read FILE\n"
        "  -w FILE         save what is read to FILE, live as it comes\n"
        "  -c N            stop after N packets\n"
        "  -s N            keep N bytes of each live packet\n"
        "  --keep SIZE     keep so much of a live capture, as 64M; the oldest goes first\n"
        "  --shell         lab: your shell inside, beside the view\n"
        "  --join PID      lab: a shell inside a lab that runs\n"
        "  --cable         lab: two hosts on a cable instead of a loopback\n"
        "  --json, --explain   lab: write, show no screen; questions: --json\n"
        "  --conversation N   export: one TCP conversation, as json numbers them\n"
        "  --seed N        questions: the same N makes the same questions; 0 without\n"
        "  --count N       questions: so many of them; 10 without\n"
        "  --task ID       live, lab: watch for a lesson's task, as 6.2\n"
        "  -n              accepted: names are never looked up\n"
        "  --level VOICE   friend, student or engineer\n"
        "  --keylog FILE   the secrets of TLS connections (SSLKEYLOGFILE)\n"
        "  --linear        plain lines, one sentence each, for screen readers and logs\n"
        "  --projector     large letters and few words, for a class to look at\n"
        "  --test          lesson ID: only its exit questions; all right, it is done\n"
        "  --lang NAME     speak another language: de; else that of the locale\n"
        "  --ascii         plain characters only\n"
        "  --help, --version\n");
}

static bool read_option(int option, struct pw_options *options, char **argv, struct pw_error *error)
{
    switch (option) {
    case 'r':
        options->file = optarg;
        options->command = PW_COMMAND_READ;
        return true;
    case 'w':
        options->save = optarg;
        return true;
    case 'c':
        return pw_option_count(optarg, &options->count, error);
    case 'l':
        return pw_option_voice(optarg, options, error);
    case 'n':
        return true;
    case 'k':
        options->keylog = optarg;
        options->keylog_given = true;
        return true;
    case 'a':
        options->ascii = true;
        return true;
    case 'h':
        options->command = PW_COMMAND_HELP;
        return true;
    case 'V':
        options->command = PW_COMMAND_VERSION;
        return true;
    case 'i':
        options->device = optarg;
        return true;
    case 'D':
        options->command = PW_COMMAND_DEVICES;
        return true;
    case 's':
        return pw_option_snapshot(optarg, &options->snapshot, error);
    case 'K':
        return pw_option_size(optarg, &options->keep, error);
    case 'T':
        options->task = optarg;
        return true;
    case 'S':
        options->shell = true;
        return true;
    case 'C':
        options->cable = true;
        return true;
    case 'J':
        options->join = optarg;
        return true;
    case 'j':
        options->as_json = true;
        return true;
    case 'e':
        options->as_text = true;
        return true;
    case 'x':
        options->seed_given = true;
        return pw_option_seed(optarg, &options->seed, error);
    case 'Q':
        return pw_option_questions(optarg, &options->questions, error);
    case 'O':
        options->format = optarg;
        return true;
    case 'M':
        options->lesson = optarg;
        return true;
    case 'Y':
        return pw_option_conversation(optarg, &options->conversation, error);
    case 'I':
        options->linear = true;
        return true;
    case 'F':
        options->fast = true;
        return true;
    case 'P':
        options->projector = true;
        return true;
    case 'N':
        options->name = optarg;
        return true;
    case 'L': /* pw_options_language has read it */
        return true;
    case ':':
        return pw_error_set(error, "%s: needs a value after it", argv[optind - 1]);
    default:
        return pw_error_set(error, "%s: no such option: see packetwalk --help", argv[optind - 1]);
    }
}

static void join_filter(struct pw_options *options, char **words)
{
    struct pw_buffer joined = {0};
    for (; *words; words++) {
        if (joined.length)
            pw_buffer_byte(&joined, ' ');
        pw_buffer_text(&joined, *words);
    }
    options->filter = joined.text;
}

static bool read_lesson(struct pw_options *options, char **words, struct pw_error *error)
{
    options->command = PW_COMMAND_LESSON;
    if (!words[0])
        return true;
    if (strcmp(words[0], "check") == 0) {
        options->command = PW_COMMAND_LESSON_CHECK;
        options->files = words + 1;
        return true;
    }
    if (strcmp(words[0], "tasks") == 0 && !words[1]) {
        options->command = PW_COMMAND_LESSON_TASKS;
        return true;
    }
    if (strcmp(words[0], "report") == 0 && !words[1]) {
        options->command = PW_COMMAND_LESSON_REPORT;
        return true;
    }
    bool make = strcmp(words[0], "new") == 0;
    if (make || strcmp(words[0], "preview") == 0) {
        options->command = make ? PW_COMMAND_LESSON_NEW : PW_COMMAND_LESSON_PREVIEW;
        options->file = words[1];
        if (!words[1] || words[2])
            return pw_error_set(error,
                                make ? _("lesson new: of one capture: packetwalk lesson new FILE")
                                     : _("lesson preview: needs a lesson: packetwalk lesson "
                                         "preview FILE"));
        return true;
    }
    bool reset = strcmp(words[0], "reset") == 0;
    if (reset)
        options->command = PW_COMMAND_LESSON_RESET;
    options->lesson = words[reset];
    if (words[0] && options->lesson && words[reset + 1])
        return pw_error_set(error, "lesson %s: one lesson at a time", words[reset + 1]);
    return true;
}

static bool read_lab(struct pw_options *options, char **words, struct pw_error *error)
{
    options->command = PW_COMMAND_LAB;
    options->scene = words[0];
    if (words[0] && words[1])
        return pw_error_set(error, "lab %s: one scene at a time", words[1]);
    if (options->device || options->file)
        return pw_error_set(error, "lab: has a network of its own: neither -i nor -r goes with it");
    if (options->as_json && options->as_text)
        return pw_error_set(error, "lab: --json or --explain, not both");
    return true;
}

/* What only live captures, or only the lab, can do. */
static bool check_together(const struct pw_options *options, struct pw_error *error)
{
    bool lab = options->command == PW_COMMAND_LAB;
    bool questions = options->command == PW_COMMAND_QUESTIONS;
    if (!questions && (options->seed_given || options->questions))
        return pw_error_set(error, "%s: goes with packetwalk questions only",
                            options->seed_given ? "--seed" : "--count");
    if (questions && (options->device || options->save))
        return pw_error_set(error, "questions: are made from a capture file");
    const char *alone = options->shell     ? "--shell"
                        : options->cable   ? "--cable"
                        : options->as_text ? "--explain"
                                           : NULL;
    bool json = lab || options->command == PW_COMMAND_LESSON_REPORT || questions;
    if (!alone && options->as_json && !json)
        alone = "--json";
    if (!lab && (alone || options->run))
        return pw_error_set(error, "%s: goes with packetwalk lab only", alone ? alone : "--");
    if (options->device && options->file)
        return pw_error_set(error, "-i %s: from a device or from a file, not both",
                            options->device);
    if (options->save && !options->file && !options->device && !lab &&
        options->command != PW_COMMAND_EXPORT)
        return pw_error_set(error, "-w %s: there is nothing to save without a capture",
                            options->save);
    if (options->name && options->command != PW_COMMAND_LESSON_REPORT)
        return pw_error_set(error, "--name %s: goes with packetwalk lesson report only",
                            options->name);
    bool hand_out = options->command == PW_COMMAND_EXPORT;
    if (!hand_out && (options->format || options->conversation != UINT32_MAX))
        return pw_error_set(error, "%s: goes with packetwalk export only",
                            options->format ? "--format" : "--conversation");
    if (options->fast && !options->lesson)
        return pw_error_set(error, "--test: of which lesson? packetwalk lesson ID --test");
    if (options->task && !options->device && !lab)
        return pw_error_set(error, "--task %s: goes with live and lab only", options->task);
    return true;
}

/* lab -- COMMAND: what stands behind "--" is not ours to read. Answers how much is. */
static int take_command(struct pw_options *options, int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "lab") != 0)
        return argc;
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0 && argv[i + 1]) {
            options->run = argv + i + 1;
            return i;
        }
    }
    return argc;
}

/* export --format F FILE, or --lesson ID in the file's place. */
static bool read_export(struct pw_options *options, char **words, struct pw_error *error)
{
    options->command = PW_COMMAND_EXPORT;
    if (!options->format)
        return pw_error_set(error, "export: as what? --format html, svg or md");
    if (!options->lesson && !options->file) {
        options->file = words[0];
        if (words[0])
            words++;
    }
    if (!options->lesson && !options->file)
        return pw_error_set(error,
                            "export: needs a capture: packetwalk export --format %s FILE; or "
                            "--lesson ID",
                            options->format);
    if (words[0])
        return pw_error_set(error, "export %s: one capture, or one lesson, at a time", words[0]);
    return true;
}

/* The words that are no options: a command, its file, a BPF expression. */
static bool read_words(struct pw_options *options, char **words, struct pw_error *error)
{
    static const struct {
        const char *word;
        enum pw_command command;
    } commands[] = {{"read", PW_COMMAND_READ},
                    {"explain", PW_COMMAND_EXPLAIN},
                    {"json", PW_COMMAND_JSON},
                    {"questions", PW_COMMAND_QUESTIONS}};
    const char *given = options->file;
    if (!words[0])
        return true;
    if (strcmp(words[0], "lesson") == 0)
        return read_lesson(options, words + 1, error);
    if (strcmp(words[0], "help") == 0) {
        options->command = PW_COMMAND_HELP;
        return true;
    }
    if (strcmp(words[0], "doctor") == 0) {
        options->command = PW_COMMAND_DOCTOR;
        return !words[1] || pw_error_set(error, "doctor %s: it takes no words", words[1]);
    }
    if (strcmp(words[0], "export") == 0)
        return read_export(options, words + 1, error);
    if (strcmp(words[0], "lab") == 0)
        return read_lab(options, words + 1, error);
    if (strcmp(words[0], "live") == 0) {
        options->command = PW_COMMAND_LIVE;
        join_filter(options, words + 1);
        return true;
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(words[0], commands[i].word) != 0)
            continue;
        options->command = commands[i].command;
        if (!given && !options->device)
            options->file = words[1];
        if (!options->file && !options->device)
            return pw_error_set(error, "%s: needs a capture: packetwalk %s FILE", words[0],
                                words[0]);
        join_filter(options, words + (given || options->device ? 1 : 2));
        return true;
    }
    if (given || options->device) {
        join_filter(options, words);
        return true;
    }
    return pw_error_set(error, "%s: no such command: see packetwalk --help", words[0]);
}

bool pw_options_read(struct pw_options *options, int argc, char **argv, struct pw_error *error)
{
    static const struct option longs[] = {{"help", no_argument, NULL, 'h'},
                                          {"version", no_argument, NULL, 'V'},
                                          {"level", required_argument, NULL, 'l'},
                                          {"keylog", required_argument, NULL, 'k'},
                                          {"ascii", no_argument, NULL, 'a'},
                                          {"keep", required_argument, NULL, 'K'},
                                          {"task", required_argument, NULL, 'T'},
                                          {"shell", no_argument, NULL, 'S'},
                                          {"cable", no_argument, NULL, 'C'},
                                          {"join", required_argument, NULL, 'J'},
                                          {"json", no_argument, NULL, 'j'},
                                          {"explain", no_argument, NULL, 'e'},
                                          {"lang", required_argument, NULL, 'L'},
                                          {"linear", no_argument, NULL, 'I'},
                                          {"test", no_argument, NULL, 'F'},
                                          {"projector", no_argument, NULL, 'P'},
                                          {"name", required_argument, NULL, 'N'},
                                          {"format", required_argument, NULL, 'O'},
                                          {"lesson", required_argument, NULL, 'M'},
                                          {"conversation", required_argument, NULL, 'Y'},
                                          {"seed", required_argument, NULL, 'x'},
                                          {"count", required_argument, NULL, 'Q'},
                                          {NULL, 0, NULL, 0}};
    *options = (struct pw_options){
        .voice = PW_STUDENT, .conversation = UINT32_MAX, .keylog = getenv("SSLKEYLOGFILE")};
    int option;
    argc = take_command(options, argc, argv);
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":r:w:c:i:s:Dnh", longs, NULL)) != -1)
        if (!read_option(option, options, argv, error))
            return false;
    if (options->command == PW_COMMAND_HELP || options->command == PW_COMMAND_VERSION)
        return true;
    /* Not all of argv is ours where a command follows: its words end where ours do. */
    char *kept = argv[argc];
    argv[argc] = NULL;
    bool read = options->command == PW_COMMAND_DEVICES || read_words(options, argv + optind, error);
    argv[argc] = kept;
    if (!read)
        return false;
    if (options->device && options->command == PW_COMMAND_MENU)
        options->command = PW_COMMAND_LIVE;
    if (options->command == PW_COMMAND_LIVE && !options->device)
        options->device = "lo";
    /* A class is spoken to as a friend. */
    if (options->projector && !options->voice_given) {
        options->voice = PW_FRIEND;
        options->voice_given = true;
    }
    if (options->linear && options->command == PW_COMMAND_LAB && !options->as_json)
        options->as_text = true;
    return check_together(options, error);
}

const char *pw_options_language(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0)
            return argv[i] + 7;
        if (strcmp(argv[i], "--lang") == 0 && argv[i + 1])
            return argv[i + 1];
    }
    return NULL;
}

void pw_options_free(struct pw_options *options)
{
    free(options->filter);
    options->filter = NULL;
}
