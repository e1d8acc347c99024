/* A screen without a terminal: see screen.h. */
#include "screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pw_words *screen_words;
struct pw_glossary *screen_glossary;

static struct pw_session *index_file(struct pcap_file *file)
{
    struct pw_session *session = pw_session_new(pcap_file_store(file));
    for (uint32_t i = 0; i < file->count; i++)
        pw_session_add(session, &file->packets[i]);
    pw_session_finish(session);
    return session;
}

void screen_capture(struct screen *screen, const char *name, int columns, int rows, bool ascii)
{
    char path[512];
    *screen = (struct screen){.cells = {.ascii = ascii}};
    snprintf(path, sizeof path, "%s/%s", PW_CAPTURES, name);
    screen->file = pcap_file_read(path);
    screen->session = index_file(&screen->file);
    screen->ui.session = screen->session;
    screen->ui.words = screen_words;
    screen->ui.glossary = screen_glossary;
    screen->ui.title = name;
    screen->ui.voice = PW_STUDENT;
    pw_cells_size(&screen->cells, columns, rows);
    pw_ui_start_capture(&screen->ui);
}

static const struct pw_session *open_capture(void *self, const char *name)
{
    struct screen *screen = self;
    char path[512], base[256];
    snprintf(base, sizeof base, "%s", name);
    if (strrchr(base, '.'))
        *strrchr(base, '.') = '\0';
    for (uint32_t i = 0; i < screen->open_count; i++)
        if (strcmp(screen->open[i].file.name, base) == 0)
            return screen->open[i].session;
    snprintf(path, sizeof path, "%s/%s", PW_CAPTURES, name);
    uint32_t i = screen->open_count++;
    screen->open[i].file = pcap_file_read(path);
    screen->open[i].session = index_file(&screen->open[i].file);
    return screen->open[i].session;
}

void screen_lessons(struct screen *screen, const char *lesson, int columns, int rows, bool ascii)
{
    struct pw_error error = {{0}};
    *screen = (struct screen){.cells = {.ascii = ascii}};
    screen->lessons = pw_lessons_load((const char *[]){PW_LESSONS "/en"}, 1, &error);
    screen->captures = (struct pw_captures){.self = screen, .open = open_capture};
    screen->ui.words = screen_words;
    screen->ui.glossary = screen_glossary;
    screen->ui.lessons = screen->lessons;
    screen->ui.captures = &screen->captures;
    screen->ui.progress = pw_progress_load("", &error);
    pw_cells_size(&screen->cells, columns, rows);
    if (lesson)
        pw_ui_start_lesson(&screen->ui, pw_lessons_find(screen->lessons, lesson)->lesson, false);
    else
        pw_ui_start_menu(&screen->ui);
}

void screen_free(struct screen *screen)
{
    pw_ui_free(&screen->ui);
    pw_cells_free(&screen->cells);
    pw_progress_free(screen->ui.progress);
    pw_lessons_free(screen->lessons);
    if (screen->session) {
        pw_session_free(screen->session);
        pcap_file_free(&screen->file);
    }
    for (uint32_t i = 0; i < screen->open_count; i++) {
        pw_session_free(screen->open[i].session);
        pcap_file_free(&screen->open[i].file);
    }
}

static int key_named(const char *name, size_t length)
{
    static const struct {
        const char *name;
        int key;
    } names[] = {
        {"Enter", PW_KEY_ENTER},    {"Esc", PW_KEY_ESCAPE},     {"Tab", PW_KEY_TAB},
        {"Up", PW_KEY_UP},          {"Down", PW_KEY_DOWN},      {"Left", PW_KEY_LEFT},
        {"Right", PW_KEY_RIGHT},    {"Home", PW_KEY_HOME},      {"End", PW_KEY_END},
        {"PgUp", PW_KEY_PAGE_UP},   {"PgDn", PW_KEY_PAGE_DOWN}, {"Space", ' '},
        {"Back", PW_KEY_BACKSPACE},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == length && strncmp(names[i].name, name, length) == 0)
            return names[i].key;
    if (length != 1) {
        fprintf(stderr, "no key is called %.*s\n", (int)length, name);
        exit(1);
    }
    return name[0];
}

void screen_keys(struct screen *screen, const char *keys)
{
    struct pw_buffer drawn = {0};
    while (*keys) {
        size_t length = strcspn(keys, " ");
        const char *star = length > 1 ? memchr(keys + 1, '*', length - 1) : NULL;
        size_t name = star ? (size_t)(star - keys) : length;
        long times = star ? strtol(star + 1, NULL, 10) : 1;
        for (long i = 0; i < times; i++) {
            /* Views know how much fits from having been drawn. */
            screen_write(screen, false, &drawn);
            pw_ui_key(&screen->ui, key_named(keys, name), 0, 0);
        }
        keys += length + strspn(keys + length, " ");
    }
    pw_buffer_free(&drawn);
}

void screen_write(struct screen *screen, bool styles, struct pw_buffer *out)
{
    pw_ui_draw(&screen->ui, &screen->cells);
    pw_cells_write(&screen->cells, styles, out);
}

static bool shows_or_not(struct screen *screen, const char *text, bool wanted)
{
    struct pw_buffer out = {0};
    screen_write(screen, false, &out);
    bool good = (strstr(pw_buffer_get(&out), text) != NULL) == wanted;
    if (!good)
        printf("\n\"%s\" is %son the screen:\n%s", text, wanted ? "not " : "", pw_buffer_get(&out));
    pw_buffer_free(&out);
    return good;
}

bool screen_shows(struct screen *screen, const char *text)
{
    return shows_or_not(screen, text, true);
}

bool screen_hides(struct screen *screen, const char *text)
{
    return shows_or_not(screen, text, false);
}
