/*
 * The Domain Name System (RFC 1035): what rooms above need of a message without a tree. One walk
 * over the message serves this, the question whether bytes are DNS at all, and the fuzzers.
 */
#ifndef PW_DISSECT_DNS_H
#define PW_DISSECT_DNS_H

#include "dissect/dissect.h"
#include "dissect/http.h"

/* What a message is about, as its first question (or, without one, its first record) says. */
struct pw_dns_facts {
    char name[256];   /* as pw_dns_name writes it, cut where that is longer */
    uint16_t type;    /* A 1, AAAA 28: see pw_dns_type_names */
    uint16_t answers; /* records in the answer section, as the header counts them */
    uint16_t id;
    uint8_t rcode; /* see pw_dns_rcode_names */
    bool response;
};

/* A domain name as text: labels with dots between, "<Root>" for the empty one (as Wireshark has
 * it); a dot, backslash or control byte inside a label is escaped (RFC 1035 section 5.1). */
struct pw_dns_name {
    char text[1024];
    uint32_t length;     /* of text, without its zero byte */
    const char *fault;   /* which rule is broken, where the answer is BAD */
    const char *section; /* and where that stands */
};

/* Read a name at *at of a message that starts at bytes.data; *at moves behind it. MORE where the
 * message ends first, BAD where it breaks a rule (a pointer that does not lead backwards). */
enum pw_parse pw_dns_name(struct pw_bytes message, uint32_t *at, struct pw_dns_name *name);
/* The facts of a message (without TCP's length bytes). False where its header or what it is about
 * cannot be read. */
bool pw_dns_summary(struct pw_bytes message, struct pw_dns_facts *out);

extern const struct pw_name pw_dns_type_names[];   /* "A", "AAAA", "CNAME" */
extern const struct pw_name pw_dns_rcode_names[];  /* "no error", "no such name" */
extern const struct pw_name pw_dns_opcode_names[]; /* "query", "update" */

/* Inside DNS: are these bytes a whole message with nothing odd about it (strict), or at least one
 * whose header makes sense (not strict)? snapped: bytes may be missing at the end. */
bool pw_dns_plausible(struct pw_bytes message, bool strict, bool snapped);

/* Name here, label, Wireshark's field, format: what records carry, by type. */
#define PW_DNS_DATA(X)                                                                             \
    X(A, "Address", "dns.a", PW_IPV4)                                                              \
    X(AAAA, "Address", "dns.aaaa", PW_IPV6)                                                        \
    X(CNAME, "Real name", "dns.cname", PW_TEXT)                                                    \
    X(NS, "Name server", "dns.ns", PW_TEXT)                                                        \
    X(PTR, "Name", "dns.ptr.domain_name", PW_TEXT)                                                 \
    X(MX_PREFERENCE, "Preference", "dns.mx.preference", PW_UINT)                                   \
    X(MX, "Mail server", "dns.mx.mail_exchange", PW_TEXT)                                          \
    X(TXT_LENGTH, "Text length", "dns.txt.length", PW_UINT)                                        \
    X(TXT, "Text", "dns.txt", PW_TEXT)                                                             \
    X(SOA_MNAME, "Primary name server", "dns.soa.mname", PW_TEXT)                                  \
    X(SOA_RNAME, "Mailbox in charge", "dns.soa.rname", PW_TEXT)                                    \
    X(SOA_SERIAL, "Serial number", "dns.soa.serial_number", PW_UINT)                               \
    X(SOA_REFRESH, "Refresh after", "dns.soa.refresh_interval", PW_UINT)                           \
    X(SOA_RETRY, "Retry after", "dns.soa.retry_interval", PW_UINT)                                 \
    X(SOA_EXPIRE, "Expires after", "dns.soa.expire_limit", PW_UINT)                                \
    X(SOA_MINIMUM, "Remember \"no such name\" for", "dns.soa.minimum_ttl", PW_UINT)                \
    X(SRV_PRIORITY, "Priority", "dns.srv.priority", PW_UINT)                                       \
    X(SRV_WEIGHT, "Weight", "dns.srv.weight", PW_UINT)                                             \
    X(SRV_PORT, "Port", "dns.srv.port", PW_UINT)                                                   \
    X(SRV_TARGET, "Target", "dns.srv.target", PW_TEXT)                                             \
    X(OPT_CODE, "Option", "dns.opt.code", PW_UINT)                                                 \
    X(OPT_LENGTH, "Option length", "dns.opt.len", PW_UINT)                                         \
    X(OPT_DATA, "Option value", "dns.opt.data", PW_BYTES)                                          \
    X(OTHER, "Data", "dns.data", PW_BYTES)

enum {
#define X(name, label, id, format) PW_DNS_##name,
    PW_DNS_DATA(X)
#undef X
        PW_DNS_DATA_FIELDS
};

/* Read a name through the cursor and record it. base: where the message starts. False where it
 * cannot be read: the verdict is passed and the cursor is at its end. */
bool pw_dns_add_name(struct pw_dissection *d, struct pw_cursor *c, uint32_t base,
                     const struct pw_field_def *def);
/* Read a record's data, the window c, by its type. fields: the definitions of PW_DNS_DATA. */
void pw_dns_read_data(struct pw_dissection *d, struct pw_cursor c, uint32_t base, uint16_t type,
                      const struct pw_field_def *fields);

#endif
