/* Bytes kept for later: in memory, in a file, across the border between the two, and where no file
 * can be made or it runs full. */
#include <CUnit/Basic.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/spill.h"
#include "base_test.h"

#define MEMORY (1u << 20) /* what a spill holds before it makes a file */

/* Byte i of all that is kept, so that any range can be checked. */
static uint8_t byte_at(uint64_t i)
{
    return (uint8_t)(i * 31 + i / 251 + i / 65536);
}

static uint64_t add_bytes(struct pw_spill *spill, uint64_t from, size_t length)
{
    uint8_t *bytes = malloc(length + 1);
    for (size_t i = 0; i < length; i++)
        bytes[i] = byte_at(from + i);
    uint64_t at = pw_spill_add(spill, bytes, length);
    free(bytes);
    return at;
}

static bool right_bytes(const struct pw_spill *spill, uint64_t at, size_t length)
{
    uint8_t *bytes = malloc(length + 1);
    bool right = pw_spill_get(spill, at, bytes, length);
    for (size_t i = 0; right && i < length; i++)
        right = bytes[i] == byte_at(at + i);
    free(bytes);
    return right;
}

static void test_memory(void)
{
    struct pw_spill spill = {0};
    uint8_t none = 7;
    CU_ASSERT_TRUE(pw_spill_get(&spill, 0, &none, 0));
    CU_ASSERT_FALSE(pw_spill_get(&spill, 0, &none, 1));
    CU_ASSERT_FALSE(pw_spill_get(&spill, 1, &none, 0));
    CU_ASSERT_EQUAL(pw_spill_add(&spill, NULL, 0), 0);
    CU_ASSERT_EQUAL(add_bytes(&spill, 0, 10), 0);
    CU_ASSERT_EQUAL(add_bytes(&spill, 10, 0), 10);
    CU_ASSERT_EQUAL(add_bytes(&spill, 10, 5), 10);
    CU_ASSERT_TRUE(right_bytes(&spill, 0, 15));
    CU_ASSERT_TRUE(right_bytes(&spill, 15, 0));
    CU_ASSERT_FALSE(right_bytes(&spill, 0, 16));
    CU_ASSERT_FALSE(right_bytes(&spill, 16, 0));
    CU_ASSERT_FALSE(pw_spill_get(&spill, UINT64_MAX, &none, 1));
    CU_ASSERT_FALSE(pw_spill_get(&spill, 1, &none, SIZE_MAX));
    CU_ASSERT_EQUAL(none, 7);
    CU_ASSERT_FALSE(spill.has_file);
    pw_spill_free(&spill);
    /* Freed it is an empty one again. */
    CU_ASSERT_FALSE(right_bytes(&spill, 0, 1));
    CU_ASSERT_EQUAL(add_bytes(&spill, 0, 3), 0);
    pw_spill_free(&spill);
}

/* Filled to the last byte it is all in memory; one byte more makes the file. */
static void test_border(void)
{
    struct pw_spill spill = {0};
    CU_ASSERT_EQUAL(add_bytes(&spill, 0, MEMORY - 10), 0);
    CU_ASSERT_EQUAL(add_bytes(&spill, MEMORY - 10, 10), MEMORY - 10);
    CU_ASSERT_FALSE(spill.has_file);
    CU_ASSERT_EQUAL(add_bytes(&spill, MEMORY, 1), MEMORY);
    CU_ASSERT_TRUE(spill.has_file);
    CU_ASSERT_EQUAL(add_bytes(&spill, MEMORY + 1, 99), MEMORY + 1);
    CU_ASSERT_TRUE(spill.memory.length < MEMORY);
    for (uint64_t at = MEMORY - 20; at <= MEMORY + 20; at++)
        for (size_t length = 0; length <= 40; length++)
            CU_ASSERT_TRUE_FATAL(right_bytes(&spill, at, length));
    CU_ASSERT_TRUE(right_bytes(&spill, 0, MEMORY + 100));
    CU_ASSERT_FALSE(right_bytes(&spill, 0, MEMORY + 101));
    CU_ASSERT_FALSE(right_bytes(&spill, MEMORY + 100, 1));
    pw_spill_free(&spill);
    CU_ASSERT_FALSE(spill.has_file);
}

