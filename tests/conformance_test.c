/*
 * Every case of framing, one family a test. WebSocket frames as RFC 6455 and RFC 7692 allow and
 * forbid them, and whether the program says of each what the judge says: see conformance.h.
 */
#include "conformance.h"

#include <CUnit/Basic.h>
#include <stdio.h>

static struct conformance cases;

#define FAMILIES(X)                                                                                \
    X(lengths)                                                                                     \
    X(truncated)                                                                                   \
    X(pings)                                                                                       \
    X(reserved_bits)                                                                               \
    X(opcodes)                                                                                     \
    X(product)                                                                                     \
    X(fragments)                                                                                   \
    X(scripts)                                                                                     \
    X(two_sides)                                                                                   \
    X(characters)                                                                                  \
    X(close_codes)                                                                                 \
    X(close_payloads)                                                                              \
    X(after_close)                                                                                 \
    X(sizes)                                                                                       \
    X(deflated)                                                                                    \
    X(deflate_examples)                                                                            \
    X(deflate_broken)                                                                              \
    X(deflate_product)

#define TEST(family)                                                                               \
    static void test_##family(void)                                                                \
    {                                                                                              \
        uint32_t before = cases.wrong;                                                             \
        conformance_##family(&cases);                                                              \
        CU_ASSERT_EQUAL(cases.wrong - before, 0);                                                  \
    }
FAMILIES(TEST)

static void test_count(void)
{
    CU_ASSERT_TRUE(cases.names.count >= 1000);
    CU_ASSERT_TRUE(conformance_names_differ(&cases));
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("conformance", NULL, NULL);
#define ADD(family) CU_add_test(suite, #family, test_##family);
    FAMILIES(ADD)
    CU_add_test(suite, "enough cases, each with a name of its own", test_count);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    printf("\n%u cases, %u wrong: %u in violations, %u in events; %u of them break no rule and are "
           "not compressed\n",
           cases.names.count, cases.wrong, cases.wrong_violations, cases.wrong_events,
           cases.wrong_plain);
    unsigned failed = CU_get_number_of_failures();
    conformance_free(&cases);
    CU_cleanup_registry();
    return failed != 0;
}
