/* Socket.IO's packets, from the protocol's document: what each says, and the call that made it. */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/socketio.h"
#include "edge.h"
#include "message_test.h"

/* What stands where in a packet, as "type|attachments|namespace|query|ack|name|payload"; NULL: it
 * is none. "-" is what the packet does not have; "!" a payload that is no JSON. */
static const struct {
    const char *packet, *parts;
} packets[] = {
    {"0", "0|-|/|||-|"},
    {"0{\"token\":\"x\"}", "0|-|/|||-|{\"token\":\"x\"}"},
    {"0/admin,", "0|-|/admin|||-|"},
    {"0/admin", "0|-|/admin|||-|"},
    {"0/admin?token=1&b=2,", "0|-|/admin|token=1&b=2||-|"},
    {"0/admin?,", "0|-|/admin|||-|"},
    {"0/admin,{\"sid\":\"x\"}", "0|-|/admin|||-|{\"sid\":\"x\"}"},
    {"1", "1|-|/|||-|"},
    {"1/admin,", "1|-|/admin|||-|"},
    {"2[\"hi\"]", "2|-|/|||\"hi\"|[\"hi\"]"},
    {"20[\"hi\"]", "2|-|/||0|\"hi\"|[\"hi\"]"},
    {"212[\"hi\",1]", "2|-|/||12|\"hi\"|[\"hi\",1]"},
    {"2/chat,7[\"hi\"]", "2|-|/chat||7|\"hi\"|[\"hi\"]"},
    {"2/chat,[\"a,b\"]", "2|-|/chat|||\"a,b\"|[\"a,b\"]"},
    {"2/,[\"hi\"]", "2|-|/|||\"hi\"|[\"hi\"]"},
    {"2 [ \"hi\" ] ", "2|-|/|||\"hi\"|[ \"hi\" ]"},
    {"2999999999999999[\"hi\"]", "2|-|/||999999999999999|\"hi\"|[\"hi\"]"},
    {"29999999999999999[\"hi\"]", "2|-|/||999999999999999|-|!"},
    {"2[]", "2|-|/|||-|[]"},
    {"2[42]", "2|-|/|||-|[42]"},
    {"2{\"0\":\"hi\"}", "2|-|/|||-|{\"0\":\"hi\"}"},
    {"2\"hi\"", "2|-|/|||-|\"hi\""},
    {"2[\"hi\"", "2|-|/|||-|!"},
    {"2[\"hi\"]x", "2|-|/|||-|!"},
    {"2-1[\"hi\"]", "2|-|/|||-|!"},
    {"2chat,[\"hi\"]", "2|-|/|||-|!"},
    {"37[\"ok\",{}]", "3|-|/||7|\"ok\"|[\"ok\",{}]"},
    {"3[]", "3|-|/|||-|[]"},
    {"4{\"message\":\"no\"}", "4|-|/|||-|{\"message\":\"no\"}"},
    {"4/a,\"no\"", "4|-|/a|||-|\"no\""},
    {"51-[\"p\",{\"_placeholder\":true,\"num\":0}]",
     "5|1|/|||\"p\"|[\"p\",{\"_placeholder\":true,\"num\":0}]"},
    {"52-/a,13[\"p\"]", "5|2|/a||13|\"p\"|[\"p\"]"},
    {"50-[\"p\"]", "5|0|/|||\"p\"|[\"p\"]"},
    {"51024-[\"p\"]", "5|1024|/|||\"p\"|[\"p\"]"},
    {"61-/a,3[{\"_placeholder\":true,\"num\":0}]",
     "6|1|/a||3|-|[{\"_placeholder\":true,\"num\":0}]"},
    {"", NULL},
    {"7", NULL},
    {":", NULL},
    {"/", NULL},
    {"x", NULL},
    {" 2[\"hi\"]", NULL},
    {"5", NULL},
    {"5[\"x\"]", NULL},
    {"5-[\"x\"]", NULL},
    {"51", NULL},
    {"51[\"x\"]", NULL},
    {"51025-[\"x\"]", NULL},
    {"59999-[\"x\"]", NULL},
    {"599999999999999999999-[\"x\"]", NULL},
    {"6/a,1-[]", NULL},
};

static void write_parts(const struct pw_socketio_packet *packet, struct pw_buffer *out)
{
    struct pw_bytes name;
    pw_buffer_print(out, "%u|", packet->type);
    if (packet->has_attachments)
        pw_buffer_number(out, packet->attachments);
    else
        pw_buffer_byte(out, '-');
    pw_buffer_byte(out, '|');
    pw_buffer_add(out, packet->namespace.data, packet->namespace.length);
    pw_buffer_byte(out, '|');
    pw_buffer_add(out, packet->query.data, packet->query.length);
    pw_buffer_byte(out, '|');
    if (packet->has_ack)
        pw_buffer_number(out, packet->ack);
    pw_buffer_byte(out, '|');
    if (pw_socketio_name(packet, &name))
        pw_buffer_add(out, name.data, name.length);
    else
        pw_buffer_byte(out, '-');
    pw_buffer_byte(out, '|');
    if (packet->bad_payload)
        pw_buffer_byte(out, '!');
    else
        pw_buffer_add(out, packet->payload.data, packet->payload.length);
}

