/* Engine.IO's packets and payloads, and Socket.IO's, from their protocols' documents. */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/engineio.h"
#include "dissect/socketio.h"
#include "edge.h"
#include "message_test.h"

static const struct {
    const char *body;
    uint8_t version;
    bool bytes;
    size_t length;       /* 0: that of the text */
    const char *packets; /* kind and data of each, parted by "|"; "!" where the format is broken */
} bodies[] = {
    {"2", 4, false, 0, "2:"},
    {"4hello\x1e"
     "4€\x1e"
     "6",
     4, false, 0, "4:hello|4:€|6:"},
    {"bAQIDBA==", 4, false, 0, "4b:AQIDBA=="},
    {"\x1e", 4, false, 0, "!"},
    {"7x", 4, false, 0, "!"},
    {"6:4hello2:4€1:2", 3, false, 0, "4:hello|4:€|2:"},
    {"3:4😀1:6", 3, false, 0, "4:😀|6:"},
    {"10:b4AQIDBA==1:3", 3, false, 0, "4b:AQIDBA==|3:"},
    {"9:4x", 3, false, 0, "!"},
    {":4x", 3, false, 0, "!"},
    {"4x", 3, false, 0, "!"},
    {"99999999999:4", 3, false, 0, "!"},
    {"\x00\x06\xff"
     "4hello\x01\x03\xff\x04\xca\xfe",
     3, true, 15, "4:hello|4b:\xca\xfe"},
    {"\x02\x01\xff"
     "4",
     3, true, 4, "!"},
};

static void write_packets(struct pw_bytes body, uint8_t version, bool bytes, struct pw_buffer *out)
{
    struct pw_engineio_packet packet;
    size_t at = 0;
    while (pw_engineio_next(body, version, bytes, &at, &packet)) {
        pw_buffer_print(out, "%s%u%s:", out->length ? "|" : "", packet.kind,
                        packet.binary ? "b" : "");
        pw_buffer_add(out, packet.data.data, packet.data.length);
        CU_ASSERT_TRUE(packet.at + packet.length <= body.length);
    }
    if (at < body.length)
        pw_buffer_byte(out, '!');
}

static void test_bodies(void)
{
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct pw_buffer out = {0};
        size_t length = bodies[i].length ? bodies[i].length : strlen(bodies[i].body);
        write_packets(edge_of(bodies[i].body, length), bodies[i].version, bodies[i].bytes, &out);
        CU_ASSERT_STRING_EQUAL(pw_buffer_get(&out), bodies[i].packets);
        for (size_t n = 0; n < length; n++)
            write_packets(edge_of(bodies[i].body, n), bodies[i].version, bodies[i].bytes, &out);
        pw_buffer_free(&out);
    }
}

static void test_messages(void)
{
    struct pw_engineio_packet packet;
    CU_ASSERT_TRUE(pw_engineio_parse(edge_of("2probe", 6), 4, false, &packet));
    CU_ASSERT_EQUAL(packet.kind, PW_ENGINEIO_PING);
    CU_ASSERT_EQUAL(packet.data.length, 5);
    CU_ASSERT_FALSE(pw_engineio_parse(edge_of("", 0), 4, false, &packet));
    CU_ASSERT_TRUE(pw_engineio_parse(edge_of("\x01\x02", 2), 4, true, &packet));
    CU_ASSERT_EQUAL(packet.data.length, 2);
    CU_ASSERT_TRUE(pw_engineio_parse(edge_of("\x04\x02", 2), 3, true, &packet));
    CU_ASSERT_EQUAL(packet.data.length, 1);
    CU_ASSERT_FALSE(pw_engineio_parse(edge_of("\x09", 1), 3, true, &packet));
}

static void test_parameters(void)
{
    static const char target[] = "/socket.io/?EIO=4&transport=polling&sid=ab-C_&x";
    struct pw_bytes whole = pw_bytes_of(target, strlen(target));
    CU_ASSERT_EQUAL(pw_engineio_parameter(whole, "EIO").length, 1);
    CU_ASSERT_EQUAL(pw_engineio_parameter(whole, "sid").length, 5);
    CU_ASSERT_EQUAL(pw_engineio_parameter(whole, "IO").length, 0);
    CU_ASSERT_EQUAL(pw_engineio_parameter(whole, "x").length, 0);
    for (size_t n = 0; n < strlen(target); n++)
        pw_engineio_parameter(edge_of(target, n), "sid");
}

