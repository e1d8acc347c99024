/*
 * ICMP for IPv6 (RFC 4443), with neighbour discovery (RFC 4861, in icmpv6_neighbour.c) and listener
 * reports (icmpv6_listener.c). OSI layer 3.
 *
 *   0           8           16                      31
 *  +-----------+-----------+-----------------------+
 *  | type      | code      | checksum              |
 *  +-----------+-----------+-----------------------+
 *  | by type ...
 *
 * Types below 128 are errors and quote the packet that caused them.
 */
#include "dissect/icmpv6.h"

#include "dissect/checksum.h"

enum {
    UNREACHABLE = 1,
    TOO_BIG = 2,
    TIME_EXCEEDED = 3,
    PARAMETER_PROBLEM = 4,
    ECHO_REQUEST = 128,
    ECHO_REPLY = 129,
    LISTENER_REPORT = 143
};
static const struct pw_name types[] = {
    {UNREACHABLE, "destination unreachable"},
    {TOO_BIG, "packet too big"},
    {TIME_EXCEEDED, "time exceeded"},
    {PARAMETER_PROBLEM, "parameter problem"},
    {ECHO_REQUEST, "echo request"},
    {ECHO_REPLY, "echo reply"},
    {130, "multicast listener query"},
    {131, "multicast listener report"},
    {132, "multicast listener done"},
    {PW_ROUTER_SOLICITATION, "router solicitation"},
    {PW_ROUTER_ADVERTISEMENT, "router advertisement"},
    {PW_NEIGHBOUR_SOLICITATION, "neighbour solicitation"},
    {PW_NEIGHBOUR_ADVERTISEMENT, "neighbour advertisement"},
    {137, "redirect"},
    {LISTENER_REPORT, "multicast listener report, version 2"},
    {0, NULL},
};
static const struct pw_name unreachable_codes[] = {
    {0, "no route to destination"}, {1, "forbidden by a filter"},
    {2, "beyond scope of source"},  {3, "address unreachable"},
    {4, "port unreachable"},        {5, "source address refused"},
    {6, "route refused"},           {0, NULL},
};
static const struct pw_name exceeded_codes[] = {
    {0, "hop limit used up"},
    {1, "fragments did not all come"},
    {0, NULL},
};

enum {
    TYPE,
    CODE,
    UNREACHABLE_CODE,
    EXCEEDED_CODE,
    CHECKSUM,
    CHECKSUM_STATUS,
    IDENT,
    SEQ,
    MTU,
    POINTER,
    UNUSED,
    DATA,
    OWN_FIELDS
};
static const struct pw_field_def fields[] = {
    [TYPE] = {"icmpv6.type", "Type", PW_UINT, .names = types},
    [CODE] = {"icmpv6.code", "Code", PW_UINT},
    [UNREACHABLE_CODE] = {"icmpv6.code", "Code", PW_UINT, .names = unreachable_codes},
    [EXCEEDED_CODE] = {"icmpv6.code", "Code", PW_UINT, .names = exceeded_codes},
    [CHECKSUM] = {"icmpv6.checksum", "Checksum", PW_HEX},
    [CHECKSUM_STATUS] = {"icmpv6.checksum.status", "Checksum is", PW_UINT, 1,
                         .names = pw_checksum_names},
    [IDENT] = {"icmpv6.echo.identifier", "Identifier", PW_HEX},
    [SEQ] = {"icmpv6.echo.sequence_number", "Sequence number", PW_UINT},
    [MTU] = {"icmpv6.mtu", "Largest packet the next link takes", PW_UINT},
    [POINTER] = {"icmpv6.pointer", "Where the trouble lies", PW_UINT},
    [UNUSED] = {"icmpv6.reserved", "Reserved", PW_BYTES},
    [DATA] = {"icmpv6.data", "Data", PW_BYTES},
    PW_NEIGHBOUR_FIELDS,
    PW_LISTENER_FIELDS};
