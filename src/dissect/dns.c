/*
 * Domain Name System messages (RFC 1035 section 4; IPv6: RFC 3596; EDNS: RFC 6891; mDNS: RFC 6762).
 * OSI layer 7, in UDP datagrams, or over TCP behind two bytes of length.
 *
 *   0               16              31
 *  +---------------+-+----+----+---+----+
 *  |  identifier   |Q|op  |flags  | code|
 *  +---------------+---------------+----+
 *  |   questions   |   answers     |      how many of each
 *  +---------------+---------------+
 *  |   authority   |   additional  |
 *  +---------------+---------------+
 *  | questions: name, type, class ...
 *  | records: name, type, class, time to live, length, data ...
 */
#include "dissect/dns.h"

#include "base/text.h"

#define NAME_COLUMNS 50
#define TYPE_OPT     41
#define PORT_DNS     53
#define PORT_MDNS    5353
#define PORT_LLMNR   5355

static const struct pw_name class_names[] = {
    {1, "IN"}, {3, "CH"}, {4, "HS"}, {254, "none"}, {255, "any"}, {0, NULL},
};
enum {
    LENGTH,
    ID,
    FLAGS,
    RESPONSE,
    OPCODE,
    AUTHORITATIVE,
    TRUNCATED,
    RECDESIRED,
    RECAVAIL,
    Z,
    AUTHENTICATED,
    CHECKDISABLE,
    RCODE,
    QUERIES, /* the four counts, then the four sections, in the same order */
    ANSWERS,
    AUTH_RR,
    ADD_RR,
    SECTION_QUERIES,
    SECTION_ANSWERS,
    SECTION_AUTH,
    SECTION_ADD,
    QRY_NAME,
    QRY_TYPE,
    QRY_CLASS,
    QRY_QU,
    RESP_NAME,
    RESP_TYPE,
    RESP_CLASS,
    RESP_CACHE_FLUSH,
    RESP_TTL,
    RESP_LEN,
    OPT_UDP_SIZE,
    OPT_EXT_RCODE,
    OPT_VERSION,
    OPT_Z,
    OPT_Z_DO,
    EXTRANEOUS,
    FIRST_DATA,
    FIELDS = FIRST_DATA + PW_DNS_DATA_FIELDS
};
static const struct pw_field_def fields[FIELDS] = {
    [LENGTH] = {"dns.length", "Length of the message", PW_UINT},
    [ID] = {"dns.id", "Identifier", PW_HEX},
    [FLAGS] = {"dns.flags", "Flags", PW_HEX},
    [RESPONSE] = {"dns.flags.response", "Response", PW_BOOL, 1, 0x8000},
    [OPCODE] = {"dns.flags.opcode", "Operation", PW_UINT, 1, 0x7800, pw_dns_opcode_names},
    [AUTHORITATIVE] = {"dns.flags.authoritative", "Authoritative answer", PW_BOOL, 1, 0x0400},
    [TRUNCATED] = {"dns.flags.truncated", "Truncated", PW_BOOL, 1, 0x0200},
    [RECDESIRED] = {"dns.flags.recdesired", "Recursion desired", PW_BOOL, 1, 0x0100},
    [RECAVAIL] = {"dns.flags.recavail", "Recursion available", PW_BOOL, 1, 0x0080},
    [Z] = {"dns.flags.z", "Reserved", PW_BOOL, 1, 0x0040},
    [AUTHENTICATED] = {"dns.flags.authenticated", "Authenticated data", PW_BOOL, 1, 0x0020},
    [CHECKDISABLE] = {"dns.flags.checkdisable", "Checking disabled", PW_BOOL, 1, 0x0010},
    [RCODE] = {"dns.flags.rcode", "Response code", PW_UINT, 1, 0x000f, pw_dns_rcode_names},
    [QUERIES] = {"dns.count.queries", "Questions", PW_UINT},
    [ANSWERS] = {"dns.count.answers", "Answers", PW_UINT},
    [AUTH_RR] = {"dns.count.auth_rr", "Authority records", PW_UINT},
    [ADD_RR] = {"dns.count.add_rr", "Additional records", PW_UINT},
    [SECTION_QUERIES] = {"dns.section.queries", "Questions", PW_GROUP},
    [SECTION_ANSWERS] = {"dns.section.answers", "Answers", PW_GROUP},
    [SECTION_AUTH] = {"dns.section.auth_rr", "Authority: who is in charge", PW_GROUP},
    [SECTION_ADD] = {"dns.section.add_rr", "Additional records", PW_GROUP},
    [QRY_NAME] = {"dns.qry.name", "Name", PW_TEXT, 1},
    [QRY_TYPE] = {"dns.qry.type", "Type", PW_UINT, 2, .names = pw_dns_type_names},
    [QRY_CLASS] = {"dns.qry.class", "Class", PW_HEX, 2, .names = class_names},
    [QRY_QU] = {"dns.qry.qu", "Wants a unicast answer", PW_BOOL, 2, 0x8000},
    [RESP_NAME] = {"dns.resp.name", "Name", PW_TEXT, 1},
    [RESP_TYPE] = {"dns.resp.type", "Type", PW_UINT, 2, .names = pw_dns_type_names},
    [RESP_CLASS] = {"dns.resp.class", "Class", PW_HEX, 2, .names = class_names},
    [RESP_CACHE_FLUSH] = {"dns.resp.cache_flush", "Replaces what was cached", PW_BOOL, 2, 0x8000},
    [RESP_TTL] = {"dns.resp.ttl", "Time to live, seconds", PW_UINT, 2},
    [RESP_LEN] = {"dns.resp.len", "Data length", PW_UINT, 2},
    [OPT_UDP_SIZE] = {"dns.rr.udp_payload_size", "Largest datagram taken", PW_UINT, 2},
    [OPT_EXT_RCODE] = {"dns.resp.ext_rcode", "Response code, high bits", PW_HEX, 2},
    [OPT_VERSION] = {"dns.resp.edns0_version", "EDNS version", PW_UINT, 2},
    [OPT_Z] = {"dns.resp.z", "EDNS flags", PW_HEX, 2},
    [OPT_Z_DO] = {"dns.resp.z.do", "Wants DNSSEC records", PW_BOOL, 3, 0x8000},
    [EXTRANEOUS] = {"dns.extraneous.data", "Bytes behind the message", PW_BYTES},
#define X(name, label, id, format) [FIRST_DATA + PW_DNS_##name] = {id, label, format, 2},
    PW_DNS_DATA(X)
#undef X
};

