/* UTF-8 that comes in pieces (RFC 3629): every edge of section 4's grammar, and the same verdict
 * wherever it is cut. */
#include <CUnit/Basic.h>
#include <string.h>

#include "base/text.h"
#include "base_test.h"

static const struct {
    const char *bytes;
    size_t length;
    bool valid;
} texts[] = {
    {"", 0, true},
    {"\0", 1, true},
    {"\x7f", 1, true},
    {"\x80", 1, false},
    {"\xbf", 1, false},
    {"\xc0\x80", 2, false}, /* overlong: NUL in two bytes */
    {"\xc1\xbf", 2, false},
    {"\xc2\x80", 2, true}, /* U+0080 */
    {"\xdf\xbf", 2, true}, /* U+07FF */
    {"\xc2", 1, false},
    {"\xc2\x7f", 2, false},
    {"\xc2\xc0", 2, false},
    {"\xc2\x80\x80", 3, false},
    {"\xe0\x80\x80", 3, false}, /* overlong */
    {"\xe0\x9f\xbf", 3, false},
    {"\xe0\xa0\x80", 3, true},              /* U+0800 */
    {"\xed\x9f\xbf", 3, true},              /* U+D7FF */
    {"\xed\xa0\x80", 3, false},             /* U+D800, the first surrogate */
    {"\xed\xbf\xbf", 3, false},             /* U+DFFF, the last */
    {"\xed\xa0\xbd\xed\xb8\x80", 6, false}, /* a pair of them (CESU-8) */
    {"\xee\x80\x80", 3, true},              /* U+E000 */
    {"\xef\xbf\xbf", 3, true},              /* U+FFFF */
    {"\xef\xbb\xbf", 3, true},              /* a byte order mark */
    {"\xe2\x82", 2, false},
    {"\xe2", 1, false},
    {"\xe2\x82\x7f", 3, false},
    {"\xe2\x28\xa1", 3, false},
    {"\xf0\x80\x80\x80", 4, false}, /* overlong */
    {"\xf0\x8f\xbf\xbf", 4, false},
    {"\xf0\x90\x80\x80", 4, true},  /* U+10000 */
    {"\xf4\x8f\xbf\xbf", 4, true},  /* U+10FFFF */
    {"\xf4\x90\x80\x80", 4, false}, /* U+110000 */
    {"\xf5\x80\x80\x80", 4, false},
    {"\xf8\x88\x80\x80\x80", 5, false},
    {"\xfc\x84\x80\x80\x80\x80", 6, false},
    {"\xfe", 1, false},
    {"\xff", 1, false},
    {"\xf0\x9f\x98", 3, false},
    {"\xf0\x9f", 2, false},
    {"\xf0\x9f\x98\x80", 4, true},
    {"\xf0\x9f\x98\x80\x80", 5, false},
    {"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5", 11, true},
    /* RFC 6455's own example of a message that goes wrong after a while */
    {"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xf4\x90\x80\x80"
     "edited",
     21, false},
    /* around the eight bytes that are taken at once */
    {"0123456\xc3\xa9", 9, true},
    {"01234567\xc3\xa9", 10, true},
    {"0123456789abcde\xf0\x9f\x98\x80"
     "0123456789abcdef",
     35, true},
    {"01234567\xa9", 9, false},
    {"0123456789abcdef\xe2\x82", 18, false},
    {"\xc3\xa9"
     "0123456789abcde\xff",
     18, false},
};

static bool whole(const void *bytes, size_t length)
{
    struct pw_utf8_check check = {0};
    pw_utf8_check(&check, pw_bytes_of(bytes, length));
    return pw_utf8_checked(&check);
}

static bool in_three(const char *bytes, size_t length, size_t first, size_t second)
{
    struct pw_utf8_check check = {0};
    pw_utf8_check(&check, pw_bytes_of(bytes, first));
    pw_utf8_check(&check, pw_bytes_of(NULL, 0));
    pw_utf8_check(&check, pw_bytes_of(bytes + first, second - first));
    pw_utf8_check(&check, pw_bytes_of(bytes + second, length - second));
    return pw_utf8_checked(&check);
}

static void test_edges(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t length = texts[i].length;
        if (whole(texts[i].bytes, length) != texts[i].valid)
            printf("\n%zu", i);
        CU_ASSERT_EQUAL(whole(texts[i].bytes, length), texts[i].valid);
        CU_ASSERT_EQUAL(pw_utf8_valid(pw_bytes_of(texts[i].bytes, length)), texts[i].valid);
        for (size_t first = 0; first <= length; first++)
            for (size_t second = first; second <= length; second++)
                CU_ASSERT_EQUAL(in_three(texts[i].bytes, length, first, second), texts[i].valid);
    }
}

/* Once bad it stays so, and what is not whole yet is not bad. */
static void test_verdicts(void)
{
    struct pw_utf8_check check = {0};
    CU_ASSERT_TRUE(pw_utf8_checked(&check));
    pw_utf8_check(&check, pw_bytes_of("\xf0\x9f\x98", 3));
    CU_ASSERT_FALSE(check.bad);
    CU_ASSERT_FALSE(pw_utf8_checked(&check));
    pw_utf8_check(&check, pw_bytes_of("\x80", 1));
    CU_ASSERT_TRUE(pw_utf8_checked(&check));
    pw_utf8_check(&check, pw_bytes_of("\xff", 1));
    CU_ASSERT_TRUE(check.bad);
    pw_utf8_check(&check, pw_bytes_of("all fine again, it seems", 24));
    CU_ASSERT_FALSE(pw_utf8_checked(&check));
}

/* Every two bytes, with every third and fourth that stand at an edge of section 4: the two readers
 * of UTF-8 agree. */
static void test_agreement(void)
{
    static const uint8_t edges[] = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0,
                                    0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xf0, 0xff};
    const size_t count = sizeof edges;
    unsigned different = 0, valid = 0;
    for (uint32_t pair = 0; pair < 65536; pair++)
        for (size_t last = 0; last < count * count; last++) {
            uint8_t bytes[4] = {(uint8_t)(pair >> 8), (uint8_t)pair, edges[last / count],
                                edges[last % count]};
            if (pair >> 8 < 0xe0 && last)
                break; /* the first two bytes have decided, and the zeros are ASCII */
            bool fine = whole(bytes, sizeof bytes);
            valid += fine;
            different += fine != pw_utf8_valid(pw_bytes_of(bytes, sizeof bytes));
        }
    CU_ASSERT_EQUAL(different, 0);
    CU_ASSERT_TRUE(valid > 20000);
}

void add_utf8_tests(void)
{
    CU_pSuite suite = CU_add_suite("UTF-8 in pieces", NULL, NULL);
    CU_add_test(suite, "every edge, cut anywhere", test_edges);
    CU_add_test(suite, "bad and not whole yet", test_verdicts);
    CU_add_test(suite, "both readers agree", test_agreement);
}
