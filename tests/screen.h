/* A screen without a terminal: a ui over a bundled capture or the lessons, driven by key names. */
#ifndef PW_TESTS_SCREEN_H
#define PW_TESTS_SCREEN_H

#include "pcap_file.h"
#include "ui/ui.h"

#define SCREEN_CAPTURES 128

struct screen {
    struct pw_ui ui;
    struct pw_cells cells;
    struct pcap_file file; /* what ui.session is made of */
    struct pw_session *session;
    struct pw_lessons *lessons;
    struct pw_captures captures;
    struct { /* opened by lessons */
        struct pcap_file file;
        struct pw_session *session;
    } open[SCREEN_CAPTURES];
    uint32_t open_count;
};

/* A capture's conversations. The words are those of lessons/en. */
void screen_capture(struct screen *screen, const char *name, int columns, int rows, bool ascii);
/* The lesson menu, or with an id that lesson. Progress is empty and never saved. */
void screen_lessons(struct screen *screen, const char *lesson, int columns, int rows, bool ascii);
void screen_free(struct screen *screen);

/* Press keys, given by names with spaces between: "Enter Right 3 q". "Right*3" is three times. */
void screen_keys(struct screen *screen, const char *keys);
/* Draw, and append the screen as text, with styles marked where asked. */
void screen_write(struct screen *screen, bool styles, struct pw_buffer *out);
/* Draw; true where a text stands on the screen. */
bool screen_shows(struct screen *screen, const char *text);
bool screen_hides(struct screen *screen, const char *text);

/* Loaded once by main, for all screens. */
extern struct pw_words *screen_words;
extern struct pw_glossary *screen_glossary;

#endif
