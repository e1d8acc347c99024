/*
 * Dissecting: bytes in, layers out. Pure: no I/O, no state, no allocation but in the tree's arena.
 *
 * A protocol is one file that ends in one const struct pw_protocol, and one line in protocols.def.
 * Its dissector reads its header through a cursor and answers with the key of its successor; the
 * loop in dissect.c runs that one next, so protocols never call each other. While a capture is
 * indexed there is no tree: the same dissector then only reads, and fills the facts.
 */
#ifndef PW_DISSECT_DISSECT_H
#define PW_DISSECT_DISSECT_H

#include "base/cursor.h"
#include "dissect/tree.h"

/* What a key counts in. */
enum pw_space {
    PW_END,       /* nobody: the layer was the last one */
    PW_LINK,      /* LINKTYPE_ values, www.tcpdump.org/linktypes.html */
    PW_ETHERTYPE, /* IEEE 802 numbers */
    PW_IPPROTO,   /* IANA protocol numbers */
    PW_DATAGRAM,  /* what a UDP datagram carries; the key is no port but the bytes are asked */
    PW_DATA,      /* bytes no dissector here knows */
};

struct pw_next {
    enum pw_space space;
    uint32_t value;
};

#define PW_MAX_NESTING 32 /* layers one packet may nest before dissecting stops */

/* TCP flag bits as they lie in the header (RFC 9293 section 3.1). */
enum {
    PW_TCP_FIN = 0x001,
    PW_TCP_SYN = 0x002,
    PW_TCP_RST = 0x004,
    PW_TCP_PSH = 0x008,
    PW_TCP_ACK = 0x010,
    PW_TCP_URG = 0x020,
};

/* An address and port. family is 4 or 6, 0 where there is no IP address. */
struct pw_endpoint {
    uint8_t address[16];
    uint16_t port;
    uint8_t family;
};

/* A piece of a larger datagram. */
struct pw_fragment_facts {
    bool is;           /* this packet is one */
    bool more;         /* and not the last */
    uint8_t protocol;  /* what the datagram carries */
    uint32_t id;       /* ties fragments together, with addresses and protocol */
    uint32_t offset;   /* where its bytes belong in the datagram's payload */
    uint32_t at, size; /* where its bytes lie in the packet */
};

/* What the rooms above need to know of a packet, filled as the layers pass. Innermost wins. */
struct pw_facts {
    struct pw_endpoint from, to;
    uint8_t transport; /* IANA protocol number of the transport that was read: 6, 17; or 0 */
    bool malformed;    /* some layer was cut or broke a rule */
    bool quoted;       /* the layer being read is inside an ICMP error's quotation */
    uint16_t ip_id;    /* IPv4 identification: tells a repeat from a packet captured twice */
    struct pw_fragment_facts fragment;
    struct {
        uint32_t seq, ack;
        uint16_t flags;  /* PW_TCP_ bits */
        uint16_t window; /* as written, unscaled */
        uint16_t mss;    /* 0: no such option */
        int8_t scale;    /* window scale shift; -1: no such option */
        bool sack_permitted;
    } tcp;
    uint32_t payload_at;     /* where the transport's payload starts in its source */
    uint32_t payload_length; /* bytes it says it has */
    uint32_t payload_here;   /* bytes of it that were captured */
};

/* What a TCP packet means beside those before it. */
struct pw_figures {
    bool acks;               /* it confirms a packet: the next two are set */
    bool flies;              /* it carries bytes: in_flight is set */
    uint32_t acks_row;       /* the packet, from 0 */
    uint32_t in_flight;      /* bytes its sender has under way, unconfirmed, with this packet */
    uint64_t ack_rtt_us;     /* since that packet */
    uint64_t initial_rtt_us; /* what the opening took; 0: not known */
};

/* What only the whole conversation knows, handed in so that dissecting itself stays pure. */
struct pw_context {
    bool stream_known;           /* the conversation is known: the next four are set */
    uint32_t stream;             /* its number among its kind, as tcp.stream and udp.stream count */
    uint32_t seq_base, ack_base; /* what raw numbers count from, to show relative ones */
    int8_t scale;                /* this sender's window scale; -1 unknown, -2 not in use */
    bool loopback;               /* captured on a loopback device: checksums were left undone */
    bool tls_encrypted;          /* the TLS record's content is not in clear */
    bool tls_opaque;             /* and its type is only what TLS 1.3 claims */
    uint8_t tls_inner;           /* what it was found to hold; 0: it could not be opened */
    uint8_t engine_version;      /* Engine.IO's: 3 or 4 */
    bool engine_binary;          /* an Engine.IO packet came as bytes, not as text */
    bool from_client;            /* the packet's sender is the client */
    bool dns_length;             /* a DNS message has its two-byte length in front, as over TCP */
    struct pw_figures figures;   /* TCP */
};

struct pw_dissection {
    struct pw_facts facts;
    struct pw_tree *tree;   /* NULL while indexing */
    struct pw_layer *layer; /* the open layer, NULL while indexing */
    uint32_t link;          /* the packet's LINKTYPE */
    uint32_t wire;          /* bytes the packet had on the wire */
    uint8_t source;         /* the byte source being read */
    uint32_t missing;       /* bytes the enclosing length promised and the capture left out */
    uint32_t carried_end;   /* where what the link layer carries ends; 0: nothing said so yet */
    const char *kind;       /* what the packet does, the innermost layer's word */
    struct pw_context context;
};

