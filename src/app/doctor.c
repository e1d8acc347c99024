/* The doctor's visit: see doctor.h. The checks are in doctor_*.c, their order is here. */
#include "app/doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/doctor_private.h"
#include "base/error.h"
#include "base/translate.h"
#include "ui/cells.h"

#define INDENT 9
#define WIDTH  (79 - INDENT)
#define LINES  64

static const struct {
    const char *title;
    void (*look)(struct pw_finding *finding);
} checks[] = {
    {N_("Terminal"), pw_doctor_terminal},
    {N_("Characters"), pw_doctor_locale},
    {N_("Colours"), pw_doctor_colours},
    {N_("Lessons"), pw_doctor_lessons},
    {N_("Captures"), pw_doctor_captures},
    {N_("Progress"), pw_doctor_progress},
    {N_("Temporary files"), pw_doctor_temporary},
    {N_("Live capture"), pw_doctor_capture},
    {N_("The lab: user namespaces"), pw_doctor_namespaces},
    {N_("Kernel and Landlock"), pw_doctor_kernel},
    {N_("Gaining rights"), pw_doctor_privileges},
    {N_("Other programs"), pw_doctor_programs},
};

void pw_doctor_say(struct pw_finding *finding, enum pw_health health, const char *format, ...)
{
    struct pw_error safe;
    char text[512];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    pw_error_set(&safe, "%s", text);
    if (finding->says.length)
        pw_buffer_byte(&finding->says, ' ');
    pw_buffer_text(&finding->says, safe.text);
    if (health > finding->health)
        finding->health = health;
}

void pw_doctor_mend(struct pw_finding *finding, const char *text, const char *command)
{
    if (finding->mend.length && *text)
        pw_buffer_byte(&finding->mend, ' ');
    pw_buffer_text(&finding->mend, text);
    if (command)
        pw_buffer_print(&finding->command, "%*s%s\n", INDENT + 4, "", command);
}

static void print_wrapped(const char *text)
{
    struct pw_line lines[LINES];
    uint32_t count = pw_wrap(text, WIDTH, lines, LINES);
    for (uint32_t i = 0; i < count && i < LINES; i++)
        printf("%*s%.*s\n", INDENT, "", (int)lines[i].length, text + lines[i].start);
}

static void print_finding(const char *title, const struct pw_finding *finding)
{
    static const char *const healths[] = {[PW_HEALTH_OK] = N_("ok"),
                                          [PW_HEALTH_NOTE] = N_("note"),
                                          [PW_HEALTH_MISSING] = N_("missing")};
    printf("%-*s%s\n", INDENT, pw_translate(healths[finding->health]), pw_translate(title));
    print_wrapped(pw_buffer_get(&finding->says));
    if (finding->mend.length)
        print_wrapped(pw_buffer_get(&finding->mend));
    fputs(pw_buffer_get(&finding->command), stdout);
    printf("\n");
}

static const char *verdict(const unsigned counts[3])
{
    if (counts[PW_HEALTH_MISSING])
        return _("Lessons cannot be run until what is missing is there.");
    if (counts[PW_HEALTH_NOTE])
        return _("Everything that lessons need is there; the notes say what else cannot be done.");
    return _("Everything is there.");
}

int pw_command_doctor(void)
{
    unsigned counts[3] = {0};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        struct pw_finding finding = {0};
        checks[i].look(&finding);
        print_finding(checks[i].title, &finding);
        counts[finding.health]++;
        pw_buffer_free(&finding.says);
        pw_buffer_free(&finding.mend);
        pw_buffer_free(&finding.command);
    }
    printf("%s\n", verdict(counts));
    return counts[PW_HEALTH_MISSING] ? 1 : 0;
}
