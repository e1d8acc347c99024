/* JSON where it lies (RFC 8259): what is valid, where it ends, what it says; flush against an
 * unmapped page at every length. */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/json.h"
#include "edge.h"
#include "message_test.h"

static const char *const valid[] = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "12.5e-3",
    "1E+2",
    "\"\"",
    "\"a\\n\\u00e9\\ud83d\\ude00\"",
    "[]",
    "{}",
    "[ ]",
    "[1,[2,[3,{}]]]",
    "{\"a\":1,\"b\":[true,null]}",
    " [ 1 , 2 ] ",
    "\"\\\\\"",
    "[\"]\",\"}\"]",
    "{\"\":{\"\":{}}}",
};
static const char *const invalid[] = {
    "",     " ",     "nul",  "tru",     "01",          "-",        "1.",         ".5",
    "1e",   "+1",    "\"",   "\"\\x\"", "\"\\u12g4\"", "\"a\nb\"", "[",          "[1,]",
    "[,1]", "[1 2]", "{",    "{a:1}",   "{\"a\"}",     "{\"a\":}", "{\"a\":1,}", "{\"a\":1,2}",
    "]",    "[}",    "[1]]", "1 2",     "NaN",
};

static bool whole(struct pw_bytes text)
{
    struct pw_bytes value;
    return pw_json_whole(text, &value);
}

static void test_grammar(void)
{
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
        size_t length = strlen(valid[i]);
        CU_ASSERT_TRUE(whole(edge_of(valid[i], length)));
        for (size_t n = 0; n < length; n++)
            whole(edge_of(valid[i], n));
    }
    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++)
        CU_ASSERT_FALSE(whole(edge_of(invalid[i], strlen(invalid[i]))));
}

/* Nesting is counted, never recursed into. */
static void test_depth(void)
{
    static char text[1 << 20];
    memset(text, '[', PW_JSON_DEPTH);
    memset(text + PW_JSON_DEPTH, ']', PW_JSON_DEPTH);
    CU_ASSERT_TRUE(whole(pw_bytes_of(text, 2 * PW_JSON_DEPTH)));
    memset(text, '[', PW_JSON_DEPTH + 1);
    text[PW_JSON_DEPTH + 1] = '1';
    memset(text + PW_JSON_DEPTH + 2, ']', PW_JSON_DEPTH + 1);
    CU_ASSERT_FALSE(whole(pw_bytes_of(text, 2 * PW_JSON_DEPTH + 3)));
    memset(text, '[', sizeof text);
    CU_ASSERT_FALSE(whole(pw_bytes_of(text, sizeof text)));
}

static void test_walk(void)
{
    static const char text[] = "[\"a\", 1 ,{\"k\":[2]},[ ]]";
    static const char *const items[] = {"\"a\"", "1", "{\"k\":[2]}", "[ ]"};
    struct pw_bytes value, name, found;
    struct pw_json_walk walk;
    uint32_t count = 0;
    CU_ASSERT_TRUE_FATAL(pw_json_whole(pw_bytes_of(text, strlen(text)), &value));
    CU_ASSERT_TRUE_FATAL(pw_json_open(&walk, value));
    while (pw_json_next(&walk, &name, &found) && count < 4) {
        CU_ASSERT_EQUAL(found.length, strlen(items[count]));
        CU_ASSERT_EQUAL(memcmp(found.data, items[count], found.length), 0);
        count++;
    }
    CU_ASSERT_EQUAL(count, 4);
    CU_ASSERT_FALSE(pw_json_open(&walk, pw_bytes_of("12", 2)));
    CU_ASSERT_TRUE(pw_json_find(pw_bytes_of("{\"ab\":1,\"a\":2}", 14), "a", &found));
    CU_ASSERT_EQUAL(*found.data, '2');
    CU_ASSERT_FALSE(pw_json_find(pw_bytes_of("{\"ab\":1}", 8), "b", &found));
    CU_ASSERT_FALSE(pw_json_find(pw_bytes_of("[1]", 3), "b", &found));
}

static void test_strings(void)
{
    static const struct {
        const char *json, *text;
    } table[] = {
        {"\"plain\"", "plain"},
        {"\"a\\tb\\\\\\\"\\/\"", "a\tb\\\"/"},
        {"\"\\u00e9\"", "é"},
        {"\"\\ud83d\\ude00\"", "😀"},
        {"\"\\ud83d\"", "\xef\xbf\xbd"},
        {"\"\\ude00x\"", "\xef\xbf\xbdx"},
        {"12", ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct pw_buffer out = {0};
        pw_json_string(&out, pw_bytes_of(table[i].json, strlen(table[i].json)));
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&out), table[i].text);
        pw_buffer_free(&out);
    }
}

/* What comes out is JSON still, and harmless on a terminal. */
static void test_compact(void)
{
    static const struct {
        const char *json, *compact;
    } table[] = {
        {"[ 1 , \"a b\" ]", "[1,\"a b\"]"},
        {"\"\xe2\x80\xae\x7f\"", "\"\\u202e\\u007f\""},
        {"\"\xf3\xa0\x80\x81\"", "\"\\udb40\\udc01\""},
        {"\"\xff\"", "\"\xef\xbf\xbd\""},
        {"\"\\u202e\\\"\"", "\"\\u202e\\\"\""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct pw_buffer out = {0};
        pw_json_compact(&out, pw_bytes_of(table[i].json, strlen(table[i].json)));
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&out), table[i].compact);
        pw_buffer_free(&out);
    }
}

static void test_numbers(void)
{
    uint64_t number;
    CU_ASSERT_TRUE(pw_json_number_of(pw_bytes_of("25000", 5), &number));
    CU_ASSERT_EQUAL(number, 25000);
    CU_ASSERT_FALSE(pw_json_number_of(pw_bytes_of("-1", 2), &number));
    CU_ASSERT_FALSE(pw_json_number_of(pw_bytes_of("1.5", 3), &number));
    CU_ASSERT_FALSE(pw_json_number_of(pw_bytes_of("1234567890123456", 16), &number));
}

void add_json_tests(void)
{
    CU_pSuite suite = CU_add_suite("json", NULL, NULL);
    CU_add_test(suite, "grammar", test_grammar);
    CU_add_test(suite, "depth", test_depth);
    CU_add_test(suite, "walking", test_walk);
    CU_add_test(suite, "strings", test_strings);
    CU_add_test(suite, "compact", test_compact);
    CU_add_test(suite, "numbers", test_numbers);
}
