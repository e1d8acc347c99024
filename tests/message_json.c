/* JSON where it lies (RFC 8259): what is valid, where it ends, what it says; flush against an
 * unmapped page at every length. */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/json.h"
#include "edge.h"
#include "message_test.h"

/* Sections 2 to 7 in their order. */
/* clang-format off */
static const char *const valid[] = {
    "null", "true", "false", " \t\n\r null \t\n\r ", "\"\"", "[]", "{}", "[ ]", "{ }", "[\n]", "0",
    "-0", "0.0", "-0.0e-0", "1", "10", "-1", "12.5e-3", "1E+2", "1e2", "1e02", "1E400", "0e1",
    "0E-1", "123456789012345678901234567890", "0.00000000000000000000001", "\"a\"", "\"\\\\\"",
    "\"\\\"\"", "\"\\/\\b\\f\\n\\r\\t\"", "\"\\u0000\"", "\"\\uFFFF\"", "\"\\uabCD\"",
    "\"a\\n\\u00e9\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ude00\\ud83d\"", "\"\x7f\"", "\"é€😀\"",
    "\"\xff\"", "\"'\"", "\"//\"", "\"\\u005C\\u0022\"", "[1]", "[1,2]", "[[]]", "[{}]",
    "[[],[],{}]", "[1,[2,[3,{}]]]", " [ 1 , 2 ] ", "[\"]\",\"}\"]", "[null,true,false]",
    "[1\n,\r2\t]", "[-1]", "[1e5,2E-5]", "{\"a\":1}", "{\"a\" : 1 , \"b\" : 2}",
    "{\"a\":1,\"b\":[true,null]}", "{\"\":{\"\":{}}}", "{\"a\":{}}", "{\"a\":[]}",
    "{\"a\":1,\"a\":2}", "{\"\\u0061\":\"{\"}", "{\"a\":\"\\\"}\"}",
};
static const char *const invalid[] = {
    "", " ", "\t\n\r ", "nul", "tru", "fals", "NULL", "True", "truex", "nullnull", "undefined",
    "NaN", "Infinity", "-Infinity", "\v1", "\f1", "\xc2\xa0" "1", "\xef\xbb\xbf" "1", "01", "-01",
    "00", "-", "--1", "+1", "1.", ".5", "-.5", "1.e1", "1e", "1e+", "1E-", "1e1.5", "0x10", "1_000",
    "1,000", "1a", "0b1", "1.2.3", "1 2", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\'\"", "\"\\a\"",
    "\"\\0\"", "\"\\U0041\"", "\"\\u\"", "\"\\u1\"", "\"\\u12\"", "\"\\u123\"", "\"\\u12g4\"",
    "\"\\u 123\"", "\"\\u-123\"", "\"a\nb\"", "\"a\tb\"", "\"\x01\"", "\"\x1f\"", "'a'", "`a`",
    "\"a\"b", "\"a\" \"b\"", "a", "[", "]", "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "[1:2]", "[}",
    "[1}", "[1]]", "[1],", "[[]", "[]]", "[\"a\"", "[1,", "[tru]", "[truefalse]", "[1]1", "(1)",
    "[\"a\",\"b]", "{", "}", "{]", "{a:1}", "{'a':1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
    "{,\"a\":1}", "{\"a\":1,2}", "{1:2}", "{\"a\" 1}", "{\"a\"::1}", "{\"a\":1 \"b\":2}",
    "{\"a\":1}}", "{\"a\":1,,\"b\":2}", "{:1}", "{null:1}", "{[]:1}", "{\"a\",1}", "{\"a\":1]",
    "{\"a\"=1}", "[1] // comment", "/* comment */ 1", "# 1", ",", ":", "\\u005b]",
};
/* clang-format on */

static bool whole(struct pw_bytes text)
{
    struct pw_bytes value;
    return pw_json_whole(text, &value);
}

/* All that can be asked of a value, for whoever reads a byte too far. */
static void ask(struct pw_bytes text)
{
    struct pw_bytes value, name, found;
    struct pw_json_walk walk;
    struct pw_buffer out = {0};
    uint64_t number;
    if (!pw_json_value(text, &value))
        return;
    CU_ASSERT_TRUE(value.data >= text.data);
    CU_ASSERT_TRUE(value.data + value.length <= text.data + text.length);
    pw_json_string(&out, value);
    pw_json_compact(&out, value);
    pw_json_number_of(value, &number);
    pw_json_find(value, "a", &found);
    if (pw_json_open(&walk, value))
        while (pw_json_next(&walk, &name, &found)) {
            CU_ASSERT_TRUE(walk.object || !name.length);
            CU_ASSERT_TRUE(found.data + found.length <= value.data + value.length);
        }
    pw_buffer_free(&out);
}