enum { K_QUERY, K_RESPONSE };
static const char *const kinds[] = {[K_QUERY] = "dns.query", [K_RESPONSE] = "dns.response", NULL};

static bool is_multicast(const struct pw_dissection *d)
{
    return d->facts.from.port == PORT_MDNS || d->facts.to.port == PORT_MDNS;
}

/* Some bits mean something in a response alone. */
static void show_flags(struct pw_dissection *d, const struct pw_cursor *c, uint16_t flags)
{
    bool response = flags & 0x8000;
    for (int i = FLAGS; i <= RCODE; i++)
        if (response || (i != AUTHORITATIVE && i != RECAVAIL && i != RCODE))
            pw_add_bits(d, c, 2, &fields[i], flags);
}

/* The class; mDNS took its highest bit for something else (RFC 6762 sections 5.4 and 10.2). */
static void read_class(struct pw_dissection *d, struct pw_cursor *c, int class_def, int bit_def)
{
    uint16_t class = pw_u16(c);
    bool multicast = is_multicast(d);
    pw_add_bits(d, c, 2, &fields[class_def], multicast ? class & 0x7fff : class);
    if (multicast)
        pw_add_bits(d, c, 2, &fields[bit_def], class);
}

static bool read_question(struct pw_dissection *d, struct pw_cursor *c, uint32_t base)
{
    if (!pw_dns_add_name(d, c, base, &fields[QRY_NAME]))
        return false;
    pw_add_u16(d, c, &fields[QRY_TYPE]);
    read_class(d, c, QRY_CLASS, QRY_QU);
    return !c->cut;
}

/* What EDNS made of class and time to live (RFC 6891 section 6.1.3). */
static void read_edns(struct pw_dissection *d, struct pw_cursor *c)
{
    pw_add_u16(d, c, &fields[OPT_UDP_SIZE]);
    pw_add_u8(d, c, &fields[OPT_EXT_RCODE]);
    pw_add_u8(d, c, &fields[OPT_VERSION]);
    uint16_t z = pw_add_u16(d, c, &fields[OPT_Z]);
    pw_add_bits(d, c, 2, &fields[OPT_Z_DO], z);
}

static bool read_record(struct pw_dissection *d, struct pw_cursor *c, uint32_t base)
{
    if (!pw_dns_add_name(d, c, base, &fields[RESP_NAME]))
        return false;
    uint16_t type = pw_add_u16(d, c, &fields[RESP_TYPE]);
    if (type == TYPE_OPT) {
        read_edns(d, c);
    } else {
        read_class(d, c, RESP_CLASS, RESP_CACHE_FLUSH);
        pw_add_u32(d, c, &fields[RESP_TTL]);
    }
    uint16_t length = pw_add_u16(d, c, &fields[RESP_LEN]);
    if (c->cut)
        return false;
    struct pw_cursor data = pw_window(c, length);
    if (c->cut)
        pw_check_cut(d, c, "a record's length says more bytes than there are",
                     "RFC 1035 section 4.1.3");
    pw_dns_read_data(d, data, base, type, &fields[FIRST_DATA]);
    return !c->cut;
}

/* One of the four sections, under a heading that rests on all its bytes. */
static bool read_section(struct pw_dissection *d, struct pw_cursor *c, uint32_t base, int section,
                         uint16_t count)
{
    uint32_t start = pw_offset(c);
    uint32_t heading = d->tree ? d->tree->field_count : 0;
    bool fine = true;
    if (count == 0)
        return true;
    if (d->layer)
        pw_record(d, &fields[SECTION_QUERIES + section], start, 0, 0);
    for (uint16_t i = 0; fine && i < count; i++)
        fine = section == 0 ? read_question(d, c, base) : read_record(d, c, base);
    if (d->layer)
        d->tree->fields[heading].length = pw_offset(c) - start;
    return fine;
}