enum { K_REQUEST, K_REPLY, K_UNREACHABLE, K_EXCEEDED, K_NEIGHBOUR, K_ROUTER, K_OTHER };
static const char *const kinds[] = {[K_REQUEST] = "icmpv6.echo_request",
                                    [K_REPLY] = "icmpv6.echo_reply",
                                    [K_UNREACHABLE] = "icmpv6.unreachable",
                                    [K_EXCEEDED] = "icmpv6.time_exceeded",
                                    [K_NEIGHBOUR] = "icmpv6.neighbour",
                                    [K_ROUTER] = "icmpv6.router",
                                    [K_OTHER] = "icmpv6.other",
                                    NULL};

static const char *kind_of(uint8_t type)
{
    switch (type) {
    case ECHO_REQUEST:
        return kinds[K_REQUEST];
    case ECHO_REPLY:
        return kinds[K_REPLY];
    case UNREACHABLE:
        return kinds[K_UNREACHABLE];
    case TIME_EXCEEDED:
        return kinds[K_EXCEEDED];
    case PW_NEIGHBOUR_SOLICITATION:
    case PW_NEIGHBOUR_ADVERTISEMENT:
        return kinds[K_NEIGHBOUR];
    case PW_ROUTER_SOLICITATION:
    case PW_ROUTER_ADVERTISEMENT:
        return kinds[K_ROUTER];
    default:
        return kinds[K_OTHER];
    }
}

static struct pw_next read_error(struct pw_dissection *d, struct pw_cursor *c, uint8_t type)
{
    if (type == TOO_BIG)
        pw_add_u32(d, c, &fields[MTU]);
    else if (type == PARAMETER_PROBLEM)
        pw_add_u32(d, c, &fields[POINTER]);
    else
        pw_add_bytes(d, c, &fields[UNUSED], 4);
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    d->facts.quoted = true;
    c->snapped = true;
    return (struct pw_next){PW_ETHERTYPE, 0x86dd};
}

static struct pw_next dissect_icmpv6(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_cursor whole = *c;
    uint8_t type = pw_add_u8(d, c, &fields[TYPE]);
    pw_add_u8(d, c,
              &fields[type == UNREACHABLE     ? UNREACHABLE_CODE
                      : type == TIME_EXCEEDED ? EXCEEDED_CODE
                                              : CODE]);
    pw_add_u16(d, c, &fields[CHECKSUM]);
    d->kind = kind_of(type);
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    pw_record_checksum(d, &fields[CHECKSUM_STATUS], whole, whole.at + 2, 58);
    if (type < 128)
        return read_error(d, c, type);
    if (type == ECHO_REQUEST || type == ECHO_REPLY) {
        pw_add_u16(d, c, &fields[IDENT]);
        pw_add_u16(d, c, &fields[SEQ]);
    } else if (type == LISTENER_REPORT) {
        pw_listener_read(d, c, &fields[OWN_FIELDS + PW_NEIGHBOUR_FIELD_COUNT]);
    } else {
        pw_neighbour_read(d, c, type, &fields[OWN_FIELDS]);
    }
    if (pw_left(c))
        pw_add_bytes(d, c, &fields[DATA], pw_left(c));
    return (struct pw_next){PW_END, 0};
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    uint64_t type = pw_layer_number(tree, layer, &fields[TYPE], 255);
    const struct pw_field *code = pw_tree_find(tree, layer, "icmpv6.code", 0);
    const char *name = code ? pw_name_of(code->def->names, code->number) : NULL;
    if (!name)
        name = pw_name_of(types, type);
    if (name)
        pw_buffer_text(out, name);
    else
        pw_buffer_print(out, "type %llu", (unsigned long long)type);
    const struct pw_field *target =
        pw_layer_get(tree, layer, &fields[OWN_FIELDS + PW_NEIGHBOUR_TARGET]);
    if (type == ECHO_REPLY || type == ECHO_REQUEST)
        pw_buffer_print(out, " %llu",
                        (unsigned long long)pw_layer_number(tree, layer, &fields[SEQ], 0));
    if (!target)
        return;
    pw_buffer_text(out, " for ");
    pw_field_show(out, target);
}

const struct pw_protocol pw_protocol_icmpv6 = {
    .id = "icmpv6",
    .label = "ICMPv6",
    .name = "Internet Control Message Protocol for IPv6",
    .osi = 3,
    .section = "RFC 4443 section 2.1",
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .kinds = kinds,
    .dissect = dissect_icmpv6,
    .brief = brief,
};
