/* Compressed bytes made plain, in every wrapping, whole and byte by byte, broken and behind one
 * another. */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buffer.h"
#include "base/inflater.h"
#include "base_test.h"

#define RAW  (-15)
#define ZLIB 15
#define GZIP (15 + 16)

static const char text[] =
    "Compressed bytes made plain as they come. Compressed bytes, plain bytes. "
    "Compressed bytes made plain as they come; and once more, once more.";

/* All of a text in one wrapping, leaning on what a dictionary says came before (raw only). */
static struct pw_buffer squeeze(const char *plain, int wrapping, const char *before, int flush)
{
    struct pw_buffer out = {0};
    z_stream z = {0};
    uint8_t bytes[4096];
    CU_ASSERT_EQUAL(deflateInit2(&z, 9, Z_DEFLATED, wrapping, 9, Z_DEFAULT_STRATEGY), Z_OK);
    if (before)
        deflateSetDictionary(&z, (const Bytef *)before, (uInt)strlen(before));
    z.next_in = (Bytef *)(uintptr_t)plain;
    z.avail_in = (uInt)strlen(plain);
    z.next_out = bytes;
    z.avail_out = sizeof bytes;
    deflate(&z, flush);
    pw_buffer_add(&out, bytes, sizeof bytes - z.avail_out);
    deflateEnd(&z);
    return out;
}

static bool gather(void *self, struct pw_bytes plain)
{
    pw_buffer_add(self, plain.data, plain.length);
    return true;
}

static bool refuse(void *self, struct pw_bytes plain)
{
    *(size_t *)self += plain.length;
    return false;
}

/* `step` bytes at a time, each piece alone in memory. False where the inflater said so. */
static bool feed(struct pw_inflater *inflater, const struct pw_buffer *bytes, size_t step,
                 struct pw_buffer *out)
{
    for (size_t at = 0; at < bytes->length; at += step) {
        size_t length = bytes->length - at < step ? bytes->length - at : step;
        uint8_t *piece = malloc(length);
        memcpy(piece, bytes->text + at, length);
        bool fine = pw_inflater_feed(inflater, pw_bytes_of(piece, length), gather, out);
        free(piece);
        if (!fine)
            return false;
    }
    return true;
}

static const struct {
    enum pw_coding coding;
    int wrapping;
} codings[] = {
    {PW_CODING_RAW, RAW},
    {PW_CODING_GZIP, GZIP},
    {PW_CODING_DEFLATE, ZLIB},
    {PW_CODING_DEFLATE, RAW}, /* as many senders write it */
};
static const size_t steps[] = {1, 2, 3, 7, 4096};

static void test_codings(void)
{
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
        for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
            struct pw_buffer packed = squeeze(text, codings[i].wrapping, NULL, Z_FINISH), out = {0};
            struct pw_inflater *inflater = pw_inflater_new(codings[i].coding);
            CU_ASSERT_TRUE(feed(inflater, &packed, steps[s], &out));
            CU_ASSERT_STRING_EQUAL(pw_buffer_get(&out), text);
            /* Restarted, it takes the same, or the other wrapping, from the beginning. */
            pw_buffer_clear(&out);
            pw_inflater_restart(inflater);
            CU_ASSERT_TRUE(feed(inflater, &packed, steps[s], &out));
            CU_ASSERT_STRING_EQUAL(pw_buffer_get(&out), text);
            pw_inflater_free(inflater);
            pw_buffer_free(&packed);
            pw_buffer_free(&out);
        }
    CU_ASSERT_PTR_NULL(pw_inflater_new(PW_CODING_NONE));
    CU_ASSERT_PTR_NULL(pw_inflater_new(PW_CODING_OTHER));
    pw_inflater_free(NULL);
}

static void test_other_wrapping(void)
{
    struct pw_buffer raw = squeeze(text, RAW, NULL, Z_FINISH), out = {0};
    struct pw_buffer wrapped = squeeze(text, ZLIB, NULL, Z_FINISH);
    struct pw_inflater *inflater = pw_inflater_new(PW_CODING_DEFLATE);
    CU_ASSERT_TRUE(pw_inflater_feed(inflater, pw_bytes_of(NULL, 0), gather, &out));
    CU_ASSERT_TRUE(feed(inflater, &raw, 1, &out));
    pw_inflater_restart(inflater);
    CU_ASSERT_TRUE(feed(inflater, &wrapped, 1, &out));
    pw_inflater_restart(inflater);
    CU_ASSERT_TRUE(feed(inflater, &raw, 5, &out));
    CU_ASSERT_EQUAL(out.length, 3 * strlen(text));
    pw_inflater_free(inflater);
    pw_buffer_free(&raw);
    pw_buffer_free(&wrapped);
    pw_buffer_free(&out);
}

/* What is cut short is no mistake; what was there comes out. Any broken byte may be one, and none
 * makes more of it than there can be. */