static void test_grammar(void)
{
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
        size_t length = strlen(valid[i]);
        if (!whole(edge_of(valid[i], length)))
            CU_FAIL(valid[i]);
        for (size_t n = 0; n <= length; n++)
            ask(edge_of(valid[i], n));
    }
    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++) {
        size_t length = strlen(invalid[i]);
        if (whole(edge_of(invalid[i], length)))
            CU_FAIL(invalid[i]);
        for (size_t n = 0; n <= length; n++)
            ask(edge_of(invalid[i], n));
    }
    /* A zero byte is no character of the grammar, inside or outside strings. */
    CU_ASSERT_FALSE(whole(edge_of("1\0", 2)));
    CU_ASSERT_FALSE(whole(edge_of("\"a\0b\"", 5)));
    CU_ASSERT_FALSE(whole(edge_of("\"\\\0\"", 4)));
}

/* A value ends where it ends, whatever follows. */
static void test_ends(void)
{
    static const struct {
        const char *text, *value;
    } table[] = {
        {"  [1] rest", "[1]"}, {"12,13", "12"},       {"\"a\"\"b\"", "\"a\""},
        {"true]", "true"},     {"-1.5e3}", "-1.5e3"}, {"{\"a\":[]}{", "{\"a\":[]}"},
        {"[ ]]", "[ ]"},       {"0123", NULL},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct pw_bytes value, text = edge_of(table[i].text, strlen(table[i].text));
        bool found = pw_json_value(text, &value);
        CU_ASSERT_EQUAL(found, table[i].value != NULL);
        if (!found || !table[i].value)
            continue;
        CU_ASSERT_EQUAL(value.length, strlen(table[i].value));
        CU_ASSERT_EQUAL(memcmp(value.data, table[i].value, value.length), 0);
    }
}

/* `depth` brackets, with nothing or something in the innermost. */
static bool nested(char *text, size_t depth, bool objects, const char *inside)
{
    struct pw_buffer out = {0};
    for (size_t i = 0; i < depth; i++)
        pw_buffer_text(&out, !objects ? "[" : i + 1 < depth || *inside ? "{\"a\":" : "{");
    pw_buffer_text(&out, inside);
    for (size_t i = 0; i < depth; i++)
        pw_buffer_byte(&out, objects ? '}' : ']');
    memcpy(text, out.text, out.length);
    bool fine = whole(edge_of(text, out.length));
    pw_buffer_free(&out);
    return fine;
}

/* Nesting is counted, never recursed into. */
static void test_depth(void)
{
    static char text[1 << 20];
    for (int objects = 0; objects < 2; objects++) {
        CU_ASSERT_TRUE(nested(text, PW_JSON_DEPTH, objects, ""));
        CU_ASSERT_TRUE(nested(text, PW_JSON_DEPTH, objects, "1"));
        CU_ASSERT_FALSE(nested(text, PW_JSON_DEPTH + 1, objects, ""));
        CU_ASSERT_FALSE(nested(text, PW_JSON_DEPTH + 1, objects, "1"));
        CU_ASSERT_FALSE(nested(text, 10000, objects, ""));
    }
    /* Many beside one another are no nesting. */
    text[0] = '[';
    for (size_t i = 1; i + 3 < sizeof text; i += 3)
        memcpy(text + i, "[],", 3);
    size_t length = (sizeof text - 4) / 3 * 3 + 1;
    text[length - 1] = ']';
    CU_ASSERT_TRUE(whole(pw_bytes_of(text, length)));
    memset(text, '[', sizeof text);
    CU_ASSERT_FALSE(whole(pw_bytes_of(text, sizeof text)));
    memset(text, ' ', sizeof text);
    CU_ASSERT_FALSE(whole(pw_bytes_of(text, sizeof text)));
    memset(text, '9', sizeof text);
    CU_ASSERT_TRUE(whole(pw_bytes_of(text, sizeof text)));
    memset(text, '\\', sizeof text);
    text[0] = '"';
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
    CU_ASSERT_FALSE(pw_json_find(pw_bytes_of("\"b\"", 3), "b", &found));
    CU_ASSERT_FALSE(pw_json_find(pw_bytes_of(NULL, 0), "b", &found));
    CU_ASSERT_FALSE(pw_json_open(&walk, pw_bytes_of(NULL, 0)));
    /* What stands deeper, or is a value, is no member. */
    static const char deep[] = "{\"x\":{\"a\":1},\"y\":\"a\",\"z\":[\"a\",2]}";
    CU_ASSERT_FALSE(pw_json_find(edge_of(deep, strlen(deep)), "a", &found));
    CU_ASSERT_TRUE(pw_json_find(edge_of(deep, strlen(deep)), "z", &found));
    CU_ASSERT_EQUAL(found.length, 7);
}