static void test_packets(void)
{
    struct pw_buffer out = {0};
    struct pw_socketio_packet packet;
    for (size_t i = 0; i < sizeof packets / sizeof *packets; i++) {
        size_t length = strlen(packets[i].packet);
        for (size_t n = 0; n <= length; n++) {
            bool read = pw_socketio_parse(edge_of(packets[i].packet, n), &packet);
            pw_buffer_clear(&out);
            if (read)
                write_parts(&packet, &out);
            if (n < length)
                continue;
            CU_ASSERT_EQUAL(read, packets[i].parts != NULL);
            if (read && packets[i].parts)
                CU_ASSERT_STRING_EQUAL(pw_buffer_get(&out), packets[i].parts);
        }
    }
    pw_buffer_free(&out);
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
    {"2[]", "socket.emit()", "socket.emit()"},
    {"2[42,\"x\"]", "socket.emit(42, \"x\")", "socket.emit(42, \"x\")"},
    {"2{\"a\":1}", "socket.emit()", "socket.emit()"},
    {"2[\"a\x1b[2Jb\"]", "socket.emit()", "socket.emit()"},
    {"2[\"a\xe2\x80\xae"
     "b\"]",
     "socket.emit(\"a\\u202eb\")", "socket.emit(\"a\\u202eb\")"},
    {"2[ \"a b\" , [ 1 , 2 ] ]", "socket.emit(\"a b\", [1,2])", "socket.emit(\"a b\", [1,2])"},
    {"2[\"p\",{\"_placeholder\":false,\"num\":0}]",
     "socket.emit(\"p\", {\"_placeholder\":false,\"num\":0})",
     "socket.emit(\"p\", {\"_placeholder\":false,\"num\":0})"},
    {"2[\"p\",{\"_placeholder\":true,\"num\":-1}]",
     "socket.emit(\"p\", {\"_placeholder\":true,\"num\":-1})",
     "socket.emit(\"p\", {\"_placeholder\":true,\"num\":-1})"},
    {"52-[\"p\",{\"_placeholder\":true,\"num\":1},{\"num\":0,\"_placeholder\":true}]",
     "socket.emit(\"p\", <bytes 1>, <bytes 0>)", "socket.emit(\"p\", <bytes 1>, <bytes 0>)"},
    {"3[\"ok\"]", "callback(\"ok\")", "callback(\"ok\")"},
    {"0/a\"b,", "io(\"/a\\\"b\")", "io.of(\"/a\\\"b\").on(\"connection\", …)"},
    {"0/a\x1b[2Jb,", "io(\"/a\\u001b[2Jb\")", "io.of(\"/a\\u001b[2Jb\").on(\"connection\", …)"},
    {"0{\"a\"", "io()", "io.on(\"connection\", …)"},
    {"0/admin,{\"sid\":\"x\"}", "io(\"/admin\", {auth: {\"sid\":\"x\"}})",
     "io.of(\"/admin\").on(\"connection\", …)"},
    {"1", "socket.disconnect()", "socket.disconnect()"},
    {"4{\"data\":1}", "io({auth: {\"data\":1}})", "next(new Error({\"data\":1}))"},
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

/* Told by its first bytes: a map whose first keys are short, "type" among them. */
static void test_serializers(void)
{
    static const char packed[] = "\x83\xa4type\x02\xa4"
                                 "data\x92\xa2hi\x01\xa3nsp\xa1/";
    static const char later[] = "\x84\xa3nsp\xa1/\xa4type\x02\xa4"
                                "data\x90";
    static const char none[] = "\x93\xa4type\x02";
    CU_ASSERT_PTR_NOT_NULL(pw_socketio_serializer(edge_of(packed, sizeof packed - 1)));
    CU_ASSERT_PTR_NOT_NULL(pw_socketio_serializer(edge_of(later, sizeof later - 1)));
    CU_ASSERT_PTR_NULL(pw_socketio_serializer(edge_of(none, sizeof none - 1)));
    CU_ASSERT_PTR_NULL(pw_socketio_serializer(edge_of("\x80", 1)));
    for (size_t n = 0; n < sizeof later; n++)
        pw_socketio_serializer(edge_of(later, n));
}

void add_socketio_tests(void)
{
    CU_pSuite suite = CU_add_suite("socketio", NULL, NULL);
    CU_add_test(suite, "packets", test_packets);
    CU_add_test(suite, "calls", test_calls);
    CU_add_test(suite, "serializers", test_serializers);
}