static void test_broken(void)
{
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++) {
        struct pw_buffer packed = squeeze(text, codings[i].wrapping, NULL, Z_FINISH);
        for (size_t n = 0; n < packed.length; n++) {
            struct pw_buffer cut = {0}, out = {0};
            struct pw_inflater *inflater = pw_inflater_new(codings[i].coding);
            pw_buffer_add(&cut, packed.text, n);
            CU_ASSERT_TRUE(feed(inflater, &cut, 4096, &out));
            CU_ASSERT_TRUE(out.length <= strlen(text));
            CU_ASSERT_EQUAL(memcmp(pw_buffer_get(&out), text, out.length), 0);
            /* And from there on nonsense. */
            pw_buffer_clear(&cut);
            for (uint32_t k = 0; k < 500; k++)
                pw_buffer_byte(&cut, (char)(k * 37 + n));
            feed(inflater, &cut, 1 + n % 50, &out);
            CU_ASSERT_TRUE(out.length < 1u << 20);
            pw_inflater_free(inflater);
            pw_buffer_free(&cut);
            pw_buffer_free(&out);
        }
        pw_buffer_free(&packed);
    }
    static const char *const none[] = {"plain text that was never compressed",
                                       "\x1f\x8b\x07 another method", "\x78\x9d wrong check",
                                       "\x07\xff\xff reserved block"};
    static const enum pw_coding as[] = {PW_CODING_GZIP, PW_CODING_GZIP, PW_CODING_DEFLATE,
                                        PW_CODING_RAW};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct pw_buffer bytes = {0}, out = {0};
        struct pw_inflater *inflater = pw_inflater_new(as[i]);
        pw_buffer_text(&bytes, none[i]);
        CU_ASSERT_FALSE(feed(inflater, &bytes, 1, &out));
        CU_ASSERT_EQUAL(out.length, 0);
        pw_inflater_free(inflater);
        pw_buffer_free(&bytes);
        pw_buffer_free(&out);
    }
}

/* A changed sum at the end is found (RFC 1952 section 2.3.1, RFC 1950 section 2.2). */
static void test_sums(void)
{
    for (size_t i = 1; i < 3; i++) {
        struct pw_buffer packed = squeeze(text, codings[i].wrapping, NULL, Z_FINISH), out = {0};
        struct pw_inflater *inflater = pw_inflater_new(codings[i].coding);
        packed.text[packed.length - (i == 1 ? 8 : 1)] ^= 1;
        CU_ASSERT_FALSE(feed(inflater, &packed, 4096, &out));
        pw_inflater_free(inflater);
        pw_buffer_free(&packed);
        pw_buffer_free(&out);
    }
}

/* gzip's members may stand one behind the other (RFC 1952 section 2.2), and what stands behind the
 * last and begins no further one is left alone, as gzip and browsers do. */
static void test_members(void)
{
    static const char *const behind[] = {"", "x", "padding of some kind", "\x1f", "\x1f\x8b\x09"};
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++)
        for (size_t b = 0; b <= sizeof behind / sizeof *behind; b++) {
            struct pw_buffer all = {0}, out = {0};
            for (int member = 0; member < 3; member++) {
                struct pw_buffer packed = squeeze(member == 1 ? "" : text, GZIP, NULL, Z_FINISH);
                pw_buffer_add(&all, packed.text, packed.length);
                pw_buffer_free(&packed);
            }
            if (b < sizeof behind / sizeof *behind)
                pw_buffer_text(&all, behind[b]);
            else
                pw_buffer_add(&all, "\0\0\0\0\0\0\0\0", 8);
            struct pw_inflater *inflater = pw_inflater_new(PW_CODING_GZIP);
            CU_ASSERT_TRUE(feed(inflater, &all, steps[s], &out));
            CU_ASSERT_EQUAL(out.length, 2 * strlen(text));
            pw_inflater_free(inflater);
            pw_buffer_free(&all);
            pw_buffer_free(&out);
        }
}

/* A block that calls itself the last ends no stream of messages, and what follows may lean on all
 * that came before (RFC 7692 sections 7.2.3.2 and 7.2.3.4). */
static void test_last_blocks(void)
{
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        struct pw_buffer first = squeeze(text, RAW, NULL, Z_FINISH);
        struct pw_buffer second = squeeze(text, RAW, text, Z_FINISH);
        struct pw_buffer third = squeeze(text, RAW, text, Z_SYNC_FLUSH), out = {0};
        struct pw_inflater *inflater = pw_inflater_new(PW_CODING_RAW);
        CU_ASSERT_TRUE(second.length < first.length / 2);
        CU_ASSERT_TRUE(feed(inflater, &first, steps[s], &out));
        CU_ASSERT_TRUE(feed(inflater, &second, steps[s], &out));
        CU_ASSERT_TRUE(feed(inflater, &third, steps[s], &out));
        CU_ASSERT_EQUAL(out.length, 3 * strlen(text));
        /* Restarted it has forgotten them. */
        pw_inflater_restart(inflater);
        CU_ASSERT_FALSE(feed(inflater, &second, steps[s], &out));
        pw_inflater_free(inflater);
        pw_buffer_free(&first);
        pw_buffer_free(&second);
        pw_buffer_free(&third);
        pw_buffer_free(&out);
    }
}

/* Whoever takes the bytes may stop it after any piece. */
static void test_stopped(void)
{
    size_t length = 1u << 20, taken = 0;
    char *long_text = malloc(length + 1);
    memset(long_text, 'x', length);
    long_text[length] = '\0';
    struct pw_buffer packed = squeeze(long_text, RAW, NULL, Z_FINISH);
    struct pw_inflater *inflater = pw_inflater_new(PW_CODING_RAW);
    CU_ASSERT_FALSE(
        pw_inflater_feed(inflater, pw_bytes_of(packed.text, packed.length), refuse, &taken));
    CU_ASSERT_TRUE(taken > 0 && taken < 65536);
    pw_inflater_free(inflater);
    pw_buffer_free(&packed);
    free(long_text);
}

void add_inflater_tests(void)
{
    CU_pSuite suite = CU_add_suite("inflater", NULL, NULL);
    CU_add_test(suite, "every coding, cut anywhere", test_codings);
    CU_add_test(suite, "deflate with and without a wrapping", test_other_wrapping);
    CU_add_test(suite, "broken and cut short", test_broken);
    CU_add_test(suite, "wrong sums", test_sums);
    CU_add_test(suite, "members of gzip", test_members);
    CU_add_test(suite, "blocks that call themselves the last", test_last_blocks);
    CU_add_test(suite, "stopped on the way", test_stopped);
}
