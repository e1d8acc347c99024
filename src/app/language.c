/* Which language is spoken: see data.h. */
#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/data.h"
#include "base/translate.h"

#define LANGUAGE 16 /* bytes of a language's name: "pt_BR" */

static char chosen[LANGUAGE] = "en";

const char *pw_language(void)
{
    return chosen;
}

/* A folder's name, and nothing that leads out of lessons/. */
static bool is_name(const char *name)
{
    size_t letters = 0;
    for (; name[letters]; letters++)
        if (!isalpha((unsigned char)name[letters]) && name[letters] != '_')
            return false;
    return letters >= 2 && letters < LANGUAGE;
}

static bool is_there(const char *language)
{
    struct pw_buffer path = {0};
    struct stat info;
    pw_data_path(&path, "lessons/");
    pw_buffer_text(&path, language);
    bool there =
        is_name(language) && stat(pw_buffer_get(&path), &info) == 0 && S_ISDIR(info.st_mode);
    pw_buffer_free(&path);
    return there;
}

/* "pt_BR" of "pt_BR.UTF-8" where there is such a folder, else "pt". */
static bool take(const char *name)
{
    char language[LANGUAGE] = {0};
    size_t length = strcspn(name, ".@:");
    if (length >= sizeof language)
        return false;
    memcpy(language, name, length);
    if (!is_there(language))
        language[strcspn(language, "_")] = '\0';
    if (!is_there(language))
        return false;
    memcpy(chosen, language, sizeof chosen);
    return true;
}

/* The locale's variables as they rank: POSIX, section 8.2; LANGUAGE is gettext's. */
static void take_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *locale = NULL, *first = getenv("LANGUAGE");
    for (size_t i = 0; i < sizeof names / sizeof *names && !(locale && *locale); i++)
        locale = getenv(names[i]);
    if (!locale || !*locale)
        return;
    if (!first || !*first || strcmp(locale, "C") == 0 || !take(first))
        take(locale);
}

/* The catalogues lie beside a program that was built, or in share/locale. */
static void open_catalogue(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    struct pw_buffer place = {0};
    struct stat info;
    path[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    pw_buffer_print(&place, "%s/locale", path);
    if (stat(pw_buffer_get(&place), &info) != 0) {
        pw_buffer_clear(&place);
        pw_buffer_print(&place, "%s/../share/locale", path);
    }
    if (stat(pw_buffer_get(&place), &info) != 0) {
        pw_buffer_clear(&place);
        pw_buffer_text(&place, PW_LOCALE_DIR);
    }
    bindtextdomain("packetwalk", pw_buffer_get(&place));
    bind_textdomain_codeset("packetwalk", "UTF-8");
    textdomain("packetwalk");
    pw_buffer_free(&place);
}

static void list(struct pw_buffer *there)
{
    struct pw_buffer path = {0};
    pw_data_path(&path, "lessons");
    struct dirent **names;
    int count = scandir(pw_buffer_get(&path), &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (is_there(names[i]->d_name))
            pw_buffer_print(there, "%s%s", there->length ? ", " : "", names[i]->d_name);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    pw_buffer_free(&path);
}

bool pw_language_choose(const char *given, struct pw_buffer *there)
{
    if (given && !take(given)) {
        list(there);
        return false;
    }
    if (!given)
        take_locale();
    if (strcmp(chosen, "en") == 0 && !given)
        return true;
    /* gettext translates nothing in the locale C, and looks where LANGUAGE says in any other. */
    setenv("LANGUAGE", chosen, 1);
    const char *locale = setlocale(LC_MESSAGES, "");
    if (!locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        setlocale(LC_MESSAGES, "C.UTF-8");
    open_catalogue();
    /* Read now: what reads packets later may open no more files. */
    (void)gettext("packetwalk");
    return true;
}
