/* TLS records and hellos: at every length, and with every byte changed. */
#include <CUnit/Basic.h>
#include <string.h>

#include "dissect/tls.h"
#include "edge.h"
#include "message_test.h"

/* A client hello for "ab", with ALPN h2; as short as one may be. */
static const uint8_t hello[] = {22, 3,    1,    0,  69, 1,  0,  0,  65, 3,  3,   1,   2,  3,  4,
                                5,  6,    7,    8,  9,  10, 11, 12, 13, 14, 15,  16,  17, 18, 19,
                                20, 21,   22,   23, 24, 25, 26, 27, 28, 29, 30,  31,  32, 0,  0,
                                2,  0x13, 0x01, 1,  0,  0,  22, 0,  0,  0,  7,   0,   5,  0,  0,
                                2,  'a',  'b',  0,  16, 0,  5,  0,  3,  2,  'h', '2', 0,  23};

static void test_hello(void)
{
    struct pw_tls_hello read;
    CU_ASSERT_EQUAL(pw_tls_recognise(edge_of(hello, sizeof hello)), PW_PARSE_DONE);
    CU_ASSERT_TRUE(pw_tls_parse_hello(edge_of(hello + 9, sizeof hello - 9), false, &read));
    CU_ASSERT_EQUAL(read.server_name.length, 2);
    CU_ASSERT_EQUAL(read.alpn.length, 2);
    for (size_t n = 0; n < sizeof hello - 9; n++)
        pw_tls_parse_hello(edge_of(hello + 9, n), false, &read);
    for (size_t n = 1; n < 6; n++)
        CU_ASSERT_EQUAL(pw_tls_recognise(edge_of(hello, n)), PW_PARSE_MORE);
    CU_ASSERT_EQUAL(pw_tls_recognise(edge_of("\x16\x03\x05", 3)), PW_PARSE_BAD);
    CU_ASSERT_EQUAL(pw_tls_recognise(edge_of("GET ", 4)), PW_PARSE_BAD);
    check_every_prefix("tls", hello, sizeof hello, false);
}

static void test_records(void)
{
    struct taken taken = take_apart("tls", "\x15\x03\x03\x00\x02\x02\x30", 7, false, false);
    CU_ASSERT_STRING_EQUAL(taken.kind, "tls.alert");
    CU_ASSERT_STRING_EQUAL(taken.brief, "alert: unknown CA");
    taken = take_apart("tls", "\x14\x03\x03\x00\x01\x01", 6, false, false);
    CU_ASSERT_STRING_EQUAL(taken.kind, "tls.change_cipher_spec");
    taken = take_apart("tls",
                       "\x17\x03\x03\x00\x03"
                       "abc",
                       8, false, false);
    CU_ASSERT_STRING_EQUAL(taken.kind, "tls.application_data");
    taken = take_apart("tls",
                       "\x17\x03\x03\xff\xff"
                       "abc",
                       8, false, false);
    CU_ASSERT_EQUAL(taken.layer->verdict, PW_FAULT);
}

static void test_changed_hello(void)
{
    change_every_byte("tls", hello, sizeof hello);
}

void add_secure_tests(void)
{
    CU_pSuite suite = CU_add_suite("tls", NULL, NULL);
    CU_add_test(suite, "hello", test_hello);
    CU_add_test(suite, "records", test_records);
    CU_add_test(suite, "a hello with any byte changed", test_changed_hello);
}