/* Pieces of every size, one of them larger than what is held in memory: memory stays small. */
static void test_file(void)
{
    static const size_t sizes[] = {1, 70000, 300000, 3u << 20, 1, 0, 999999};
    struct pw_spill spill = {0};
    uint64_t total = 0;
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            CU_ASSERT_EQUAL(add_bytes(&spill, total, sizes[i]), total);
            total += sizes[i];
            CU_ASSERT_TRUE(spill.memory.length <= 3u << 20);
        }
    for (uint64_t at = 0; at < total; at += 777777)
        CU_ASSERT_TRUE(right_bytes(&spill, at, total - at < 900000 ? total - at : 900000));
    CU_ASSERT_TRUE(right_bytes(&spill, 0, total));
    CU_ASSERT_FALSE(spill.full);
    pw_spill_free(&spill);
}

/* What was kept before stays readable; what came later is said to be lost. */
static void check_full(struct pw_spill *spill)
{
    CU_ASSERT_EQUAL(add_bytes(spill, 0, MEMORY), 0);
    CU_ASSERT_EQUAL(add_bytes(spill, MEMORY, 1), UINT64_MAX);
    CU_ASSERT_TRUE(spill->full);
    CU_ASSERT_EQUAL(pw_spill_add(spill, "x", 1), UINT64_MAX);
    CU_ASSERT_TRUE(right_bytes(spill, 0, MEMORY));
    CU_ASSERT_FALSE(right_bytes(spill, MEMORY, 1));
    pw_spill_free(spill);
}

static void test_no_folder(void)
{
    const char *given = getenv("TMPDIR");
    char *before = given ? strdup(given) : NULL;
    struct pw_spill spill = {0};
    setenv("TMPDIR", "/nowhere/at/all", 1);
    check_full(&spill);
    /* Nor is a file a folder. */
    setenv("TMPDIR", "/dev/null", 1);
    check_full(&spill);
    /* An empty one is none. */
    setenv("TMPDIR", "", 1);
    CU_ASSERT_EQUAL(add_bytes(&spill, 0, MEMORY), 0);
    CU_ASSERT_EQUAL(add_bytes(&spill, MEMORY, 1), MEMORY);
    pw_spill_free(&spill);
    if (before)
        setenv("TMPDIR", before, 1);
    else
        unsetenv("TMPDIR");
    free(before);
}

/* In a process of its own, since a limit once lowered stays: the file takes half of what is
 * written, and then no more. */
static int fill_disk(void)
{
    struct rlimit limit = {.rlim_cur = MEMORY / 2, .rlim_max = MEMORY / 2};
    struct pw_spill spill = {0};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 1;
    bool right = add_bytes(&spill, 0, MEMORY) == 0 &&
                 add_bytes(&spill, MEMORY, 100) == UINT64_MAX && spill.full &&
                 pw_spill_add(&spill, "x", 1) == UINT64_MAX && right_bytes(&spill, 0, MEMORY) &&
                 !right_bytes(&spill, MEMORY, 1);
    pw_spill_free(&spill);
    return right ? 0 : 2;
}

static void test_disk_full(void)
{
    int status = -1;
    pid_t child = fork();
    if (child == 0)
        _exit(fill_disk());
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_TRUE(WIFEXITED(status));
    CU_ASSERT_EQUAL(WEXITSTATUS(status), 0);
}

/* Whoever keeps bytes here remembers where in 32 bits: a spill grows no further. */
static void test_largest(void)
{
    struct pw_spill spill = {.written = PW_SPILL_MAX - 10};
    CU_ASSERT_EQUAL(pw_spill_add(&spill, "0123456789", 10), PW_SPILL_MAX - 10);
    CU_ASSERT_EQUAL(pw_spill_add(&spill, "x", 1), UINT64_MAX);
    CU_ASSERT_TRUE(spill.full);
    pw_spill_free(&spill);
}

void add_spill_tests(void)
{
    CU_pSuite suite = CU_add_suite("spill", NULL, NULL);
    CU_add_test(suite, "in memory", test_memory);
    CU_add_test(suite, "across the border", test_border);
    CU_add_test(suite, "in a file", test_file);
    CU_add_test(suite, "no folder for the file", test_no_folder);
    CU_add_test(suite, "the disk is full", test_disk_full);
    CU_add_test(suite, "as large as it may be", test_largest);
}
