/* What the doctor sees of files: lessons, captures, progress, temporary files, other programs. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "app/data.h"
#include "app/doctor_private.h"
#include "base/temporary.h"
#include "base/translate.h"
#include "capture/live.h"
#include "teach/lesson.h"
#include "teach/progress.h"

static void mend_data(struct pw_finding *finding)
{
    pw_doctor_mend(finding,
                   _("PACKETWALK_DATA may name the directory that holds lessons and captures; "
                     "installing packetwalk puts them where it looks."),
                   NULL);
}

/* The lessons; NULL, having said so, where there are none. */
static struct pw_lessons *load_lessons(struct pw_finding *finding, enum pw_health without)
{
    struct pw_buffer path = {0};
    struct pw_error error = {{0}};
    pw_lessons_path(&path, "");
    struct pw_lessons *lessons = pw_lessons_load((const char *[]){pw_buffer_get(&path)}, 1, &error);
    if (!lessons)
        pw_doctor_say(finding, without, _("They cannot be read: %s."), error.text);
    else if (lessons->count == 0)
        pw_doctor_say(finding, without, _("There are none in %s."), pw_buffer_get(&path));
    pw_buffer_free(&path);
    if (lessons && lessons->count > 0)
        return lessons;
    pw_lessons_free(lessons);
    mend_data(finding);
    return NULL;
}

void pw_doctor_lessons(struct pw_finding *finding)
{
    struct pw_lessons *lessons = load_lessons(finding, PW_HEALTH_MISSING);
    struct pw_buffer path = {0};
    uint32_t good = 0;
    if (!lessons)
        return;
    for (uint32_t i = 0; i < lessons->count; i++)
        good += lessons->entries[i].lesson != NULL;
    pw_lessons_path(&path, "");
    pw_doctor_say(finding, good ? PW_HEALTH_OK : PW_HEALTH_MISSING, _("%u can be opened, in %s."),
                  (unsigned)good, pw_buffer_get(&path));
    if (good < lessons->count) {
        pw_doctor_say(finding, PW_HEALTH_NOTE, _("%u cannot."), (unsigned)(lessons->count - good));
        pw_doctor_mend(finding, _("What is wrong with them:"), "packetwalk lesson check");
    }
    pw_buffer_free(&path);
    pw_lessons_free(lessons);
}

static bool readable(const char *capture)
{
    struct pw_buffer path = {0};
    pw_data_path(&path, "captures/");
    pw_buffer_text(&path, capture);
    bool can = access(path.text, R_OK) == 0;
    pw_buffer_free(&path);
    return can;
}

static void look_at_capture(struct pw_finding *finding, const char *capture, const char *lesson,
                            uint32_t *absent)
{
    if (!capture || readable(capture))
        return;
    if ((*absent)++ < 3)
        pw_doctor_say(finding, PW_HEALTH_MISSING, _("%s cannot be read: lesson %s needs it."),
                      capture, lesson);
}

void pw_doctor_captures(struct pw_finding *finding)
{
    struct pw_lessons *lessons = load_lessons(finding, PW_HEALTH_MISSING);
    uint32_t absent = 0;
    if (!lessons)
        return;
    for (uint32_t i = 0; i < lessons->count; i++) {
        const struct pw_lesson *lesson = lessons->entries[i].lesson;
        if (!lesson)
            continue;
        look_at_capture(finding, lesson->capture, lesson->id, &absent);
        for (uint32_t k = 0; k < lesson->step_count; k++)
            if (lesson->steps[k].show)
                look_at_capture(finding, lesson->steps[k].show->capture, lesson->id, &absent);
    }
    if (absent > 3)
        pw_doctor_say(finding, PW_HEALTH_MISSING, _("So it is in %u places more."),
                      (unsigned)(absent - 3));
    if (absent)
        mend_data(finding);
    else
        pw_doctor_say(finding, PW_HEALTH_OK, _("The packets that lessons walk through are there."));
    pw_lessons_free(lessons);
}

