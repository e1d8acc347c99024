/*
 * What DNS records carry, by their type (RFC 1035 section 3.3; AAAA: RFC 3596; SRV: RFC 2782;
 * the options of EDNS: RFC 6891 section 6.1.2). dns.c reads what comes before:
 *
 *   name | type (16) | class (16) | time to live (32) | length (16) | data ...
 */
#include "dissect/dns.h"

bool pw_dns_add_name(struct pw_dissection *d, struct pw_cursor *c, uint32_t base,
                     const struct pw_field_def *def)
{
    struct pw_dns_name name;
    uint32_t at = pw_offset(c) - base;
    uint32_t before = pw_offset(c);
    enum pw_parse parsed = pw_dns_name(pw_bytes_of(c->data + base, c->end - base), &at, &name);
    if (parsed != PW_PARSE_DONE) {
        if (parsed == PW_PARSE_BAD)
            pw_fault(d, name.fault, name.section);
        pw_skip(c, pw_left(c));
        c->cut |= parsed == PW_PARSE_MORE;
        return false;
    }
    pw_skip(c, at + base - before);
    if (d->layer)
        pw_record_bytes(
            d, def, before, pw_offset(c) - before,
            pw_bytes_of(pw_arena_text(d->tree->arena, name.text, name.length), name.length));
    return true;
}

/* Strings, each behind its length (RFC 1035 section 3.3.14). */
static void read_texts(struct pw_dissection *d, struct pw_cursor *c,
                       const struct pw_field_def *fields)
{
    while (pw_left(c)) {
        uint8_t length = pw_add_u8(d, c, &fields[PW_DNS_TXT_LENGTH]);
        pw_add_bytes(d, c, &fields[PW_DNS_TXT], length);
    }
}

static void read_soa(struct pw_dissection *d, struct pw_cursor *c, uint32_t base,
                     const struct pw_field_def *fields)
{
    if (!pw_dns_add_name(d, c, base, &fields[PW_DNS_SOA_MNAME]) ||
        !pw_dns_add_name(d, c, base, &fields[PW_DNS_SOA_RNAME]))
        return;
    for (int i = PW_DNS_SOA_SERIAL; i <= PW_DNS_SOA_MINIMUM; i++)
        pw_add_u32(d, c, &fields[i]);
}

static void read_srv(struct pw_dissection *d, struct pw_cursor *c, uint32_t base,
                     const struct pw_field_def *fields)
{
    for (int i = PW_DNS_SRV_PRIORITY; i <= PW_DNS_SRV_PORT; i++)
        pw_add_u16(d, c, &fields[i]);
    if (!c->cut)
        pw_dns_add_name(d, c, base, &fields[PW_DNS_SRV_TARGET]);
}

static void read_options(struct pw_dissection *d, struct pw_cursor *c,
                         const struct pw_field_def *fields)
{
    while (pw_left(c)) {
        pw_add_u16(d, c, &fields[PW_DNS_OPT_CODE]);
        uint16_t length = pw_add_u16(d, c, &fields[PW_DNS_OPT_LENGTH]);
        if (length || c->cut)
            pw_add_bytes(d, c, &fields[PW_DNS_OPT_DATA], length);
    }
}

static void read_by_type(struct pw_dissection *d, struct pw_cursor *c, uint32_t base, uint16_t type,
                         const struct pw_field_def *fields)
{
    switch (type) {
    case 1:
        pw_add_bytes(d, c, &fields[PW_DNS_A], 4);
        break;
    case 2:
        pw_dns_add_name(d, c, base, &fields[PW_DNS_NS]);
        break;
    case 5:
        pw_dns_add_name(d, c, base, &fields[PW_DNS_CNAME]);
        break;
    case 6:
        read_soa(d, c, base, fields);
        break;
    case 12:
        pw_dns_add_name(d, c, base, &fields[PW_DNS_PTR]);
        break;
    case 15:
        pw_add_u16(d, c, &fields[PW_DNS_MX_PREFERENCE]);
        if (!c->cut)
            pw_dns_add_name(d, c, base, &fields[PW_DNS_MX]);
        break;
    case 16:
        read_texts(d, c, fields);
        break;
    case 28:
        pw_add_bytes(d, c, &fields[PW_DNS_AAAA], 16);
        break;
    case 33:
        read_srv(d, c, base, fields);
        break;
    case 41:
        read_options(d, c, fields);
        break;
    default:
        break;
    }
}

void pw_dns_read_data(struct pw_dissection *d, struct pw_cursor c, uint32_t base, uint16_t type,
                      const struct pw_field_def *fields)
{
    if (pw_left(&c) == 0)
        return;
    read_by_type(d, &c, base, type, fields);
    pw_check_cut(d, &c, "a record's data is shorter than its type needs", "RFC 1035 section 3.2.1");
    if (pw_left(&c))
        pw_add_bytes(d, &c, &fields[PW_DNS_OTHER], pw_left(&c));
}
