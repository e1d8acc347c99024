/* The constant tables: protocols, their fields, kinds and names, as the code that asks them and the
 * words that are keyed by them need them to be. */
#include <CUnit/Basic.h>
#include <string.h>

#include "dissect_test.h"

#define LABEL 40 /* columns: the narrowest screen */

/* Ids that do not begin with their protocol's, since Wireshark's do not. */
static const struct {
    const char *protocol, *prefix;
} other_names[] = {
    {"ipv6.hopopts", "ipv6.opt."},
    {"ipv6.dstopts", "ipv6.opt."},
    {"ipv6.fraghdr", "ipv6.fragment"},
};

static bool begins_with(const char *id, const char *prefix)
{
    return strncmp(id, prefix, strlen(prefix)) == 0;
}

static bool rightly_named(const struct pw_protocol *protocol, const char *id)
{
    size_t length = strlen(protocol->id);
    if (begins_with(id, protocol->id) && (id[length] == '.' || id[length] == '\0'))
        return true;
    for (size_t i = 0; i < sizeof other_names / sizeof *other_names; i++)
        if (strcmp(other_names[i].protocol, protocol->id) == 0 &&
            begins_with(id, other_names[i].prefix))
            return true;
    return false;
}

static size_t columns(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

/* A table is asked from the front: a value named twice would hide its second name. */
static void check_names(const char *id, const struct pw_name *names)
{
    for (const struct pw_name *name = names; name && name->name; name++) {
        if (!*name->name)
            fail_at("%s: %u has an empty name", id, name->value);
        for (const struct pw_name *later = name + 1; later->name; later++)
            if (later->value == name->value)
                fail_at("%s: %u has two names", id, name->value);
    }
}

static void check_field(const struct pw_protocol *protocol, uint32_t i)
{
    const struct pw_field_def *def = &protocol->fields[i];
    if (!def->id || !def->label) {
        fail_at("%s: field %u is not filled in", protocol->id, i);
        return;
    }
    if (!rightly_named(protocol, def->id))
        fail_at("%s: a field of %s", def->id, protocol->id);
    if (!*def->label || columns(def->label) > LABEL)
        fail_at("%s: label \"%s\"", def->id, def->label);
    if (def->names && def->format != PW_UINT && def->format != PW_HEX)
        fail_at("%s: its names are never shown", def->id);
    if (def->mask && def->format > PW_BOOL)
        fail_at("%s: a mask of no number", def->id);
    check_names(def->id, def->names);
    /* An id may stand twice in a table, where its names depend on another field or it is met at two
     * depths. It is the same thing all the same: who asks for it by id gets the first one. */
    for (uint32_t j = 0; j < i; j++) {
        const struct pw_field_def *other = &protocol->fields[j];
        if (strcmp(def->id, other->id) == 0 &&
            (def->format != other->format || def->mask != other->mask))
            fail_at("%s: two things in %s", def->id, protocol->id);
    }
    CU_ASSERT_PTR_NOT_NULL(pw_field_named(def->id));
}

static void test_fields(void)
{
    const struct pw_protocol *protocol;
    for (uint32_t i = 0; (protocol = pw_protocol_at(i)); i++)
        for (uint32_t f = 0; f < protocol->field_count; f++)
            check_field(protocol, f);
    CU_ASSERT_PTR_NULL(pw_field_named("tcp"));
    CU_ASSERT_PTR_NULL(pw_field_named(""));
}

static void test_protocols(void)
{
    const struct pw_protocol *protocol;
    uint32_t i = 0;
    for (; (protocol = pw_protocol_at(i)); i++) {
        CU_ASSERT(*protocol->id && *protocol->label && *protocol->name);
        CU_ASSERT(columns(protocol->label) <= 24 && columns(protocol->name) <= LABEL + 5);
        CU_ASSERT(protocol->osi >= 1 && protocol->osi <= 7);
        CU_ASSERT_PTR_NOT_NULL(protocol->dissect);
        CU_ASSERT_PTR_EQUAL(pw_protocol_named(protocol->id), protocol);
        CU_ASSERT(!protocol->section || *protocol->section);
        for (uint32_t j = 0; j < i; j++)
            CU_ASSERT_STRING_NOT_EQUAL(pw_protocol_at(j)->label, protocol->label);
        for (const char *const *kind = protocol->kinds; kind && *kind; kind++)
            CU_ASSERT(rightly_named(protocol, *kind));
    }
    CU_ASSERT_PTR_NULL(pw_protocol_at(i + 1));
    CU_ASSERT_PTR_NULL(pw_protocol_named("gopher"));
}

/* protocols.def once more, as what can be asked: a key leads to its protocol, and one without a key
 * is found by its claim or run over what a stream carried. */
static void test_keys(void)
{
    static const char *const by_stream[] = {"websocket", "http", "engineio",
                                            "socketio",  "tls",  "http2"};
    static const struct {
        const char *name;
        struct pw_next keys[4]; /* the first is none, as are those left over */
    } listed[] = {
#define KEY(space, value)                                                                          \
    ,                                                                                              \
    {                                                                                              \
        PW_##space, value                                                                          \
    }
#define NO_KEY
#define PW_PROTOCOL(name, ...) {#name, {{PW_END, 0} __VA_ARGS__}},
#include "dissect/protocols.def"
#undef PW_PROTOCOL
#undef NO_KEY
#undef KEY
    };
    for (uint32_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        const struct pw_protocol *protocol = pw_protocol_at(i);
        CU_ASSERT_PTR_NOT_NULL_FATAL(protocol);
        for (uint32_t k = 1; k < 4 && listed[i].keys[k].space != PW_END; k++)
            CU_ASSERT_PTR_EQUAL(pw_protocol_for(listed[i].keys[k]), protocol);
        bool known = listed[i].keys[1].space != PW_END || protocol->claims;
        for (size_t s = 0; s < sizeof by_stream / sizeof *by_stream; s++)
            known |= strcmp(by_stream[s], listed[i].name) == 0;
        if (!known)
            fail_at("%s: nobody ever finds it", listed[i].name);
    }
    CU_ASSERT_PTR_NULL(pw_protocol_at(sizeof listed / sizeof *listed));
    CU_ASSERT_PTR_NULL(pw_protocol_for((struct pw_next){PW_END, 0}));
    CU_ASSERT_PTR_NULL(pw_protocol_for((struct pw_next){PW_IPPROTO, 255}));
    CU_ASSERT_PTR_NULL(pw_protocol_for((struct pw_next){PW_ETHERTYPE, 1}));
}

void add_table_tests(void)
{
    CU_pSuite suite = CU_add_suite("tables", NULL, NULL);
    CU_add_test(suite, "fields", test_fields);
    CU_add_test(suite, "protocols", test_protocols);
    CU_add_test(suite, "keys", test_keys);
}
