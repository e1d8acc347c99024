/* ui/: what keys do. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "ui/scene.h"
#include "ui_test.h"

/* No key twice in a table, every entry told in help, every action done by its view. */
void test_key_tables(void)
{
    for (uint32_t v = 0; pw_view_at(v); v++) {
        const struct pw_view *view = pw_view_at(v);
        int used[128], count = 0;
        for (const struct pw_key_entry *entry = view->keys; entry->label; entry++) {
            int keys[2] = {entry->key, entry->other};
            CU_ASSERT_NOT_EQUAL(entry->key, 0);
            CU_ASSERT_TRUE(entry->action > 0);
            CU_ASSERT_PTR_NOT_NULL(entry->help);
            for (int k = 0; k < 2 && keys[k]; k++) {
                for (int i = 0; i < count; i++) {
                    CU_ASSERT_NOT_EQUAL(used[i], keys[k]);
                    if (used[i] == keys[k])
                        printf("\nview %s: key %d twice\n", view->id, keys[k]);
                }
                used[count++] = keys[k];
            }
        }
    }
    struct screen screen;
    screen_capture(&screen, "upgrade.pcap", 80, 50, false);
    screen_keys(&screen, "Enter ?");
    for (const struct pw_key_entry *entry = pw_view_walk.keys; entry->label; entry++)
        CU_ASSERT_TRUE(screen_shows(&screen, entry->help));
    screen_free(&screen);
}

void test_backwards_is_forwards(void)
{
    struct screen screen;
    struct pw_buffer seen[8] = {{0}};
    screen_capture(&screen, "upgrade.pcap", 80, 24, false);
    screen_keys(&screen, "Enter");
    for (int i = 0; i < 8; i++) {
        screen_write(&screen, true, &seen[i]);
        screen_keys(&screen, "Right");
    }
    for (int i = 7; i >= 0; i--) {
        struct pw_buffer again = {0};
        screen_keys(&screen, "Left");
        screen_write(&screen, true, &again);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&again), pw_buffer_get(&seen[i]));
        pw_buffer_free(&again);
        pw_buffer_free(&seen[i]);
    }
    screen_free(&screen);
}

void test_resize_keeps_the_place(void)
{
    static const int sizes[][2] = {{200, 50}, {40, 12}, {10, 3}, {1, 1}, {81, 25}, {80, 24}};
    struct screen screen;
    struct pw_buffer before = {0}, after = {0};
    screen_capture(&screen, "upgrade.pcap", 80, 24, false);
    screen_keys(&screen, "Enter Right*3 Enter Down");
    screen_write(&screen, true, &before);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        pw_buffer_clear(&after);
        pw_cells_size(&screen.cells, sizes[i][0], sizes[i][1]);
        screen_write(&screen, true, &after);
    }
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&after), pw_buffer_get(&before));
    pw_buffer_free(&before);
    pw_buffer_free(&after);
    screen_free(&screen);
}