struct pw_protocol {
    const char *id;      /* Wireshark's filter name: "tcp" */
    const char *label;   /* short: "TCP" */
    const char *name;    /* full: "Transmission Control Protocol" */
    uint8_t osi;         /* 1 to 7 */
    const char *section; /* where its header is laid down: "RFC 768"; NULL where it has none */
    const struct pw_field_def *fields;
    uint16_t field_count;
    const char *const *kinds; /* what a packet of it may be doing; ends with NULL; or NULL */
    /* Reads this layer; what it leaves in the cursor belongs to the successor it names. */
    struct pw_next (*dissect)(struct pw_dissection *d, struct pw_cursor *c);
    /* For link layers: reads what lies behind the packet they carried, padding say. Runs after all
     * layers and only where there are such bytes and a tree. NULL: such bytes are nobody's. */
    void (*trailer)(struct pw_dissection *d, struct pw_cursor *c);
    /* For what UDP carries: are these bytes ours? Ports are a hint only. NULL for others. */
    bool (*claims)(struct pw_cursor c, uint16_t from_port, uint16_t to_port);
    /* One short line for a rung: "51546 → 3000". NULL: nothing beyond the label. */
    void (*brief)(struct pw_buffer *out, const struct pw_tree *tree, const struct pw_layer *layer);
    /* One line for a list or an arrow: "SYN, ACK". NULL: the same as brief. */
    void (*summary)(struct pw_buffer *out, const struct pw_tree *tree,
                    const struct pw_layer *layer);
};

/* Take a packet apart from its link layer down. d->tree is NULL, or was begun with the packet. */
void pw_dissect_packet(struct pw_dissection *d, const struct pw_packet *packet);
/* Go on from a cursor with a successor, after reassembly say. d->source names the cursor's source.
 */
void pw_dissect_from(struct pw_dissection *d, struct pw_cursor c, struct pw_next next);
/* Run one protocol over a cursor as a layer of its own: messages that a stream carried. */
void pw_dissect_as(struct pw_dissection *d, const struct pw_protocol *protocol,
                   struct pw_cursor *c);

/* Who answers for a key; NULL where nobody does. */
const struct pw_protocol *pw_protocol_for(struct pw_next next);
/* By id, or NULL. */
const struct pw_protocol *pw_protocol_named(const char *id);
/* All of them, in the order of protocols.def; i counts from 0, NULL past the end. */
const struct pw_protocol *pw_protocol_at(uint32_t i);
/* The definition of a field id, or NULL. */
const struct pw_field_def *pw_field_named(const char *id);

/* A rule is broken: say which (a constant text) and where it stands. Keeps the first one. */
void pw_fault(struct pw_dissection *d, const char *rule, const char *section);
/* The capture stopped before this layer did: say what is missing (a constant text). */
void pw_cut(struct pw_dissection *d, const char *what);
/* What a short read means is decided here: cut by the capture, or the packet's own fault. */
void pw_check_cut(struct pw_dissection *d, const struct pw_cursor *c, const char *what,
                  const char *section);

/* What is left of the cursor are a fragment's bytes: the rest of its facts are handed in. */
void pw_note_fragment(struct pw_dissection *d, const struct pw_cursor *c,
                      struct pw_fragment_facts fragment);

/* Shrink a cursor to the next n bytes, as a length field says. With fewer there, the end stays,
 * d->missing says how many are missing, and the verdict whether the packet itself is to blame. */
void pw_narrow(struct pw_dissection *d, struct pw_cursor *c, uint32_t n, const char *rule,
               const char *section);

/*
 * Reading and recording in one step. Each reads through the cursor and, where a tree is being made
 * and the bytes were there, adds the field.
 */
void pw_record(struct pw_dissection *d, const struct pw_field_def *def, uint32_t offset,
               uint32_t length, uint64_t number);
void pw_record_bytes(struct pw_dissection *d, const struct pw_field_def *def, uint32_t offset,
                     uint32_t length, struct pw_bytes bytes);
/* A value computed, not written: relative numbers, checksum verdicts. It rests on those bytes. */
void pw_record_derived(struct pw_dissection *d, const struct pw_field_def *def, uint32_t offset,
                       uint32_t length, uint64_t number);

static inline uint8_t pw_add_u8(struct pw_dissection *d, struct pw_cursor *c,
                                const struct pw_field_def *def)
{
    uint8_t value = pw_u8(c);
    if (d->tree && !c->cut)
        pw_record(d, def, c->at - 1, 1, value);
    return value;
}

static inline uint16_t pw_add_u16(struct pw_dissection *d, struct pw_cursor *c,
                                  const struct pw_field_def *def)
{
    uint16_t value = pw_u16(c);
    if (d->tree && !c->cut)
        pw_record(d, def, c->at - 2, 2, value);
    return value;
}

static inline uint32_t pw_add_u32(struct pw_dissection *d, struct pw_cursor *c,
                                  const struct pw_field_def *def)
{
    uint32_t value = pw_u32(c);
    if (d->tree && !c->cut)
        pw_record(d, def, c->at - 4, 4, value);
    return value;
}

static inline struct pw_bytes pw_add_bytes(struct pw_dissection *d, struct pw_cursor *c,
                                           const struct pw_field_def *def, uint32_t length)
{
    struct pw_bytes bytes = pw_take(c, length);
    if (d->tree && !c->cut)
        pw_record_bytes(d, def, c->at - length, length, bytes);
    return bytes;
}

/* Several fields out of one number already read: the last `length` bytes before the cursor. */
static inline void pw_add_bits(struct pw_dissection *d, const struct pw_cursor *c, uint32_t length,
                               const struct pw_field_def *def, uint32_t number)
{
    if (d->tree && !c->cut)
        pw_record(d, def, c->at - length, length, number);
}

#endif
