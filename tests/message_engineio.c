/* Engine.IO's packets and payloads in both versions, from the protocol's documents: each kind,
 * several in a body, lengths in UTF-16, octets, base64, and what is none of that. */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/engineio.h"
#include "edge.h"
#include "message_test.h"

#define AS_LONG(text) (text), sizeof(text) - 1

static const struct {
    uint8_t version;
    bool bytes;
    const char *body;
    size_t length;
    const char *packets; /* kind and data of each, parted by "|"; "!" where the format is broken */
} bodies[] = {
    /* version 4: packets parted by the byte 1e */
    {4, false, AS_LONG(""), ""},
    {4, false, AS_LONG("0{\"sid\":\"a\"}"), "0:{\"sid\":\"a\"}"},
    {4, false, AS_LONG("1"), "1:"},
    {4, false, AS_LONG("2"), "2:"},
    {4, false, AS_LONG("3probe"), "3:probe"},
    {4, false, AS_LONG("4"), "4:"},
    {4, false, AS_LONG("5"), "5:"},
    {4, false, AS_LONG("6"), "6:"},
    {4, false, AS_LONG("7"), "!"},
    {4, false, AS_LONG("/"), "!"},
    {4, false, AS_LONG(":"), "!"},
    {4, false, AS_LONG("x"), "!"},
    {4, false, AS_LONG("\0"), "!"},
    {4, false,
     AS_LONG("4hello\x1e"
             "4€\x1e"
             "6"),
     "4:hello|4:€|6:"},
    {4, false,
     AS_LONG("4a\x1e"
             "2\x1e"
             "bAQID\x1e"
             "4b"),
     "4:a|2:|4b:AQID|4:b"},
    {4, false, AS_LONG("bAQIDBA=="), "4b:AQIDBA=="},
    {4, false, AS_LONG("b"), "4b:"},
    {4, false, AS_LONG("\x1e"), "!"},
    {4, false,
     AS_LONG("4a\x1e\x1e"
             "4b"),
     "4:a!"},
    {4, false,
     AS_LONG("4a\x1e"
             "7\x1e"
             "4b"),
     "4:a!"},
    {4, false, AS_LONG("4a:b"), "4:a:b"},
    /* what says it is octets is read as text all the same: version 4 sends no others */
    {4, true,
     AS_LONG("4a\x1e"
             "4b"),
     "4:a|4:b"},
    /* version 3: a length in UTF-16 units in front of each */
    {3, false, AS_LONG(""), ""},
    {3, false, AS_LONG("6:4hello2:4€1:2"), "4:hello|4:€|2:"},
    {3, false, AS_LONG("1:01:11:21:31:41:51:6"), "0:|1:|2:|3:|4:|5:|6:"},
    {3, false, AS_LONG("3:4😀1:6"), "4:😀|6:"},
    {3, false, AS_LONG("7:4😀é€😀1:6"), "4:😀é€😀|6:"},
    {3, false, AS_LONG("5:4👩‍👧1:6"), "!"}, /* would end inside a pair */
    {3, false, AS_LONG("6:4👩‍👧1:6"), "4:👩‍👧|6:"},
    {3, false, AS_LONG("10:b4AQIDBA==1:3"), "4b:AQIDBA==|3:"},
    {3, false, AS_LONG("2:b4"), "4b:"},
    {3, false, AS_LONG("1:b"), "!"},
    {3, false, AS_LONG("2:b9"), "!"},
    {3, false, AS_LONG("007:4abcdef"), "4:abcdef"},
    {3, false, AS_LONG("9:4x"), "!"},
    {3, false, AS_LONG("0:4x"), "!"},
    {3, false, AS_LONG(":4x"), "!"},
    {3, false, AS_LONG("4x"), "!"},
    {3, false, AS_LONG("-1:4"), "!"},
    {3, false, AS_LONG(" 1:4"), "!"},
    {3, false, AS_LONG("1"), "!"},
    {3, false, AS_LONG("1:"), "!"},
    {3, false, AS_LONG("99999999999:4"), "!"},
    {3, false, AS_LONG("4294967297:4"), "!"},
    {3, false, AS_LONG("18446744073709551617:4"), "!"},
    {3, false, AS_LONG("1:71:4"), "!"},
    {3, false, AS_LONG("2:4a2:4b3:4"), "4:a|4:b!"},
    /* characters that are cut off or none: counted, never read behind the end */
    {3, false, AS_LONG("2:4\xf0"), "!"},
    {3, false, AS_LONG("2:4\xe2\x82"), "!"},
    {3, false, AS_LONG("2:4\xff"), "!"},
    {3, false, AS_LONG("2:4\x80"), "4:\x80"},
    /* octets: 00 text or 01 bytes, the length's digits as bytes, ff */
    {3, true,
     AS_LONG("\x00\x06\xff"
             "4hello\x01\x03\xff\x04\xca\xfe"),
     "4:hello|4b:\xca\xfe"},
    {3, true,
     AS_LONG("\x00\x01\x01\xff"
             "40123456789"),
     "4:0123456789"},
    {3, true,
     AS_LONG("\x00\x04\xff"
             "4€"),
     "4:€"}, /* here the length counts bytes */
    {3, true, AS_LONG("\x01\x01\xff\x04"), "4b:"},
    {3, true, AS_LONG("\x01\x01\xff\x02"), "2b:"},
    {3, true, AS_LONG("\x01\x02\xff\x07x"), "!"},
    {3, true,
     AS_LONG("\x02\x01\xff"
             "4"),
     "!"},
    {3, true,
     AS_LONG("\x00\xff"
             "4"),
     "!"},
    {3, true,
     AS_LONG("\x00\x00\xff"
             "4"),
     "!"},
    {3, true,
     AS_LONG("\x00\x0a\xff"
             "4"),
     "!"},
    {3, true,
     AS_LONG("\x00\x09\xff"
             "4"),
     "!"},
    {3, true,
     AS_LONG("\x00\x09\x09\x09\x09\x09\x09\x09\x09\x09\x09\x09\xff"
             "4"),
     "!"},
    {3, true,
     AS_LONG("\x00\x04\x02\x09\x04\x09\x06\x07\x02\x09\x07\xff"
             "4"),
     "!"},
    {3, true, AS_LONG("\x00"), "!"},
    {3, true, AS_LONG("\x01\x01"), "!"},
};