static void test_members(void)
{
    static const char text[] = " { \"a\" : 1 , \"b\\\"c\" :[ ], \"\":\"x,y:z\" } ";
    static const char *const names[] = {"\"a\"", "\"b\\\"c\"", "\"\""};
    static const char *const values[] = {"1", "[ ]", "\"x,y:z\""};
    struct pw_bytes value, name, found;
    struct pw_json_walk walk;
    uint32_t count = 0;
    CU_ASSERT_TRUE_FATAL(pw_json_whole(edge_of(text, strlen(text)), &value));
    CU_ASSERT_TRUE_FATAL(pw_json_open(&walk, value));
    CU_ASSERT_TRUE(walk.object);
    for (; count < 3 && pw_json_next(&walk, &name, &found); count++) {
        CU_ASSERT_EQUAL(name.length, strlen(names[count]));
        CU_ASSERT_EQUAL(memcmp(name.data, names[count], name.length), 0);
        CU_ASSERT_EQUAL(found.length, strlen(values[count]));
        CU_ASSERT_EQUAL(memcmp(found.data, values[count], found.length), 0);
    }
    CU_ASSERT_EQUAL(count, 3);
    CU_ASSERT_FALSE(pw_json_next(&walk, &name, &found));
    CU_ASSERT_FALSE(pw_json_next(&walk, &name, &found));
}

/* Between its quotes, and only of a string. */
static void test_texts(void)
{
    struct pw_bytes inside;
    CU_ASSERT_TRUE(pw_json_unquote(edge_of("\"abc\"", 5), &inside));
    CU_ASSERT_EQUAL(inside.length, 3);
    CU_ASSERT_EQUAL(memcmp(inside.data, "abc", 3), 0);
    CU_ASSERT_TRUE(pw_json_unquote(edge_of("\"\"", 2), &inside));
    CU_ASSERT_EQUAL(inside.length, 0);
    CU_ASSERT_FALSE(pw_json_unquote(edge_of("12345", 5), &inside));
    CU_ASSERT_FALSE(pw_json_unquote(edge_of("[\"abc\"]", 7), &inside));
    CU_ASSERT_FALSE(pw_json_unquote(pw_bytes_of(NULL, 0), &inside));
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
        {"\"\\ud83d\\ud83d\\ude00\"", "\xef\xbf\xbd😀"},
        {"\"\\ud83dx\"", "\xef\xbf\xbdx"},
        {"\"\\ud83d\\n\"", "\xef\xbf\xbd\n"},
        {"\"\\ud83d\\u0041\"", "\xef\xbf\xbd"
                               "A"},
        {"\"\\uD800\\uDC00\\uDBFF\\uDFFF\"", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"},
        {"\"\\b\\f\\n\\r\\t\\/\"", "\b\f\n\r\t/"},
        {"\"\\uffff\\u0800\\u07FF\\u007f\"", "\xef\xbf\xbf\xe0\xa0\x80\xdf\xbf\x7f"},
        {"\"\"", ""},
        {"12", ""},
        {"[\"a\"]", ""},
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
        {"\"\\\\\" ", "\"\\\\\""},
        {"{ \"a b\" : [ 1 , { } ] }", "{\"a b\":[1,{}]}"},
        {"\"\x1b\"", "\"\\u001b\""},
        {"\"a\xc2\x9b\"", "\"a\\u009b\""},
        {"\"\xed\xa0\x80\"", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
        {"\"é😀\"", "\"é😀\""},
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
    CU_ASSERT_TRUE(pw_json_number_of(pw_bytes_of("999999999999999", 15), &number));
    CU_ASSERT_EQUAL(number, UINT64_C(999999999999999));
    CU_ASSERT_FALSE(pw_json_number_of(pw_bytes_of(NULL, 0), &number));
    CU_ASSERT_FALSE(pw_json_number_of(pw_bytes_of("1e3", 3), &number));
    CU_ASSERT_FALSE(pw_json_number_of(pw_bytes_of("\"1\"", 3), &number));
}

void add_json_tests(void)
{
    CU_pSuite suite = CU_add_suite("json", NULL, NULL);
    CU_add_test(suite, "grammar", test_grammar);
    CU_add_test(suite, "where a value ends", test_ends);
    CU_add_test(suite, "depth", test_depth);
    CU_add_test(suite, "walking", test_walk);
    CU_add_test(suite, "walking an object", test_members);
    CU_add_test(suite, "between the quotes", test_texts);
    CU_add_test(suite, "strings", test_strings);
    CU_add_test(suite, "compact", test_compact);
    CU_add_test(suite, "numbers", test_numbers);
}