/* Writing is tried where the file would be made anew, which is how progress is saved. */
void pw_doctor_progress(struct pw_finding *finding)
{
    struct pw_buffer path = {0};
    struct pw_error error = {{0}};
    pw_progress_path(&path);
    if (!path.length) {
        pw_doctor_say(finding, PW_HEALTH_NOTE,
                      _("There is no home to keep it in: lessons work, and start anew each time."));
        pw_doctor_mend(finding, _("Set HOME or XDG_STATE_HOME."), NULL);
        return;
    }
    struct pw_progress *progress = pw_progress_load(path.text, &error);
    if (!progress)
        pw_doctor_say(finding, PW_HEALTH_NOTE, "%s.", error.text);
    pw_progress_free(progress);
    char *slash = strrchr(path.text, '/');
    *slash = '\0';
    if (access(path.text, W_OK | X_OK) == 0) {
        pw_doctor_say(finding, PW_HEALTH_OK, _("It is kept in %s."), path.text);
    } else {
        pw_doctor_say(finding, PW_HEALTH_NOTE,
                      _("%s cannot be written to (%s): lessons work, and start anew each time."),
                      path.text, strerror(errno));
        pw_doctor_mend(finding, _("XDG_STATE_HOME may name a directory that can."), NULL);
    }
    pw_buffer_free(&path);
}

void pw_doctor_temporary(struct pw_finding *finding)
{
    struct statvfs about;
    const char *folder = pw_temporary_folder();
    int fd = pw_temporary_file();
    if (fd < 0) {
        pw_doctor_say(finding, PW_HEALTH_NOTE,
                      _("None can be made in %s (%s): lessons work; standard input, compressed "
                        "files and live captures cannot be read."),
                      folder, strerror(errno));
        pw_doctor_mend(finding, _("TMPDIR may name another folder."), NULL);
        return;
    }
    uint64_t room = fstatvfs(fd, &about) == 0 ? (uint64_t)about.f_bavail * about.f_frsize : 0;
    close(fd);
    bool little = room < PW_LIVE_KEEP;
    pw_doctor_say(finding, little ? PW_HEALTH_NOTE : PW_HEALTH_OK,
                  _("In %s there is room for %llu MiB%s."), folder,
                  (unsigned long long)(room >> 20),
                  little ? _("; a live capture keeps up to 256 MiB there") : "");
    if (little)
        pw_doctor_mend(finding,
                       _("packetwalk live --keep 16M keeps less, and TMPDIR may name another "
                         "folder."),
                       NULL);
}

static bool on_path(const char *program)
{
    const char *folders = getenv("PATH");
    struct pw_buffer path = {0};
    bool found = false;
    while (folders && *folders && !found) {
        size_t length = strcspn(folders, ":");
        pw_buffer_clear(&path);
        pw_buffer_add(&path, folders, length);
        pw_buffer_print(&path, "%s%s", length ? "/" : "./", program);
        found = access(path.text, X_OK) == 0;
        folders += length + (folders[length] == ':');
    }
    pw_buffer_free(&path);
    return found;
}

void pw_doctor_programs(struct pw_finding *finding)
{
    static const struct {
        const char *name, *good_for, *package;
    } programs[] = {
        {"tmux", N_("splits the terminal for packetwalk lab --shell"), "tmux"},
        {"nc", N_("speaks to a port by hand"), "netcat-openbsd"},
        {"curl", N_("asks by HTTP"), "curl"},
        {"node", N_("runs Socket.IO programs"), "nodejs"},
    };
    struct pw_buffer install = {0};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        bool there = on_path(programs[i].name);
        pw_doctor_say(finding, there ? PW_HEALTH_OK : PW_HEALTH_NOTE, "%s %s%s.", programs[i].name,
                      there ? _("is there: it ") : _("is not there; it "),
                      pw_translate(programs[i].good_for));
        if (!there)
            pw_buffer_print(&install, "%s%s", install.length ? " " : "sudo apt-get install ",
                            programs[i].package);
    }
    if (install.length)
        pw_doctor_mend(finding,
                       _("They are for trying things in the lab; lessons need none of them."),
                       install.text);
    pw_buffer_free(&install);
}