static void write_packets(struct pw_bytes body, uint8_t version, bool bytes, struct pw_buffer *out)
{
    struct pw_engineio_packet packet;
    size_t at = 0, before = 0;
    pw_buffer_clear(out);
    while (pw_engineio_next(body, version, bytes, &at, &packet)) {
        pw_buffer_print(out, "%s%u%s:", out->length ? "|" : "", packet.kind,
                        packet.binary ? "b" : "");
        pw_buffer_add(out, packet.data.data, packet.data.length);
        CU_ASSERT_TRUE(packet.at >= before && packet.at + packet.length <= at);
        CU_ASSERT_TRUE(at > before && at <= body.length);
        CU_ASSERT_PTR_EQUAL(packet.data.data + packet.data.length,
                            body.data + packet.at + packet.length);
        before = at;
    }
    if (at < body.length)
        pw_buffer_byte(out, '!');
    /* Where it ended it ends again. */
    CU_ASSERT_FALSE(pw_engineio_next(body, version, bytes, &at, &packet));
}

static void test_bodies(void)
{
    struct pw_buffer out = {0};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        write_packets(edge_of(bodies[i].body, bodies[i].length), bodies[i].version, bodies[i].bytes,
                      &out);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&out), bodies[i].packets);
        if (strcmp(pw_buffer_get(&out), bodies[i].packets) != 0)
            printf("\n%zu: %s", i, pw_buffer_get(&out));
        /* Cut anywhere, and read as what it is not. */
        for (size_t n = 0; n <= bodies[i].length; n++)
            for (int as = 0; as < 4; as++)
                write_packets(edge_of(bodies[i].body, n), as & 1 ? 3 : 4, as & 2, &out);
    }
    pw_buffer_free(&out);
}

