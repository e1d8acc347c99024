/* base/: the cursor, text safety, memory, buffers, errors, the map. */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "base/error.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "base_test.h"

static const uint8_t nine[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};

static void test_cursor_reads(void)
{
    struct pw_cursor c = pw_cursor_of(nine, 9, false);
    CU_ASSERT_EQUAL(pw_peek(&c, 8), 9);
    CU_ASSERT_EQUAL(pw_peek(&c, 9), 0);
    CU_ASSERT_EQUAL(pw_u8(&c), 0x01);
    CU_ASSERT_EQUAL(pw_u16(&c), 0x0203);
    CU_ASSERT_EQUAL(pw_u32(&c), 0x04050607);
    CU_ASSERT_EQUAL(pw_offset(&c), 7);
    CU_ASSERT_EQUAL(pw_left(&c), 2);
    CU_ASSERT_FALSE(c.cut);
    c = pw_cursor_of(nine, 9, false);
    CU_ASSERT_EQUAL(pw_u64(&c), 0x0102030405060708u);
    c = pw_cursor_of(nine, 9, false);
    CU_ASSERT_EQUAL(pw_u24(&c), 0x010203);
    CU_ASSERT_EQUAL(pw_u32_le(&c), 0x07060504);
}

/* A short read answers nothing, moves to the end and sticks. */
static void test_cursor_is_cut(void)
{
    for (uint32_t length = 0; length < 8; length++) {
        struct pw_cursor c = pw_cursor_of(nine, length, false);
        CU_ASSERT_EQUAL(pw_u64(&c), 0);
        CU_ASSERT_TRUE(c.cut);
        CU_ASSERT_EQUAL(pw_left(&c), 0);
        CU_ASSERT_EQUAL(pw_u8(&c), 0);
        CU_ASSERT_EQUAL(pw_take(&c, 1).length, 0);
        pw_skip(&c, UINT32_MAX);
        CU_ASSERT_EQUAL(c.at, length);
        CU_ASSERT_TRUE(c.cut);
    }
    struct pw_cursor c = pw_cursor_of(nine, 9, false);
    CU_ASSERT_EQUAL(pw_take(&c, UINT32_MAX).length, 0);
    CU_ASSERT_TRUE(c.cut);
    /* Nothing is always there. */
    CU_ASSERT_EQUAL(pw_take(&c, 0).length, 0);
}

static void test_windows(void)
{
    struct pw_cursor c = pw_cursor_of(nine, 9, true);
    pw_skip(&c, 2);
    struct pw_cursor window = pw_window(&c, 4);
    CU_ASSERT_EQUAL(pw_left(&window), 4);
    CU_ASSERT_EQUAL(pw_u8(&window), 3);
    CU_ASSERT_FALSE(window.snapped);
    CU_ASSERT_EQUAL(pw_offset(&c), 6);
    /* More than there is: what there is, and whose doing it was. */
    window = pw_window(&c, 100);
    CU_ASSERT_EQUAL(pw_left(&window), 3);
    CU_ASSERT_TRUE(window.snapped);
    CU_ASSERT_TRUE(c.cut);
    c = pw_cursor_of(nine, 9, false);
    window = pw_window(&c, 10);
    CU_ASSERT_FALSE(window.snapped);
}

static const struct {
    const char *bytes, *safe, *json;
} texts[] = {
    {"plain", "plain", "\"plain\""},
    {"say \"hi\"\\", "say \"hi\"\\", "\"say \\\"hi\\\"\\\\\""},
    {"Grüße 👋", "Grüße 👋", "\"Grüße 👋\""},
    {"a\nb\tc\r", "a\\nb\\tc\\r", "\"a\\u000ab\\u0009c\\u000d\""},
    {"\x1b[31mred", "\\x1b[31mred", "\"\\u001b[31mred\""},
    {"\x7f", "\\x7f", "\"\\u007f\""},
    {"\xc2\x9b"
     "31m",
     "\\u{9b}31m", "\"\\u009b31m\""},
    /* bidi controls, zero width, invisible letters, private use */
    {"a\xe2\x80\xae"
     "b",
     "a\\u{202e}b", "\"a\\u202eb\""},
    {"a\xe2\x81\xa6"
     "b",
     "a\\u{2066}b", "\"a\\u2066b\""},
    {"a\xe2\x80\x8b"
     "b",
     "a\\u{200b}b", "\"a\\u200bb\""},
    {"a\xef\xbb\xbf"
     "b",
     "a\\u{feff}b", "\"a\\ufeffb\""},
    {"\xe3\x85\xa4", "\\u{3164}", "\"\\u3164\""},
    {"\xee\x80\x80", "\\u{e000}", "\"\\ue000\""},
    {"\xf3\xa0\x80\x81", "\\u{e0001}", "\"\\udb40\\udc01\""},
    /* what is no UTF-8: a lone byte, overlong, a surrogate, beyond the last */
    {"a\xff"
     "b",
     "a\\xffb",
     "\"a\xef\xbf\xbd"
     "b\""},
    {"\xc0\xaf", "\\xc0\\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
    {"\xed\xa0\x80", "\\xed\\xa0\\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
    {"\xe2\x82", "\\xe2\\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
};

static void test_texts(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct pw_bytes bytes = pw_bytes_of(texts[i].bytes, strlen(texts[i].bytes));
        struct pw_buffer safe = {0}, json = {0};
        pw_text_safe(&safe, bytes);
        pw_text_json(&json, bytes);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&safe), texts[i].safe);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&json), texts[i].json);
        if (strcmp(pw_buffer_get(&safe), texts[i].safe) != 0 ||
            strcmp(pw_buffer_get(&json), texts[i].json) != 0)
            printf("\n%zu: %s %s", i, pw_buffer_get(&safe), pw_buffer_get(&json));
        pw_buffer_free(&safe);
        pw_buffer_free(&json);
    }
}

