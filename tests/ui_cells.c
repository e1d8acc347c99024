/* ui/: the grid of cells and the breaking of lines. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "ui_test.h"

static void check_wrap(const char *text, int width, const char *wanted)
{
    struct pw_line lines[20];
    struct pw_buffer got = {0};
    uint32_t count = pw_wrap(text, width, lines, 20);
    for (uint32_t i = 0; i < count && i < 20; i++) {
        pw_buffer_add(&got, text + lines[i].start, lines[i].length);
        pw_buffer_byte(&got, '|');
    }
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&got), wanted);
    pw_buffer_free(&got);
}

void test_wrap(void)
{
    check_wrap("", 10, "");
    check_wrap("one", 10, "one|");
    check_wrap("one two", 7, "one two|");
    check_wrap("one two", 6, "one|two|");
    check_wrap("one two", 3, "one|two|");
    check_wrap("unbreakable", 4, "unbr|eaka|ble|");
    check_wrap("a\nb\n\nc", 10, "a|b||c|");
    check_wrap("größer als", 6, "größer|als|");
    check_wrap("日本語です", 4, "日本|語で|す|");
    check_wrap("x", 0, "x|");
}

static void check_line(const char *text, bool ascii, int columns, const char *wanted)
{
    struct pw_cells cells = {.ascii = ascii};
    struct pw_buffer got = {0};
    pw_cells_size(&cells, columns, 1);
    pw_cells_put(&cells, 0, 0, columns, PW_STYLE_PLAIN, text);
    pw_cells_write(&cells, false, &got);
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&got), wanted);
    pw_buffer_free(&got);
    pw_cells_free(&cells);
}

void test_cells(void)
{
    check_line("text", false, 10, "text\n");
    check_line("a text too long", false, 6, "a tex…\n");
    check_line("日本語", false, 6, "日本語\n");
    check_line("日本語", false, 5, "日本…\n");
    check_line("e\xcc\x81t\xc3\xa9", false, 5, "e\xcc\x81t\xc3\xa9\n");
    /* What got past every other check is still not handed to a terminal. */
    check_line("a\x1b[31mb", false, 10, "a?[31mb\n");
    check_line("a\xe2\x80\xae"
               "b",
               false, 10, "a?b\n");
    check_line("a\xff"
               "b",
               false, 10, "a?b\n");
    /* Half of a wide character is never left behind. */
    struct pw_cells cells = {0};
    struct pw_buffer got = {0};
    pw_cells_size(&cells, 4, 1);
    pw_cells_put(&cells, 0, 0, 4, PW_STYLE_PLAIN, "日本");
    pw_cells_put(&cells, 0, 1, 1, PW_STYLE_PLAIN, "x");
    pw_cells_write(&cells, false, &got);
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&got), " x本\n");
    /* Outside the grid nothing happens. */
    pw_cells_put(&cells, 7, 0, 4, PW_STYLE_PLAIN, "x");
    pw_cells_put(&cells, 0, -2, 4, PW_STYLE_PLAIN, "abcd");
    pw_cells_style(&cells, -1, 3, 100, PW_STYLE_LIT);
    pw_buffer_clear(&got);
    pw_cells_write(&cells, false, &got);
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&got), "cd本\n");
    pw_buffer_free(&got);
    pw_cells_free(&cells);
}

void test_plain_characters(void)
{
    check_line("├──▶│ “é” …", true, 20, "|-->| \"?\" .\n");
    struct screen screen;
    struct pw_buffer out = {0};
    screen_capture(&screen, "upgrade.pcap", 80, 24, true);
    screen_keys(&screen, "Enter Right*12");
    screen_write(&screen, false, &out);
    bool plain = true;
    for (size_t i = 0; i < out.length; i++)
        plain &= out.text[i] == '\n' || (out.text[i] >= ' ' && out.text[i] <= '~');
    CU_ASSERT_TRUE(plain);
    pw_buffer_free(&out);
    screen_free(&screen);
}