/* Separators alone hold no packet; so many packets are read one after the other, no square. */
static void test_many(void)
{
    enum { MANY = 100000 };
    static char body[2 * MANY];
    struct pw_engineio_packet packet;
    size_t at = 0, count = 0;
    memset(body, 0x1e, sizeof body);
    CU_ASSERT_FALSE(pw_engineio_next(edge_of(body, MANY), 4, false, &at, &packet));
    CU_ASSERT_EQUAL(at, 0);
    for (size_t i = 0; i < MANY; i++)
        body[2 * i] = '2';
    struct pw_bytes all = edge_of(body, sizeof body);
    while (pw_engineio_next(all, 4, false, &at, &packet))
        count++;
    CU_ASSERT_EQUAL(count, MANY);
    CU_ASSERT_EQUAL(at, sizeof body);
    memset(body, ':', sizeof body);
    at = 0;
    CU_ASSERT_FALSE(pw_engineio_next(edge_of(body, MANY), 3, false, &at, &packet));
    memset(body, '1', sizeof body);
    CU_ASSERT_FALSE(pw_engineio_next(edge_of(body, MANY), 3, false, &at, &packet));
    memset(body, 0, sizeof body);
    CU_ASSERT_FALSE(pw_engineio_next(edge_of(body, MANY), 3, true, &at, &packet));
    CU_ASSERT_EQUAL(at, 0);
}

static const struct {
    uint8_t version;
    bool binary;
    const char *message;
    size_t length;
    int kind; /* -1: it is no packet */
    size_t data;
    bool bytes, base64;
} messages[] = {
    {4, false, AS_LONG("2probe"), PW_ENGINEIO_PING, 5, false, false},
    {4, false, AS_LONG("3probe"), PW_ENGINEIO_PONG, 5, false, false},
    {4, false, AS_LONG("5"), PW_ENGINEIO_UPGRADE, 0, false, false},
    {4, false, AS_LONG(""), -1, 0, false, false},
    {4, false, AS_LONG("8"), -1, 0, false, false},
    {4, false, AS_LONG("bAQID"), PW_ENGINEIO_MESSAGE, 4, true, true},
    {4, true, AS_LONG("\x01\x02"), PW_ENGINEIO_MESSAGE, 2, true, false},
    {4, true, AS_LONG("b64 it is not"), PW_ENGINEIO_MESSAGE, 13, true, false},
    {4, true, AS_LONG(""), PW_ENGINEIO_MESSAGE, 0, true, false},
    {3, false, AS_LONG("2probe"), PW_ENGINEIO_PING, 5, false, false},
    {3, false, AS_LONG("b4AQID"), PW_ENGINEIO_MESSAGE, 4, true, true},
    {3, false, AS_LONG("b"), -1, 0, false, false},
    {3, true, AS_LONG("\x04\x02"), PW_ENGINEIO_MESSAGE, 1, true, false},
    {3, true, AS_LONG("\x04"), PW_ENGINEIO_MESSAGE, 0, true, false},
    {3, true, AS_LONG(""), -1, 0, false, false},
    {3, true, AS_LONG("\x09"), -1, 0, false, false},
    {3, true, AS_LONG("4"), -1, 0, false, false},
};

static void test_messages(void)
{
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        struct pw_engineio_packet packet;
        bool read = pw_engineio_parse(edge_of(messages[i].message, messages[i].length),
                                      messages[i].version, messages[i].binary, &packet);
        CU_ASSERT_EQUAL(read, messages[i].kind >= 0);
        if (!read || messages[i].kind < 0)
            continue;
        CU_ASSERT_EQUAL(packet.kind, messages[i].kind);
        CU_ASSERT_EQUAL(packet.at, 0);
        CU_ASSERT_EQUAL(packet.length, messages[i].length);
        CU_ASSERT_EQUAL(packet.data.length, messages[i].data);
        CU_ASSERT_EQUAL(packet.binary, messages[i].bytes);
        CU_ASSERT_EQUAL(packet.base64, messages[i].base64);
    }
}

