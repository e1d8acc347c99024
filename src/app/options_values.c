/* The values of options: numbers, sizes, voices. See options_private.h. */
#include "app/options_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "capture/live.h"

bool pw_option_count(const char *text, uint32_t *count, struct pw_error *error)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno || end == text || *end || text[0] == '-' || !value || value > UINT32_MAX)
        return pw_error_set(error, "-c %s: not a number of packets", text);
    *count = (uint32_t)value;
    return true;
}

bool pw_option_seed(const char *text, uint64_t *seed, struct pw_error *error)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno || end == text || *end || text[0] == '-')
        return pw_error_set(error, "--seed %s: not a number", text);
    *seed = value;
    return true;
}

bool pw_option_questions(const char *text, uint32_t *count, struct pw_error *error)
{
    struct pw_error ignored;
    if (!pw_option_count(text, count, &ignored) || *count > PW_QUESTIONS_MAX)
        return pw_error_set(error, "--count %s: not a number of questions up to %u", text,
                            PW_QUESTIONS_MAX);
    return true;
}

bool pw_option_voice(const char *text, struct pw_options *options, struct pw_error *error)
{
    enum pw_voice voice = pw_voice_named(text);
    if (voice == PW_VOICES)
        return pw_error_set(error, "--level %s: the voices are friend, student and engineer", text);
    options->voice = voice;
    options->voice_given = true;
    return true;
}

/* Bytes, or with K, M or G behind the number so many times 1024 of them. */
bool pw_option_size(const char *text, uint64_t *size, struct pw_error *error)
{
    static const char units[] = "KMG";
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    const char *unit = *end ? strchr(units, *end & ~0x20) : NULL;
    unsigned shift = unit ? 10u * (unsigned)(unit - units + 1) : 0;
    if (errno || end == text || text[0] == '-' || (*end && (!unit || end[1])) ||
        value > (UINT64_MAX >> 1) >> shift)
        return pw_error_set(error, "--keep %s: not a size, as 64M or 1G", text);
    *size = (uint64_t)value << shift;
    if (*size < PW_LIVE_KEEP_MIN)
        return pw_error_set(error, "--keep %s: less than 1M is too little", text);
    return true;
}

bool pw_option_snapshot(const char *text, uint32_t *snapshot, struct pw_error *error)
{
    uint32_t value = 0;
    /* tcpdump's habit: 0 is as many as can be. */
    if (strcmp(text, "0") != 0 &&
        (!pw_option_count(text, &value, error) || value > PW_LIVE_SNAPSHOT))
        return pw_error_set(error, "-s %s: not a number of bytes up to %u", text, PW_LIVE_SNAPSHOT);
    *snapshot = value;
    return true;
}

bool pw_option_conversation(const char *text, uint32_t *number, struct pw_error *error)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno || end == text || *end || text[0] == '-' || value >= UINT32_MAX)
        return pw_error_set(error, "--conversation %s: not a number of a conversation", text);
    *number = (uint32_t)value;
    return true;
}
