/* Where things are: see data.h. */
#include "app/data.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool holds_lessons(const char *directory)
{
    struct pw_buffer path = {0};
    struct stat info;
    pw_buffer_print(&path, "%s/lessons/en", directory);
    bool found = stat(pw_buffer_get(&path), &info) == 0 && S_ISDIR(info.st_mode);
    pw_buffer_free(&path);
    return found;
}

static bool take_if_data(struct pw_buffer *out, const char *directory)
{
    if (!holds_lessons(directory))
        return false;
    pw_buffer_text(out, directory);
    return true;
}

/* Beside the program: <prefix>/share/packetwalk, or up to three folders above (build/<preset>/). */
static bool beside_program(struct pw_buffer *out)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return false;
    path[length] = '\0';
    struct pw_buffer place = {0};
    bool found = false;
    for (int up = 0; up < 4 && !found; up++) {
        char *slash = strrchr(path, '/');
        if (!slash)
            break;
        *slash = '\0';
        pw_buffer_clear(&place);
        pw_buffer_print(&place, "%s/share/packetwalk", path);
        found = take_if_data(out, pw_buffer_get(&place)) || take_if_data(out, path);
    }
    pw_buffer_free(&place);
    return found;
}

void pw_data_directory(struct pw_buffer *out)
{
    const char *given = getenv("PACKETWALK_DATA");
    if (given && *given)
        pw_buffer_text(out, given);
    else if (!beside_program(out))
        pw_buffer_text(out, PW_DATA_DIR);
}

void pw_data_path(struct pw_buffer *out, const char *name)
{
    pw_data_directory(out);
    pw_buffer_byte(out, '/');
    pw_buffer_text(out, name);
}

void pw_lessons_path(struct pw_buffer *out, const char *name)
{
    pw_data_path(out, "lessons/");
    pw_buffer_text(out, pw_language());
    pw_buffer_text(out, name);
}

void pw_own_path(struct pw_buffer *out, const char *name)
{
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    if (data && *data == '/')
        pw_buffer_print(out, "%s/packetwalk/%s", data, name);
    else if (home && *home == '/')
        pw_buffer_print(out, "%s/.local/share/packetwalk/%s", home, name);
}

static void make_directories(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
}

void pw_progress_path(struct pw_buffer *out)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    if (state && *state == '/')
        pw_buffer_print(out, "%s/packetwalk/progress", state);
    else if (home && *home == '/')
        pw_buffer_print(out, "%s/.local/state/packetwalk/progress", home);
    else
        return;
    make_directories(out->text);
}