static const struct {
    const char *target, *name, *value;
} parameters[] = {
    {"/socket.io/?EIO=4&transport=polling&sid=ab-C_&x", "EIO", "4"},
    {"/socket.io/?EIO=4&transport=polling&sid=ab-C_&x", "sid", "ab-C_"},
    {"/socket.io/?EIO=4&transport=polling&sid=ab-C_&x", "transport", "polling"},
    {"/socket.io/?EIO=4&transport=polling&sid=ab-C_&x", "IO", ""},
    {"/socket.io/?EIO=4&transport=polling&sid=ab-C_&x", "x", ""},
    {"/socket.io/?EIO=4&transport=polling&sid=ab-C_&x", "si", ""},
    {"/socket.io/?EIO=4&transport=polling&sid=ab-C_&x", "sidx", ""},
    {"/?sid=a&sid=b", "sid", "a"},
    {"/?sid=", "sid", ""},
    {"/?sid", "sid", ""},
    {"/?&&sid=a", "sid", "a"},
    {"/?a=sid=b", "sid", ""},
    {"/?a?sid=b", "sid", ""},
    {"/?sid=a?b=c", "sid", "a?b=c"},
    {"/?=a", "sid", ""},
    {"/sid=a", "sid", ""},
    {"/?", "sid", ""},
    {"?", "sid", ""},
    {"", "sid", ""},
    {"/?sid=a&", "sid", "a"},
};

static void test_parameters(void)
{
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        size_t length = strlen(parameters[i].target);
        for (size_t n = 0; n <= length; n++) {
            struct pw_bytes value =
                pw_engineio_parameter(edge_of(parameters[i].target, n), parameters[i].name);
            if (n < length)
                continue;
            CU_ASSERT_EQUAL(value.length, strlen(parameters[i].value));
            if (value.length)
                CU_ASSERT_EQUAL(memcmp(value.data, parameters[i].value, value.length), 0);
        }
    }
}

/* RFC 4648 section 10, and what is none of it: as far as it goes. */
static const struct {
    const char *text, *plain;
    size_t length;
} base64[] = {
    {"", "", 0},
    {"Zg==", "f", 1},
    {"Zm8=", "fo", 2},
    {"Zm9v", "foo", 3},
    {"Zm9vYg==", "foob", 4},
    {"Zm9vYmE=", "fooba", 5},
    {"Zm9vYmFy", "foobar", 6},
    {"Zm9vYmE", "fooba", 5}, /* without its padding */
    {"AQID/+8=", "\x01\x02\x03\xff\xef", 5},
    {"AAAA", "\0\0\0", 3},
    {"////", "\xff\xff\xff", 3},
    {"Z", "", 0},
    {"=", "", 0},
    {"====", "", 0},
    {"A*", "", 0},
    {"Zm9v*m9v", "foo", 3},
    {"Zm9v\nZm9v", "foo", 3},
    {"Zm9v-_", "foo", 3}, /* section 5's other alphabet is not this one */
    {"\xff\xff\xff\xff", "", 0},
};

static void test_base64(void)
{
    struct pw_arena arena = {0};
    for (size_t i = 0; i < sizeof base64 / sizeof *base64; i++) {
        size_t length = strlen(base64[i].text);
        for (size_t n = 0; n <= length; n++) {
            struct pw_bytes plain = pw_base64_decode(edge_of(base64[i].text, n), &arena);
            CU_ASSERT_TRUE(plain.length <= base64[i].length);
            CU_ASSERT_EQUAL(memcmp(plain.data, base64[i].plain, plain.length), 0);
            if (n == length)
                CU_ASSERT_EQUAL(plain.length, base64[i].length);
        }
    }
    pw_arena_free(&arena);
}

void add_engineio_tests(void)
{
    CU_pSuite suite = CU_add_suite("engineio", NULL, NULL);
    CU_add_test(suite, "polling bodies", test_bodies);
    CU_add_test(suite, "a hundred thousand packets", test_many);
    CU_add_test(suite, "messages", test_messages);
    CU_add_test(suite, "parameters", test_parameters);
    CU_add_test(suite, "base64", test_base64);
}