/* Every character there is: shown as it is only where it takes a column or joins one that does. */
static void test_every_character(void)
{
    unsigned allowed = 0;
    for (uint32_t character = 0; character <= 0x110000; character++) {
        if (!pw_text_allowed(character))
            continue;
        allowed++;
        int width = pw_text_width(character);
        CU_ASSERT_TRUE(width >= 0 && width <= 2);
        CU_ASSERT_FALSE(character < 0x20 || (character >= 0x7f && character < 0xa0));
        CU_ASSERT_FALSE(character >= 0x200b && character <= 0x200f);
        CU_ASSERT_FALSE(character >= 0x202a && character <= 0x202e);
        CU_ASSERT_FALSE(character >= 0x2060 && character <= 0x206f);
        CU_ASSERT_FALSE(character >= 0xd800 && character <= 0xf8ff);
        /* Written and read again it is the same. */
        struct pw_buffer written = {0};
        uint32_t again;
        pw_utf8_add(&written, character);
        size_t took = pw_utf8_next((const uint8_t *)written.text, written.length, &again);
        CU_ASSERT_EQUAL(again, character);
        CU_ASSERT_EQUAL(took, written.length);
        pw_buffer_free(&written);
    }
    CU_ASSERT_TRUE(allowed > 100000);
}

static void test_brief(void)
{
    static const struct {
        const char *text;
        int columns;
        const char *brief;
    } cases[] = {
        {"short", 10, "short"},
        {"exactly", 7, "exactly"},
        {"too long", 5, "too …"},
        {"日本語", 6, "日本語"},
        {"日本語", 5, "日本…"},
        {"a\nb", 3, "a…"},
        {"x", 1, "x"},
        {"xy", 1, "…"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pw_buffer out = {0};
        pw_text_brief(&out, pw_bytes_of(cases[i].text, strlen(cases[i].text)), cases[i].columns);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&out), cases[i].brief);
        CU_ASSERT_TRUE(pw_text_columns(pw_buffer_get(&out)) <= cases[i].columns);
        pw_buffer_free(&out);
    }
    CU_ASSERT_TRUE(pw_text_is(pw_bytes_of("WebSocket", 9), "websocket"));
    CU_ASSERT_FALSE(pw_text_is(pw_bytes_of("websockets", 10), "websocket"));
}

static void test_buffers(void)
{
    struct pw_buffer buffer = {0};
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&buffer), "");
    pw_buffer_number(&buffer, 0);
    pw_buffer_byte(&buffer, ' ');
    pw_buffer_number(&buffer, UINT64_MAX);
    pw_buffer_byte(&buffer, ' ');
    pw_buffer_hex(&buffer, pw_bytes_of("\x00\xff\x10", 3));
    pw_buffer_print(&buffer, " %s", "end");
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&buffer), "0 18446744073709551615 00ff10 end");
    pw_buffer_clear(&buffer);
    for (int i = 0; i < 100000; i++)
        pw_buffer_text(&buffer, "0123456789");
    CU_ASSERT_EQUAL(buffer.length, 1000000);
    CU_ASSERT_EQUAL(buffer.text[buffer.length], '\0');
    pw_buffer_free(&buffer);
}

/* One line whatever was put in, cut between characters where it is too long. */
static void test_errors(void)
{
    struct pw_error error;
    CU_ASSERT_FALSE(pw_error_set(&error, "%s: %s", "/tmp/\x1b[2Jx", "a\nb"));
    CU_ASSERT_STRING_EQUAL(error.text, "/tmp/\\x1b[2Jx: a\\nb");
    char longer[2000];
    for (size_t shift = 0; shift < 4; shift++) {
        memset(longer, 'x', shift);
        for (size_t i = shift; i + 4 < sizeof longer; i += 4)
            memcpy(longer + i, "\xf0\x9f\x91\x8b", 5);
        pw_error_set(&error, "%s", longer);
        CU_ASSERT_TRUE(strlen(error.text) < sizeof error.text);
        CU_ASSERT_TRUE(strlen(error.text) > sizeof error.text - 16);
        CU_ASSERT_TRUE(pw_utf8_valid(pw_bytes_of(error.text, strlen(error.text))));
    }
}