/* The lit bytes of the styled screen are those of the field that is selected. */
void test_selection_lights_its_bytes(void)
{
    static const struct {
        const char *keys, *shown;
    } cases[] = {
        /* Method: GET */
        {"Enter Right*3 Enter", "{L}47 45 54 20{-}"},
        /* the transport's rung: 32 bytes of TCP header */
        {"Enter Right*3 Down*4", "{L}c5 c6"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct screen screen;
        struct pw_buffer out = {0};
        screen_capture(&screen, "upgrade.pcap", 80, 24, false);
        screen_keys(&screen, cases[i].keys);
        screen_write(&screen, true, &out);
        CU_ASSERT_PTR_NOT_NULL(strstr(pw_buffer_get(&out), cases[i].shown));
        if (!strstr(pw_buffer_get(&out), cases[i].shown))
            printf("\n%s is not lit:\n%s", cases[i].shown, pw_buffer_get(&out));
        pw_buffer_free(&out);
        screen_free(&screen);
    }
}

/* Walking over all bytes of a packet: always one field or the word that there is none, and the
 * cursor always inside what is lit. */
void test_bytes_light_their_field(void)
{
    struct screen screen;
    screen_capture(&screen, "upgrade.pcap", 80, 24, false);
    screen_keys(&screen, "Enter Right*3");
    struct pw_focus focus = {
        .session = screen.session, .words = screen_words, .voice = PW_STUDENT, .row = 3};
    pw_focus_make(&focus);
    uint32_t length = (uint32_t)pw_focus_source(&focus).length;
    CU_ASSERT_EQUAL(length, 223);
    for (uint32_t i = 0; i < length; i++) {
        pw_focus_to_byte(&focus, i);
        CU_ASSERT_EQUAL(focus.text_count, 1);
        CU_ASSERT_TRUE(pw_focus_is_lit(&focus, 0, i));
    }
    pw_focus_to_byte(&focus, length);
    CU_ASSERT_EQUAL(focus.byte, length - 1);
    pw_focus_free(&focus);
    screen_free(&screen);
}

/* Finding goes round in both directions, and says where there is nothing. */
void test_finding(void)
{
    struct screen screen;
    screen_capture(&screen, "dns.pcap", 80, 24, false);
    screen_keys(&screen, "a / M X Enter");
    CU_ASSERT_TRUE(screen_shows(&screen, "packet 9 of 28"));
    screen_keys(&screen, "n");
    CU_ASSERT_TRUE(screen_shows(&screen, "packet 10 of 28"));
    screen_keys(&screen, "n");
    CU_ASSERT_TRUE(screen_shows(&screen, "packet 9 of 28"));
    screen_keys(&screen, "N N");
    CU_ASSERT_TRUE(screen_shows(&screen, "packet 9 of 28"));
    /* While a text is typed, keys are letters; Escape gives up. */
    screen_keys(&screen, "/ q Q Esc");
    CU_ASSERT_TRUE(screen_shows(&screen, "packet 9 of 28"));
    screen_keys(&screen, "/ z z z Enter");
    CU_ASSERT_TRUE(screen_shows(&screen, "No packet's line has that text."));
    screen_free(&screen);
}

/* Every pane answers a click on it. */
void test_clicks(void)
{
    static const struct {
        int y, x;
        const char *shown;
    } clicks[] = {
        {6, 20, "packet 5 of 29"},       /* an arrow of the ladder */
        {4, 20, "packet 4 of 29"},       /* another, where it stands now */
        {4, 52, "Transport: TCP"},       /* the transport's rung */
        {18, 8, "Destination address:"}, /* byte 0x20, as hex */
        {18, 59, "Source port: 50630"},  /* byte 0x22, as text */
        {23, 5, "Source port: 50630"},   /* the footer: nothing happens */
    };
    struct screen screen;
    screen_capture(&screen, "upgrade.pcap", 80, 24, false);
    /* The list: once to choose, once more to open. */
    screen_keys(&screen, "Down");
    pw_ui_key(&screen.ui, PW_KEY_CLICK, 2, 10);
    CU_ASSERT_TRUE(screen_shows(&screen, "packet 1 of 29"));
    for (size_t i = 0; i < sizeof clicks / sizeof *clicks; i++) {
        pw_ui_key(&screen.ui, PW_KEY_CLICK, clicks[i].y, clicks[i].x);
        CU_ASSERT_TRUE(screen_shows(&screen, clicks[i].shown));
    }
    screen_free(&screen);
}

void test_predicting(void)
{
    struct screen screen;
    screen_capture(&screen, "handshake.pcap", 80, 24, false);
    screen_keys(&screen, "Enter p");
    CU_ASSERT_TRUE(screen_shows(&screen, "what comes next?"));
    screen_keys(&screen, "Right");
    CU_ASSERT_TRUE(screen_shows(&screen, "packet 3 of"));
    screen_keys(&screen, "1");
    CU_ASSERT_TRUE(screen_shows(&screen, "Not so."));
    screen_keys(&screen, "4");
    CU_ASSERT_TRUE(screen_shows(&screen, "Right."));
    CU_ASSERT_TRUE(screen_shows(&screen, "packet 4 of"));
    screen_keys(&screen, "Right");
    CU_ASSERT_TRUE(screen_shows(&screen, "packet 5 of"));
    screen_free(&screen);
}

/* Pressed again, p asks something else: in the end about the packet that is shown, with nothing of
 * it selected, so that no light gives the answer away. */
void test_asking_on(void)
{
    struct screen screen;
    screen_capture(&screen, "handshake.pcap", 80, 24, false);
    screen_keys(&screen, "Enter Down p");
    CU_ASSERT_TRUE(screen_shows(&screen, "Which flags will"));
    screen_keys(&screen, "p");
    CU_ASSERT_TRUE(screen_shows(&screen, "Which acknowledgment number"));
    CU_ASSERT_TRUE(screen_shows(&screen, "what comes next?"));
    screen_keys(&screen, "p p");
    CU_ASSERT_TRUE(screen_shows(&screen, "How many sequence numbers"));
    CU_ASSERT_TRUE(screen_hides(&screen, "what comes next?"));
    CU_ASSERT_TRUE(screen_shows(&screen, "packet 3 of"));
    /* Answered, it stays where it was. */
    screen_keys(&screen, "1 2 3 Right");
    CU_ASSERT_TRUE(screen_hides(&screen, "How many sequence numbers"));
    screen_keys(&screen, "p Esc");
    CU_ASSERT_TRUE(screen_hides(&screen, "will the next packet have"));
    /* Behind the last packet nothing comes: it is asked about itself. */
    screen_keys(&screen, "End p");
    CU_ASSERT_TRUE(screen_hides(&screen, "what comes next?"));
    CU_ASSERT_TRUE(screen_shows(&screen, "answer with 1"));
    screen_free(&screen);
}

/* Any keys at any size: nothing is written outside, nothing crashes, the screen is always drawn. */
void test_random_keys(void)
{
    static const int keys[] = {
        PW_KEY_ENTER,
        PW_KEY_ESCAPE,
        PW_KEY_TAB,
        PW_KEY_UP,
        PW_KEY_DOWN,
        PW_KEY_LEFT,
        PW_KEY_RIGHT,
        PW_KEY_PAGE_UP,
        PW_KEY_PAGE_DOWN,
        PW_KEY_HOME,
        PW_KEY_END,
        PW_KEY_CLICK,
        PW_KEY_RIGHT,
        PW_KEY_RIGHT,
        PW_KEY_ENTER,
        ' ',
        'v',
        'f',
        'p',
        'a',
        'b',
        'n',
        'N',
        '.',
        ',',
        'q',
        '?',
        'g',
        'G',
        '1',
        '2',
        '3',
        'i',
        's',
        'r',
        '/',
        'x',
        'X',
        '+',
        '-',
        ':',
        0x1f600,
        PW_KEY_BACKSPACE,
    };
    static const char *const captures[] = {
        "upgrade.pcap",    "dns.pcap",      "arp.pcap", "cut-short.pcap",
        "fragments4.pcap", "ws-split.pcap", NULL};
    uint64_t state = 20261123;
    for (size_t c = 0; c < sizeof captures / sizeof *captures; c++) {
        struct screen screen;
        struct pw_buffer out = {0};
        if (captures[c])
            screen_capture(&screen, captures[c], 80, 24, false);
        else
            screen_lessons(&screen, NULL, 80, 24, false);
        for (int i = 0; i < 3000; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            uint32_t random = (uint32_t)(state >> 33);
            if (random % 97 == 0)
                pw_cells_size(&screen.cells, 1 + (int)(random >> 8) % 210,
                              1 + (int)(random >> 16) % 60);
            pw_ui_key(&screen.ui, keys[random % (sizeof keys / sizeof *keys)],
                      (int)(random >> 6) % screen.cells.rows,
                      (int)(random >> 12) % screen.cells.columns);
            pw_ui_tick(&screen.ui, (uint64_t)i * 5000000u);
            if (screen.ui.done) {
                screen.ui.done = false;
                if (captures[c])
                    pw_ui_start_capture(&screen.ui);
                else
                    pw_ui_start_menu(&screen.ui);
            }
            pw_buffer_clear(&out);
            screen_write(&screen, true, &out);
            CU_ASSERT_TRUE_FATAL(out.length > 0);
        }
        pw_buffer_free(&out);
        screen_free(&screen);
    }
}