static const struct {
    const char *packet;
    const char *from_client, *from_server; /* the call; NULL: it is no packet */
} calls[] = {
    {"2[\"chat message\",\"hi\"]", "socket.emit(\"chat message\", \"hi\")",
     "socket.emit(\"chat message\", \"hi\")"},
    {"27[\"sum\",1,{\"a\":[2]}]", "socket.emit(\"sum\", 1, {\"a\":[2]}, callback)",
     "socket.emit(\"sum\", 1, {\"a\":[2]}, callback)"},
    {"2/admin,0[\"users\"]", "socket.emit(\"users\", callback)",
     "socket.emit(\"users\", callback)"},
    {"37[\"ok\"]", "callback(\"ok\")", "callback(\"ok\")"},
    {"3/admin,7[]", "callback()", "callback()"},
    {"0", "io()", "io.on(\"connection\", …)"},
    {"0{\"token\":1}", "io({auth: {\"token\":1}})", "io.on(\"connection\", …)"},
    {"0/admin,{\"token\":1}", "io(\"/admin\", {auth: {\"token\":1}})",
     "io.of(\"/admin\").on(\"connection\", …)"},
    {"0/admin?token=1,", "io(\"/admin\")", "io.of(\"/admin\").on(\"connection\", …)"},
    {"1/admin,", "socket.disconnect()", "socket.disconnect()"},
    {"4{\"message\":\"no\"}", "io({auth: {\"message\":\"no\"}})", "next(new Error(\"no\"))"},
    {"4\"no\"", "io({auth: \"no\"})", "next(new Error(\"no\"))"},
    {"51-[\"pic\",{\"_placeholder\":true,\"num\":0}]", "socket.emit(\"pic\", <bytes 0>)",
     "socket.emit(\"pic\", <bytes 0>)"},
    {"61-/a,3[{\"_placeholder\":true,\"num\":0}]", "callback(<bytes 0>)", "callback(<bytes 0>)"},
    {"2", "socket.emit()", "socket.emit()"},
    {"2not json", "socket.emit()", "socket.emit()"},
    {"", NULL, NULL},
    {"7", NULL, NULL},
    {"5[\"x\"]", NULL, NULL},
    {"59999-[\"x\"]", NULL, NULL},
};

static void test_calls(void)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        size_t length = strlen(calls[i].packet);
        for (size_t n = 0; n <= length; n++) {
            struct pw_socketio_packet packet;
            struct pw_buffer call = {0};
            bool read = pw_socketio_parse(edge_of(calls[i].packet, n), &packet);
            for (int client = 0; read && client < 2; client++) {
                const char *wanted = client ? calls[i].from_client : calls[i].from_server;
                pw_buffer_clear(&call);
                pw_socketio_call(&call, &packet, client);
                if (n == length)
                    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&call), wanted);
            }
            if (n == length)
                CU_ASSERT_EQUAL(read, calls[i].from_client != NULL);
            pw_buffer_free(&call);
        }
    }
}

static void test_base64(void)
{
    struct pw_arena arena = {0};
    struct pw_bytes plain = pw_base64_decode(edge_of("AQID/+8=", 8), &arena);
    CU_ASSERT_EQUAL(plain.length, 5);
    CU_ASSERT_EQUAL(memcmp(plain.data, "\x01\x02\x03\xff\xef", 5), 0);
    CU_ASSERT_EQUAL(pw_base64_decode(edge_of("", 0), &arena).length, 0);
    CU_ASSERT_EQUAL(pw_base64_decode(edge_of("A*", 2), &arena).length, 0);
    pw_arena_free(&arena);
}

void add_socketio_tests(void)
{
    CU_pSuite suite = CU_add_suite("engineio and socketio", NULL, NULL);
    CU_add_test(suite, "polling bodies", test_bodies);
    CU_add_test(suite, "messages", test_messages);
    CU_add_test(suite, "parameters", test_parameters);
    CU_add_test(suite, "calls", test_calls);
    CU_add_test(suite, "base64", test_base64);
}
