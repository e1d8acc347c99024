/* The command line: see options.h. */
#include "app/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

const char *pw_options_help(void)
{
    return "packetwalk shows what happens on the wire, packet by packet, in plain language.\n"
           "\n"
           "  packetwalk                       the lesson menu\n"
           "  packetwalk lesson [ID]           open a lesson; without ID, list them\n"
           "  packetwalk lesson check [FILE]   prove every claim a lesson makes\n"
           "  packetwalk lesson reset [ID]     forget how far you have come\n"
           "  packetwalk read FILE             walk through a capture; - is standard input\n"
           "  packetwalk explain FILE          tell a capture's story as plain text\n"
           "  packetwalk json FILE             write it as one JSON object a line\n"
           "\n"
           "FILE is a pcap or pcapng capture, plain or gzip. A BPF expression may follow it.\n"
           "\n"
           "  -r FILE         the same as read FILE\n"
           "  -w FILE         save what is read to FILE\n"
           "  -c N            stop after N packets\n"
           "  -n              accepted: names are never looked up\n"
           "  --level VOICE   friend, student or engineer\n"
           "  --keylog FILE   the secrets of TLS connections (SSLKEYLOGFILE)\n"
           "  --ascii         plain characters only\n"
           "  --help, --version\n"
           "\n"
           "To watch live traffic: sudo tcpdump -i lo -U -w - | packetwalk read -\n";
}

static bool read_count(const char *text, uint32_t *count, struct pw_error *error)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno || end == text || *end || text[0] == '-' || !value || value > UINT32_MAX)
        return pw_error_set(error, "-c %s: not a number of packets", text);
    *count = (uint32_t)value;
    return true;
}

static bool read_voice(const char *text, struct pw_options *options, struct pw_error *error)
{
    enum pw_voice voice = pw_voice_named(text);
    if (voice == PW_VOICES)
        return pw_error_set(error, "--level %s: the voices are friend, student and engineer", text);
    options->voice = voice;
    options->voice_given = true;
    return true;
}

static bool no_live(struct pw_error *error, const char *what)
{
    return pw_error_set(error,
                        "%s: this version reads captures and cannot make them: "
                        "try tcpdump -i lo -U -w - | packetwalk read -",
                        what);
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
        return read_count(optarg, &options->count, error);
    case 'l':
        return read_voice(optarg, options, error);
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
    case 'D':
    case 's':
        return no_live(error, option == 'i' ? "-i" : option == 'D' ? "-D" : "-s");
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
    bool reset = strcmp(words[0], "reset") == 0;
    if (reset)
        options->command = PW_COMMAND_LESSON_RESET;
    options->lesson = words[reset];
    if (words[0] && options->lesson && words[reset + 1])
        return pw_error_set(error, "lesson %s: one lesson at a time", words[reset + 1]);
    return true;
}

/* The words that are no options: a command, its file, a BPF expression. */
static bool read_words(struct pw_options *options, char **words, struct pw_error *error)
{
    static const struct {
        const char *word;
        enum pw_command command;
    } commands[] = {
        {"read", PW_COMMAND_READ}, {"explain", PW_COMMAND_EXPLAIN}, {"json", PW_COMMAND_JSON}};
    const char *given = options->file;
    if (!words[0])
        return true;
    if (strcmp(words[0], "lesson") == 0)
        return read_lesson(options, words + 1, error);
    if (strcmp(words[0], "help") == 0) {
        options->command = PW_COMMAND_HELP;
        return true;
    }
    if (strcmp(words[0], "live") == 0 || strcmp(words[0], "lab") == 0 ||
        strcmp(words[0], "export") == 0)
        return strcmp(words[0], "export") == 0
                   ? pw_error_set(error, "export: this version writes explain and json only")
                   : no_live(error, words[0]);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(words[0], commands[i].word) != 0)
            continue;
        options->command = commands[i].command;
        options->file = given ? given : words[1];
        if (!options->file)
            return pw_error_set(error, "%s: needs a capture: packetwalk %s FILE", words[0],
                                words[0]);
        join_filter(options, words + (given ? 1 : 2));
        return true;
    }
    if (given) {
        join_filter(options, words);
        return true;
    }
    return pw_error_set(error, "%s: no such command: see packetwalk --help", words[0]);
}

bool pw_options_read(struct pw_options *options, int argc, char **argv, struct pw_error *error)
{
    static const struct option longs[] = {
        {"help", no_argument, NULL, 'h'},        {"version", no_argument, NULL, 'V'},
        {"level", required_argument, NULL, 'l'}, {"keylog", required_argument, NULL, 'k'},
        {"ascii", no_argument, NULL, 'a'},       {NULL, 0, NULL, 0}};
    *options = (struct pw_options){.voice = PW_STUDENT, .keylog = getenv("SSLKEYLOGFILE")};
    int option;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":r:w:c:i:s:Dnh", longs, NULL)) != -1)
        if (!read_option(option, options, argv, error))
            return false;
    if (options->command == PW_COMMAND_HELP || options->command == PW_COMMAND_VERSION)
        return true;
    if (!read_words(options, argv + optind, error))
        return false;
    if (options->save && !options->file)
        return pw_error_set(error, "-w %s: there is nothing to save without a capture",
                            options->save);
    return true;
}

void pw_options_free(struct pw_options *options)
{
    free(options->filter);
    options->filter = NULL;
}
