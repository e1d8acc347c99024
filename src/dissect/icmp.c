/*
 * Internet Control Message Protocol (RFC 792). OSI layer 3, carried by IP: it has no ports.
 *
 *   0           8           16                      31
 *  +-----------+-----------+-----------------------+
 *  | type      | code      | checksum              |
 *  +-----------+-----------+-----------------------+
 *  | by type: identifier and sequence number, a gateway, nothing ...
 *  +-----------------------------------------------+
 *  | echo: any data. Errors: the header of the packet that caused it, and at least 8 bytes more
 */
#include "dissect/checksum.h"
#include "dissect/dissect.h"

enum {
    ECHO_REPLY = 0,
    UNREACHABLE = 3,
    REDIRECT = 5,
    ECHO_REQUEST = 8,
    TIME_EXCEEDED = 11,
    PARAMETER_PROBLEM = 12
};
static const struct pw_name types[] = {
    {ECHO_REPLY, "echo reply"},
    {UNREACHABLE, "destination unreachable"},
    {4, "source quench"},
    {REDIRECT, "redirect"},
    {ECHO_REQUEST, "echo request"},
    {9, "router advertisement"},
    {10, "router solicitation"},
    {TIME_EXCEEDED, "time exceeded"},
    {PARAMETER_PROBLEM, "parameter problem"},
    {13, "timestamp request"},
    {14, "timestamp reply"},
    {0, NULL},
};
static const struct pw_name unreachable_codes[] = {
    {0, "network unreachable"}, {1, "host unreachable"},       {2, "protocol unreachable"},
    {3, "port unreachable"},    {4, "fragmentation needed"},   {5, "source route failed"},
    {6, "network unknown"},     {7, "host unknown"},           {9, "network forbidden"},
    {10, "host forbidden"},     {13, "forbidden by a filter"}, {0, NULL},
};
static const struct pw_name exceeded_codes[] = {
    {0, "time to live used up"},
    {1, "fragments did not all come"},
    {0, NULL},
};

enum {
    TYPE,
    CODE,
    CHECKSUM,
    CHECKSUM_STATUS,
    IDENT,
    SEQ,
    MTU,
    GATEWAY,
    POINTER,
    UNUSED,
    DATA,
    UNREACHABLE_CODE,
    EXCEEDED_CODE,
    FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [TYPE] = {"icmp.type", "Type", PW_UINT, .names = types},
    [CODE] = {"icmp.code", "Code", PW_UINT},
    [CHECKSUM] = {"icmp.checksum", "Checksum", PW_HEX},
    [CHECKSUM_STATUS] = {"icmp.checksum.status", "Checksum is", PW_UINT, 1,
                         .names = pw_checksum_names},
    [IDENT] = {"icmp.ident", "Identifier", PW_UINT},
    [SEQ] = {"icmp.seq", "Sequence number", PW_UINT},
    [MTU] = {"icmp.mtu", "Largest packet the next link takes", PW_UINT},
    [GATEWAY] = {"icmp.redir_gw", "Better router", PW_IPV4},
    [POINTER] = {"icmp.pointer", "Where the trouble lies", PW_UINT},
    [UNUSED] = {"icmp.unused", "Unused", PW_BYTES},
    [DATA] = {"icmp.data", "Data", PW_BYTES},
    [UNREACHABLE_CODE] = {"icmp.code", "Code", PW_UINT, .names = unreachable_codes},
    [EXCEEDED_CODE] = {"icmp.code", "Code", PW_UINT, .names = exceeded_codes},
};
enum { K_REQUEST, K_REPLY, K_UNREACHABLE, K_EXCEEDED, K_OTHER };
static const char *const kinds[] = {[K_REQUEST] = "icmp.echo_request",
                                    [K_REPLY] = "icmp.echo_reply",
                                    [K_UNREACHABLE] = "icmp.unreachable",
                                    [K_EXCEEDED] = "icmp.time_exceeded",
                                    [K_OTHER] = "icmp.other",
                                    NULL};