static struct pw_next dissect_dns(struct pw_dissection *d, struct pw_cursor *c)
{
    struct pw_next end = {PW_END, 0};
    uint16_t counts[4];
    bool fine = true;
    d->kind = kinds[K_QUERY];
    if (d->context.dns_length) {
        uint16_t length = pw_add_u16(d, c, &fields[LENGTH]);
        if (c->cut)
            return end;
        pw_narrow(d, c, length, "the length says more bytes than there are",
                  "RFC 1035 section 4.2.2");
    }
    uint32_t base = pw_offset(c);
    pw_add_u16(d, c, &fields[ID]);
    uint16_t flags = pw_u16(c);
    show_flags(d, c, flags);
    if (flags & 0x8000)
        d->kind = kinds[K_RESPONSE];
    for (int i = 0; i < 4; i++)
        counts[i] = pw_add_u16(d, c, &fields[QUERIES + i]);
    for (int i = 0; fine && !c->cut && i < 4; i++)
        fine = read_section(d, c, base, i, counts[i]);
    pw_check_cut(d, c, "the message ends before all it counts", "RFC 1035 section 4.1.1");
    if (pw_left(c))
        pw_add_bytes(d, c, &fields[EXTRANEOUS], pw_left(c));
    return end;
}

static bool claims(struct pw_cursor c, uint16_t from_port, uint16_t to_port)
{
    static const uint16_t ports[] = {PORT_DNS, PORT_MDNS, PORT_LLMNR};
    bool expected = false;
    for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
        expected |= from_port == ports[i] || to_port == ports[i];
    return pw_dns_plausible(pw_bytes_of(c.data + c.at, pw_left(&c)), !expected, c.snapped);
}

/* The first question; a message that asks nothing is about its first record. */
static void brief(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    const struct pw_field *name = pw_layer_get(tree, layer, &fields[QRY_NAME]);
    const struct pw_field *type = pw_layer_get(tree, layer, &fields[QRY_TYPE]);
    bool response = pw_layer_number(tree, layer, &fields[RESPONSE], 0);
    if (!name) {
        name = pw_layer_get(tree, layer, &fields[RESP_NAME]);
        type = pw_layer_get(tree, layer, &fields[RESP_TYPE]);
    }
    pw_buffer_text(out, response ? "response" : "query");
    const char *word = type ? pw_name_of(pw_dns_type_names, type->number) : NULL;
    if (word)
        pw_buffer_print(out, " %s", word);
    else if (type)
        pw_buffer_print(out, " type %u", (unsigned)type->number);
    if (!name)
        return;
    pw_buffer_byte(out, ' ');
    pw_text_brief(out, name->bytes, NAME_COLUMNS);
}

/* The answer that says most: an address at the end of a chain of names rather than its links. */
static const struct pw_field *best_answer(const struct pw_tree *tree, const struct pw_layer *layer)
{
    static const uint8_t telling[] = {PW_DNS_CNAME, PW_DNS_SRV_TARGET, PW_DNS_TXT,  PW_DNS_NS,
                                      PW_DNS_MX,    PW_DNS_PTR,        PW_DNS_AAAA, PW_DNS_A};
    const struct pw_field *answers = pw_layer_get(tree, layer, &fields[SECTION_ANSWERS]);
    const struct pw_field *best = NULL;
    size_t rank = 0;
    for (uint32_t i = layer->first; answers && i < layer->first + layer->count; i++) {
        const struct pw_field *field = &tree->fields[i];
        if (field->offset < answers->offset || field->offset - answers->offset >= answers->length)
            continue;
        for (size_t t = rank; t < sizeof telling; t++) {
            if (field->def != &fields[FIRST_DATA + telling[t]])
                continue;
            best = field;
            rank = t + 1;
        }
    }
    return best;
}

/* "response A www.example.test → 10.0.0.80", "response A no.such.test: no such name". */
static void summary(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer)
{
    const struct pw_field *rcode = pw_layer_get(tree, layer, &fields[RCODE]);
    const struct pw_field *answer = best_answer(tree, layer);
    brief(out, tree, layer);
    if (rcode && rcode->number) {
        pw_buffer_text(out, ": ");
        pw_field_show(out, rcode);
    } else if (answer) {
        pw_buffer_text(out, " → ");
        if (answer->def->format == PW_TEXT)
            pw_text_brief(out, answer->bytes, NAME_COLUMNS);
        else
            pw_field_show(out, answer);
    } else if (rcode) {
        pw_buffer_text(out, ": no answer");
    }
    if (pw_layer_number(tree, layer, &fields[TRUNCATED], 0))
        pw_buffer_text(out, ", truncated");
}

const struct pw_protocol pw_protocol_dns = {
    .id = "dns",
    .label = "DNS",
    .name = "Domain Name System",
    .osi = 7,
    .section = "RFC 1035 section 4.1",
    .fields = fields,
    .field_count = FIELDS,
    .kinds = kinds,
    .dissect = dissect_dns,
    .claims = claims,
    .brief = brief,
    .summary = summary,
};
