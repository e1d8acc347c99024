/* ui/: golden screens, at the sizes we design for, with and without styles, UTF-8 and ASCII. */
#include <CUnit/CUnit.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "golden.h"
#include "ui/view.h"
#include "ui_test.h"

enum how { PLAIN, STYLED, ASCII, PROJECTOR };

static const struct {
    const char *golden;
    const char *capture; /* NULL: the lessons */
    const char *lesson;  /* NULL: their menu */
    int columns, rows;
    enum how how;
    const char *keys;
} screens[] = {
    {"menu-80", NULL, NULL, 80, 24, PLAIN, ""},
    {"menu-40", NULL, NULL, 40, 12, ASCII, "Down"},
    {"conversations-80", "http.pcap", NULL, 80, 24, STYLED, ""},
    {"conversations-40", "http.pcap", NULL, 40, 12, PLAIN, "Down"},
    {"conversations-200", "http.pcap", NULL, 200, 50, PLAIN, ""},
    {"conversations-none", "arp.pcap", NULL, 80, 24, PLAIN, ""},
    {"packets-80", "dns.pcap", NULL, 80, 24, PLAIN, "a Down*4"},
    {"packets-40", "dns.pcap", NULL, 40, 12, ASCII, "a End"},
    {"packets-find", "dns.pcap", NULL, 80, 24, STYLED, "a / w e b Back Back x"},
    {"packets-found", "dns.pcap", NULL, 80, 24, PLAIN, "a / m x Enter n"},
    {"packets-200", "dns.pcap", NULL, 200, 50, STYLED, "a"},
    {"walk-first", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter"},
    {"walk-connected", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter Right*2"},
    {"walk-upgrade", "upgrade.pcap", NULL, 80, 24, PLAIN, "Enter Right*3"},
    {"walk-upgrade-friend", "upgrade.pcap", NULL, 80, 24, PLAIN, "Enter Right*3 v*2"},
    {"walk-upgrade-engineer", "upgrade.pcap", NULL, 80, 24, PLAIN, "Enter Right*3 v"},
    {"walk-rung", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter Right*3 Down*4"},
    {"walk-field", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter Right*3 Enter Down*4"},
    {"walk-sentence", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter Right*3 . ."},
    {"walk-bytes", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter Right*3 Tab Right*9 Down"},
    {"walk-unmasked", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter Right*7 Enter Down*9"},
    {"walk-predict", "handshake.pcap", NULL, 80, 24, PLAIN, "Enter Right p"},
    {"walk-predict-web", "upgrade.pcap", NULL, 80, 24, PLAIN, "Enter Right*4 p"},
    {"walk-predict-shown", "upgrade.pcap", NULL, 80, 24, PLAIN, "Enter Right*7 Down p*6"},
    {"walk-40", "upgrade.pcap", NULL, 40, 12, PLAIN, "Enter Right*3"},
    {"walk-40-ascii", "upgrade.pcap", NULL, 40, 12, ASCII, "Enter Right*3 Down"},
    {"walk-80-ascii", "upgrade.pcap", NULL, 80, 24, ASCII, "Enter Right*5"},
    {"walk-200", "upgrade.pcap", NULL, 200, 50, STYLED, "Enter Right*3 Enter Down*4"},
    {"walk-layers", "arp.pcap", NULL, 120, 30, PLAIN, "a Enter"},
    {"walk-arp", "arp.pcap", NULL, 80, 24, PLAIN, "a Enter Right"},
    {"walk-reset", "refused.pcap", NULL, 80, 24, PLAIN, "Enter Right"},
    {"walk-again", "loss.pcap", NULL, 80, 24, PLAIN, "a Down*49 Enter"},
    {"walk-cut", "cut-short.pcap", NULL, 80, 24, STYLED, "Enter Right*3"},
    {"walk-quoted", "refused.pcap", NULL, 80, 24, STYLED, "a End Enter Down Enter Down*12"},
    {"walk-fragments", "fragments4.pcap", NULL, 80, 24, PLAIN, "a End Enter"},
    {"walk-several", "ws-split.pcap", NULL, 80, 24, PLAIN, "Enter Right*9"},
    {"walk-playing", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter Right*3 x + v"},
    {"walk-playing-ascii", "upgrade.pcap", NULL, 40, 12, ASCII, "Enter Right*3 - X"},
    {"walk-jump", "upgrade.pcap", NULL, 80, 24, PLAIN, "Enter : 1 2"},
    {"follow-80", "upgrade.pcap", NULL, 80, 24, STYLED, "f Down*2"},
    {"follow-40", "upgrade.pcap", NULL, 40, 12, PLAIN, "f Down*5"},
    {"follow-200", "upgrade.pcap", NULL, 200, 50, PLAIN, "f End"},
    {"accept-80", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter w"},
    {"accept-changed", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter w Right*3 x"},
    {"accept-40", "upgrade.pcap", NULL, 40, 12, PLAIN, "Enter w"},
    {"mask-80", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter Right*7 m Right*2"},
    {"mask-40", "upgrade.pcap", NULL, 40, 12, PLAIN, "Enter Right*7 m End"},
    {"sequence-80", "upgrade.pcap", NULL, 80, 24, STYLED, "Enter s Down*7"},
    {"sequence-raw", "loss.pcap", NULL, 80, 24, PLAIN, "Enter s Down*20 r"},
    {"sequence-sack", "loss.pcap", NULL, 80, 24, STYLED, "Enter s Down*32"},
    {"sequence-40", "upgrade.pcap", NULL, 40, 12, PLAIN, "Enter s Down*3"},
    {"onion-80", "socketio4.pcap", NULL, 80, 24, STYLED, "a Down*48 Enter o"},
    {"onion-polling", "socketio4-polling.pcap", NULL, 80, 24, PLAIN, "a Down*24 Enter o"},
    {"onion-40", "socketio4.pcap", NULL, 40, 12, PLAIN, "a Down*48 Enter o"},
    {"walk-socketio", "socketio4.pcap", NULL, 80, 24, PLAIN, "a Down*48 Enter"},
    {"follow-socketio", "socketio-story.pcap", NULL, 80, 24, PLAIN, "f Down*9"},
    {"help-walk", "upgrade.pcap", NULL, 80, 24, PLAIN, "Enter ?"},
    {"lesson-first", NULL, "1", 80, 24, STYLED, ""},
    {"lesson-question", NULL, "14", 80, 24, PLAIN, "Space*2"},
    {"lesson-wrong", NULL, "14", 80, 24, STYLED, "Space*2 1"},
    {"lesson-right", NULL, "14", 80, 24, STYLED, "Space*2 2"},
    {"lesson-number", NULL, "6", 80, 24, PLAIN, "Space*2"},
    {"lesson-bench", NULL, "15", 80, 24, PLAIN, "s*3 m Right"},
    {"lesson-bench-asked", NULL, "14", 80, 24, PLAIN, "Space*2 w"},
    {"lesson-task", NULL, "6", 80, 24, STYLED, "s*12"},
    {"lesson-glossary", NULL, "14", 80, 24, STYLED, "Space g Down*3"},
    {"glossary-40", "upgrade.pcap", NULL, 40, 12, PLAIN, "Enter g Tab"},
    {"compare-80", NULL, "22", 80, 24, STYLED, "s*6 c Down*9"},
    {"compare-200", NULL, "22", 200, 50, PLAIN, "s*6 c Down*20"},
    {"compare-40", NULL, "22", 40, 12, PLAIN, "s*6 c Down*3"},
    {"projector-80", NULL, "6", 80, 24, PROJECTOR, "Space"},
    {"projector-question", NULL, "6", 80, 24, PROJECTOR, "s*2"},
    {"projector-walk", "upgrade.pcap", NULL, 100, 30, PROJECTOR, "Enter Right*5"},
    {"projector-40", "upgrade.pcap", NULL, 40, 12, PROJECTOR, "Enter"},
    {"lesson-test", NULL, "6", 80, 24, PLAIN, "x"},
    {"lesson-40", NULL, "14", 40, 12, PLAIN, "Space"},
    {"lesson-200", NULL, "14", 200, 50, PLAIN, "Space"},
};

void test_golden_screens(void)
{
    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
        struct screen screen;
        struct pw_buffer out = {0};
        char path[512];
        bool ascii = screens[i].how == ASCII;
        if (screens[i].capture)
            screen_capture(&screen, screens[i].capture, screens[i].columns, screens[i].rows, ascii);
        else
            screen_lessons(&screen, screens[i].lesson, screens[i].columns, screens[i].rows, ascii);
        screen.ui.projector = screens[i].how == PROJECTOR;
        screen_keys(&screen, screens[i].keys);
        screen_write(&screen, screens[i].how == STYLED, &out);
        snprintf(path, sizeof path, "%s/screens/%s.txt", PW_GOLDEN, screens[i].golden);
        check_golden(path, &out);
        pw_buffer_free(&out);
        screen_free(&screen);
    }
}

/* What the key tables say is marked for translation, all of it. */
static void check_keys_translated(void)
{
    static const struct pw_view *const views[] = {
#define PW_VIEW(name) &pw_view_##name,
#include "ui/views.def"
#undef PW_VIEW
    };
    for (size_t v = 0; v < sizeof views / sizeof *views; v++)
        for (const struct pw_key_entry *key = views[v]->keys; key && key->label; key++) {
            const char *const texts[] = {key->label, key->help};
            for (size_t t = 0; t < 2; t++) {
                bool good =
                    !texts[t] || !*texts[t] || strcmp(pw_translate(texts[t]), texts[t]) != 0;
                CU_ASSERT_TRUE(good);
                if (!good)
                    printf("\n%s: \"%s\" is in no catalogue\n", views[v]->id, texts[t]);
            }
        }
}

/* Every golden screen in a language whose words are 40 % longer: nothing breaks, the way back is
 * still named, and what does not fit is seen not to fit. The program speaks English afterwards. */
void test_longer_words(void)
{
    CU_ASSERT_PTR_NOT_NULL(setlocale(LC_MESSAGES, "C.UTF-8"));
    setenv("LANGUAGE", "xx", 1);
    bindtextdomain("packetwalk", PW_PSEUDO);
    bind_textdomain_codeset("packetwalk", "UTF-8");
    textdomain("packetwalk");
    check_keys_translated();
    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
        struct screen screen;
        struct pw_buffer out = {0};
        bool ascii = screens[i].how == ASCII;
        if (screens[i].capture)
            screen_capture(&screen, screens[i].capture, screens[i].columns, screens[i].rows, ascii);
        else
            screen_lessons(&screen, screens[i].lesson, screens[i].columns, screens[i].rows, ascii);
        screen.ui.projector = screens[i].how == PROJECTOR;
        screen_keys(&screen, screens[i].keys);
        screen_write(&screen, false, &out);
        const char *footer = strrchr(pw_buffer_get(&out), '\n');
        while (footer && footer > out.text && !footer[1])
            footer =
                footer[-1] == '\n' ? NULL : memrchr(out.text, '\n', (size_t)(footer - out.text));
        /* Where letters are typed, ? and q are letters. */
        bool good =
            footer && strstr(footer, "back~") && (strstr(footer, "help~") || strstr(footer, "Esc"));
        CU_ASSERT_TRUE(good);
        if (!good)
            printf("\n%s:\n%s", screens[i].golden, pw_buffer_get(&out));
        pw_buffer_free(&out);
        screen_free(&screen);
    }
    setenv("LANGUAGE", "en", 1);
    setlocale(LC_MESSAGES, "C");
}