static struct pw_next read_echo(struct pw_dissection *d, struct pw_cursor *c)
{
    pw_add_u16(d, c, &fields[IDENT]);
    pw_add_u16(d, c, &fields[SEQ]);
    if (pw_left(c))
        pw_add_bytes(d, c, &fields[DATA], pw_left(c));
    return (struct pw_next){PW_END, 0};
}

/* The four bytes that differ by type, then the packet that caused the error. */
static struct pw_next read_error(struct pw_dissection *d, struct pw_cursor *c, uint8_t type,
                                 uint8_t code)
{
    if (type == UNREACHABLE && code == 4) {
        pw_add_bytes(d, c, &fields[UNUSED], 2);
        pw_add_u16(d, c, &fields[MTU]);
    } else if (type == REDIRECT) {
        pw_add_bytes(d, c, &fields[GATEWAY], 4);
    } else if (type == PARAMETER_PROBLEM) {
        pw_add_u8(d, c, &fields[POINTER]);
        pw_add_bytes(d, c, &fields[UNUSED], 3);
    } else {
        pw_add_bytes(d, c, &fields[UNUSED], 4);
    }
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    /* What is quoted may stop anywhere (RFC 792: the header and 8 bytes; RFC 1812: more). */
    d->facts.quoted = true;
    c->snapped = true;
    return (struct pw_next){PW_ETHERTYPE, 0x0800};
}

static void note_checksum(struct pw_dissection *d, struct pw_cursor whole)
{
    uint64_t verdict = PW_CHECKSUM_UNVERIFIED;
    if (!whole.snapped && !d->facts.quoted)
        verdict = pw_checksum(0, pw_bytes_of(whole.data + whole.at, pw_left(&whole)))
                      ? PW_CHECKSUM_BAD
                      : PW_CHECKSUM_GOOD;
    pw_record_derived(d, &fields[CHECKSUM_STATUS], whole.at + 2, 2, verdict);
}

static struct pw_next dissect_icmp(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_cursor whole = *c;
    uint8_t type = pw_add_u8(d, c, &fields[TYPE]);
    uint8_t code = pw_add_u8(d, c,
                             &fields[type == UNREACHABLE     ? UNREACHABLE_CODE
                                     : type == TIME_EXCEEDED ? EXCEEDED_CODE
                                                             : CODE]);
    pw_add_u16(d, c, &fields[CHECKSUM]);
    d->kind = kinds[K_OTHER];
    if (c->cut)
        return (struct pw_next){PW_END, 0};
    if (d->tree)
        note_checksum(d, whole);
    switch (type) {
    case ECHO_REPLY:
    case ECHO_REQUEST:
        d->kind = kinds[type == ECHO_REQUEST ? K_REQUEST : K_REPLY];
        return read_echo(d, c);
    case UNREACHABLE:
    case TIME_EXCEEDED:
        d->kind = kinds[type == UNREACHABLE ? K_UNREACHABLE : K_EXCEEDED];
        return read_error(d, c, type, code);
    case REDIRECT:
    case PARAMETER_PROBLEM:
    case 4:
        return read_error(d, c, type, code);
    default:
        if (pw_left(c))
            pw_add_bytes(d, c, &fields[DATA], pw_left(c));
        return (struct pw_next){PW_END, 0};
    }
}

static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    uint64_t type = pw_layer_number(tree, layer, &fields[TYPE], 255);
    const struct pw_field *code = pw_tree_find(tree, layer, "icmp.code", 0);
    const char *name = code ? pw_name_of(code->def->names, code->number) : NULL;
    if (!name)
        name = pw_name_of(types, type);
    if (name)
        pw_buffer_text(out, name);
    else
        pw_buffer_print(out, "type %llu", (unsigned long long)type);
    if (type == ECHO_REPLY || type == ECHO_REQUEST)
        pw_buffer_print(out, " %llu",
                        (unsigned long long)pw_layer_number(tree, layer, &fields[SEQ], 0));
}

const struct pw_protocol pw_protocol_icmp = {
    .id = "icmp",
    .label = "ICMP",
    .name = "Internet Control Message Protocol",
    .osi = 3,
    .section = "RFC 792",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_icmp,
    .brief = brief,
};
