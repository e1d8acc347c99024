/* What the doctor sees of the terminal: terminfo(5), locale(7), https://no-color.org. */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/doctor_private.h"
#include "base/translate.h"

#define COLUMNS 80
#define ROWS    24

/* A description is FOLDER/x/xterm, or FOLDER/78/xterm where letters' case is not told apart. */
static bool in_folder(const char *folder, size_t length, const char *name)
{
    struct pw_buffer path = {0};
    bool found = false;
    for (int form = 0; form < 2 && !found && length; form++) {
        struct stat about;
        pw_buffer_clear(&path);
        pw_buffer_add(&path, folder, length);
        if (form == 0)
            pw_buffer_print(&path, "/%c/%s", name[0], name);
        else
            pw_buffer_print(&path, "/%02x/%s", (unsigned char)name[0], name);
        found = stat(path.text, &about) == 0 && S_ISREG(about.st_mode);
    }
    pw_buffer_free(&path);
    return found;
}

/* In one of several folders, ":" between them. */
static bool in_folders(const char *folders, const char *name)
{
    while (folders && *folders) {
        size_t length = strcspn(folders, ":");
        if (in_folder(folders, length, name))
            return true;
        folders += length + (folders[length] == ':');
    }
    return false;
}

static bool described(const char *name)
{
    static const char usual[] = "/etc/terminfo:/lib/terminfo:/usr/share/terminfo:"
                                "/usr/lib/terminfo:/usr/local/share/terminfo";
    struct pw_buffer own = {0};
    if (strchr(name, '/'))
        return false;
    pw_buffer_print(&own, "%s/.terminfo", getenv("HOME") ? getenv("HOME") : "");
    bool found = in_folders(getenv("TERMINFO"), name) || in_folders(own.text, name) ||
                 in_folders(getenv("TERMINFO_DIRS"), name) || in_folders(usual, name);
    pw_buffer_free(&own);
    return found;
}

static void look_at_size(struct pw_finding *finding)
{
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
        pw_doctor_say(finding, PW_HEALTH_NOTE, _("It does not say how large it is."));
        return;
    }
    bool small = size.ws_col < COLUMNS || size.ws_row < ROWS;
    pw_doctor_say(finding, small ? PW_HEALTH_NOTE : PW_HEALTH_OK,
                  _("It has %u columns and %u rows."), size.ws_col, size.ws_row);
    if (small)
        pw_doctor_mend(finding,
                       _("The screens are made for 80 columns and 24 rows: make it larger."), NULL);
}

void pw_doctor_terminal(struct pw_finding *finding)
{
    const char *name = getenv("TERM");
    if (!isatty(STDOUT_FILENO)) {
        pw_doctor_say(
            finding, PW_HEALTH_NOTE,
            _("Standard output is no terminal. Lessons and captures are then told as text, "
              "without screens."));
        return;
    }
    if (!name || !*name || strcmp(name, "dumb") == 0) {
        pw_doctor_say(
            finding, PW_HEALTH_MISSING,
            _("TERM does not say what kind of terminal this is: no screen can be shown."));
        pw_doctor_mend(finding, _("Most terminals of today are understood as:"),
                       "export TERM=xterm-256color");
    } else if (!described(name)) {
        pw_doctor_say(finding, PW_HEALTH_MISSING,
                      _("TERM is %s, and no description of that is on this machine."), name);
        pw_doctor_mend(finding,
                       _("Install more descriptions, or say that it is one that is known (that may "
                         "show some keys wrong):"),
                       "sudo apt-get install ncurses-term");
        pw_doctor_mend(finding, "", "export TERM=xterm-256color");
    } else {
        pw_doctor_say(finding, PW_HEALTH_OK, _("It is %s, which is described on this machine."),
                      name);
    }
    look_at_size(finding);
}

void pw_doctor_locale(struct pw_finding *finding)
{
    /* main has set it where it is there; where it is not, asking again says so. */
    bool there = setlocale(LC_CTYPE, "") != NULL;
    if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) {
        pw_doctor_say(finding, PW_HEALTH_OK, _("The locale is UTF-8: lines and arrows are drawn."));
        return;
    }
    if (there)
        pw_doctor_say(finding, PW_HEALTH_NOTE,
                      _("The locale is not UTF-8 but %s: screens are drawn with + - | and >."),
                      nl_langinfo(CODESET));
    else
        pw_doctor_say(finding, PW_HEALTH_NOTE,
                      _("The locale that LC_ALL, LC_CTYPE or LANG names is not on this machine: "
                        "screens are drawn with + - | and >."));
    pw_doctor_mend(finding, _("For lines and arrows:"), "export LC_ALL=C.UTF-8");
}

void pw_doctor_colours(struct pw_finding *finding)
{
    const char *no = getenv("NO_COLOR");
    if (no && *no)
        pw_doctor_say(finding, PW_HEALTH_OK,
                      _("None are used, as NO_COLOR asks. Nothing is told by colour alone."));
    else
        pw_doctor_say(
            finding, PW_HEALTH_OK,
            _("Used where the terminal has them; NO_COLOR=1 does without. Nothing is told "
              "by colour alone."));
}