static void test_arena(void)
{
    struct pw_arena arena = {0};
    uint8_t *before = NULL;
    for (size_t size = 1; size < 3000; size += 7) {
        uint8_t *taken = pw_arena_take(&arena, size);
        CU_ASSERT_EQUAL((uintptr_t)taken % _Alignof(max_align_t), 0);
        CU_ASSERT_PTR_NOT_EQUAL(taken, before);
        for (size_t i = 0; i < size; i++)
            CU_ASSERT_EQUAL_FATAL(taken[i], 0);
        memset(taken, 0xff, size);
        before = taken;
    }
    /* What is used again is empty again. */
    pw_arena_reset(&arena);
    const uint8_t *again = pw_arena_take(&arena, 1000);
    for (int i = 0; i < 1000; i++)
        CU_ASSERT_EQUAL_FATAL(again[i], 0);
    CU_ASSERT_STRING_EQUAL(pw_arena_text(&arena, "abcdef", 3), "abc");
    CU_ASSERT_STRING_EQUAL(pw_arena_print(&arena, "%d%%", 7), "7%");
    pw_arena_free(&arena);
}

static void test_vector(void)
{
    struct pw_vector vector;
    pw_vector_init(&vector, sizeof(uint32_t));
    uint32_t *first = pw_vector_add(&vector);
    *first = 0;
    for (uint32_t i = 1; i < 5000; i++)
        *(uint32_t *)pw_vector_add(&vector) = i;
    for (uint32_t i = 0; i < 5000; i++)
        CU_ASSERT_EQUAL_FATAL(*(uint32_t *)pw_vector_at(&vector, i), i);
    /* Items never move. */
    CU_ASSERT_PTR_EQUAL(pw_vector_at(&vector, 0), first);
    pw_vector_free(&vector);
}

static bool same_number(const void *context, uint32_t index, const void *key)
{
    return ((const uint32_t *)context)[index] == *(const uint32_t *)key;
}

static void test_map(void)
{
    enum { COUNT = 20000 };
    static uint32_t keys[COUNT];
    struct pw_map map = {0};
    for (uint32_t i = 0; i < COUNT; i++) {
        keys[i] = i * 7;
        uint32_t hash = pw_map_hash(&map, &keys[i], sizeof keys[i]);
        CU_ASSERT_EQUAL_FATAL(pw_map_find(&map, hash, same_number, keys, &keys[i]), PW_NONE);
        pw_map_put(&map, hash, i);
    }
    for (uint32_t i = 0; i < COUNT; i += 3)
        CU_ASSERT_TRUE(pw_map_remove(&map, pw_map_hash(&map, &keys[i], sizeof keys[i]), i));
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t hash = pw_map_hash(&map, &keys[i], sizeof keys[i]);
        uint32_t wanted = i % 3 ? i : PW_NONE;
        CU_ASSERT_EQUAL_FATAL(pw_map_find(&map, hash, same_number, keys, &keys[i]), wanted);
    }
    uint32_t hash = pw_map_hash(&map, &keys[1], sizeof keys[1]);
    CU_ASSERT_FALSE(pw_map_remove(&map, hash, COUNT + 5));
    CU_ASSERT_TRUE(pw_map_replace(&map, hash, 1, 0));
    keys[0] = keys[1];
    CU_ASSERT_EQUAL(pw_map_find(&map, hash, same_number, keys, &keys[1]), 0);
    /* Two maps hash with secrets of their own. */
    struct pw_map other = {0};
    unsigned equal = 0;
    for (uint32_t i = 0; i < 100; i++)
        equal += pw_map_hash(&map, &keys[i], 4) == pw_map_hash(&other, &keys[i], 4);
    CU_ASSERT_TRUE(equal < 10);
    pw_map_free(&map);
    pw_map_free(&other);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("base", NULL, NULL);
    CU_add_test(suite, "a cursor reads in network order", test_cursor_reads);
    CU_add_test(suite, "a cursor that is cut stays so", test_cursor_is_cut);
    CU_add_test(suite, "windows know whose end it is", test_windows);
    CU_add_test(suite, "texts that want to harm", test_texts);
    CU_add_test(suite, "every character there is", test_every_character);
    CU_add_test(suite, "texts made to fit", test_brief);
    CU_add_test(suite, "buffers grow", test_buffers);
    CU_add_test(suite, "errors are one line", test_errors);
    CU_add_test(suite, "arenas give empty, aligned memory", test_arena);
    CU_add_test(suite, "vectors do not move", test_vector);
    CU_add_test(suite, "maps find, forget and replace", test_map);
    add_spill_tests();
    add_inflater_tests();
    add_utf8_tests();
    CU_basic_set_mode(CU_BRM_NORMAL);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failures ? 1 : 0;
}
