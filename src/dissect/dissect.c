/*
 * The loop that runs dissectors, and what they call to record and to complain: see dissect.h.
 */
#include "dissect/dissect.h"

#include <string.h>

#define PW_PROTOCOL(name, ...) extern const struct pw_protocol pw_protocol_##name;
#include "dissect/protocols.def"
#undef PW_PROTOCOL

static const struct pw_protocol *const protocols[] = {
#define PW_PROTOCOL(name, ...) &pw_protocol_##name,
#include "dissect/protocols.def"
#undef PW_PROTOCOL
};

#define KEY_OF(space, value) ((uint64_t)(space) << 32 | (uint64_t)(value))

/* One switch over every key of every protocol: two protocols claiming one key do not compile. */
const struct pw_protocol *pw_protocol_for(struct pw_next next)
{
    switch (KEY_OF(next.space, next.value)) {
#define KEY(space, value) case KEY_OF(PW_##space, value):
#define NO_KEY
#define PW_PROTOCOL(name, ...) __VA_ARGS__ return &pw_protocol_##name;
    default:
        return NULL;
#include "dissect/protocols.def"
#undef PW_PROTOCOL
#undef NO_KEY
#undef KEY
    }
}

const struct pw_protocol *pw_protocol_at(uint32_t i)
{
    return i < sizeof protocols / sizeof *protocols ? protocols[i] : NULL;
}

const struct pw_protocol *pw_protocol_named(const char *id)
{
    for (uint32_t i = 0; pw_protocol_at(i); i++)
        if (strcmp(pw_protocol_at(i)->id, id) == 0)
            return pw_protocol_at(i);
    return NULL;
}

const struct pw_field_def *pw_field_named(const char *id)
{
    for (uint32_t i = 0; pw_protocol_at(i); i++)
        for (uint32_t f = 0; f < pw_protocol_at(i)->field_count; f++)
            if (strcmp(pw_protocol_at(i)->fields[f].id, id) == 0)
                return &pw_protocol_at(i)->fields[f];
    return NULL;
}

/* A datagram is asked what it is: its ports are only a hint the asked may weigh. */
static const struct pw_protocol *claimant(const struct pw_dissection *d, struct pw_cursor c)
{
    for (uint32_t i = 0; pw_protocol_at(i); i++)
        if (pw_protocol_at(i)->claims &&
            pw_protocol_at(i)->claims(c, d->facts.from.port, d->facts.to.port))
            return pw_protocol_at(i);
    return NULL;
}

static void set_verdict(struct pw_dissection *d, enum pw_verdict verdict, const char *why,
                        const char *section)
{
    /* What an ICMP error quotes ends early by design: no trouble of this packet. */
    if (!d->facts.quoted)
        d->facts.malformed = true;
    if (!d->layer || d->layer->verdict != PW_WHOLE)
        return;
    d->layer->verdict = (uint8_t)verdict;
    d->layer->why = why;
    d->layer->section = section;
}

void pw_fault(struct pw_dissection *d, const char *rule, const char *section)
{
    set_verdict(d, PW_FAULT, rule, section);
}

void pw_cut(struct pw_dissection *d, const char *what)
{
    set_verdict(d, PW_CUT, what, NULL);
}

void pw_check_cut(struct pw_dissection *d, const struct pw_cursor *c, const char *what,
                  const char *section)
{
    if (!c->cut)
        return;
    if (c->snapped)
        set_verdict(d, PW_CUT, "the capture ends before this header does", NULL);
    else
        set_verdict(d, PW_FAULT, what, section);
}

void pw_note_fragment(struct pw_dissection *d, const struct pw_cursor *c,
                      struct pw_fragment_facts fragment)
{
    fragment.is = true;
    fragment.at = pw_offset(c);
    fragment.size = pw_left(c);
    d->facts.fragment = fragment;
}

void pw_narrow(struct pw_dissection *d, struct pw_cursor *c, uint32_t n, const char *rule,
               const char *section)
{
    if (n <= pw_left(c)) {
        c->end = c->at + n;
        /* The first to say its length is what the link layer carries. */
        if (!d->carried_end)
            d->carried_end = c->end;
        c->snapped = false;
        d->missing = 0;
        return;
    }
    d->missing = c->snapped ? n - pw_left(c) : 0;
    if (!c->snapped)
        set_verdict(d, PW_FAULT, rule, section);
}

void pw_record(struct pw_dissection *d, const struct pw_field_def *def, uint32_t offset,
               uint32_t length, uint64_t number)
{
    if (!d->layer)
        return;
    if (def->mask) {
        number &= def->mask;
        number >>= __builtin_ctz(def->mask);
    }
    struct pw_field *field = pw_tree_field(d->tree, def, d->source, offset, length);
    field->number = number;
}

void pw_record_bytes(struct pw_dissection *d, const struct pw_field_def *def, uint32_t offset,
                     uint32_t length, struct pw_bytes bytes)
{
    if (d->layer)
        pw_tree_field(d->tree, def, d->source, offset, length)->bytes = bytes;
}

void pw_record_derived(struct pw_dissection *d, const struct pw_field_def *def, uint32_t offset,
                       uint32_t length, uint64_t number)
{
    if (!d->tree || !d->layer)
        return;
    struct pw_field *field = pw_tree_field(d->tree, def, d->source, offset, length);
    field->number = number;
    field->derived = true;
}

/* Runs one dissector; its layer ends where it left the cursor. */
static struct pw_next run(struct pw_dissection *d, const struct pw_protocol *protocol,
                          struct pw_cursor *c)
{
    uint32_t start = pw_offset(c);
    d->layer = d->tree ? pw_tree_layer(d->tree, protocol, d->source, start) : NULL;
    uint32_t index = d->tree ? d->tree->layer_count - 1 : 0;
    if (d->layer)
        d->layer->quoted = d->facts.quoted;
    struct pw_next next = protocol->dissect(d, c);
    pw_check_cut(d, c, "the header is longer than the bytes it was given", protocol->section);
    if (d->layer)
        d->tree->layers[index].length = pw_offset(c) - start;
    d->layer = NULL;
    return next;
}

void pw_dissect_as(struct pw_dissection *d, const struct pw_protocol *protocol, struct pw_cursor *c)
{
    run(d, protocol, c);
    if (d->tree && d->kind)
        d->tree->kind = d->kind;
}

/* The loop: each layer names the next one. */
static void follow(struct pw_dissection *d, struct pw_cursor *c, struct pw_next next)
{
    struct pw_facts outer = d->facts;
    const char *outer_kind = NULL;
    for (int nesting = 0; nesting < PW_MAX_NESTING; nesting++) {
        if (next.space == PW_END || (c->at == c->end && next.space != PW_LINK))
            break;
        const struct pw_protocol *protocol =
            next.space == PW_DATAGRAM ? claimant(d, *c) : pw_protocol_for(next);
        /* Nested too deep, the rest is shown as what it is: bytes. */
        if (nesting == PW_MAX_NESTING - 1)
            protocol = NULL;
        if (!protocol && !d->tree)
            break;
        if (!protocol)
            protocol = &pw_protocol_data;
        bool was_quoted = d->facts.quoted;
        next = run(d, protocol, c);
        if (!was_quoted && d->facts.quoted) {
            outer = d->facts;
            outer_kind = d->kind;
        }
        if (c->cut)
            break;
    }
    /* What is quoted tells of another packet: this one's facts are the outer ones. */
    if (d->facts.quoted) {
        bool malformed = d->facts.malformed;
        d->facts = outer;
        d->facts.malformed |= malformed;
        d->facts.quoted = false;
        d->kind = outer_kind;
    }
    if (d->tree && d->kind)
        d->tree->kind = d->kind;
}

void pw_dissect_from(struct pw_dissection *d, struct pw_cursor c, struct pw_next next)
{
    follow(d, &c, next);
}

/* What lies behind the carried packet belongs to the link layer, the first one. */
static void add_trailer(struct pw_dissection *d, struct pw_cursor c)
{
    struct pw_layer *link = d->tree->layer_count ? d->tree->layers : NULL;
    if (!link || !link->protocol->trailer || c.at >= c.end)
        return;
    pw_tree_reopen(d->tree, 0);
    d->layer = link;
    link->protocol->trailer(d, &c);
    d->layer = NULL;
}

void pw_dissect_packet(struct pw_dissection *d, const struct pw_packet *packet)
{
    struct pw_cursor whole =
        pw_cursor_of(packet->data, packet->captured, packet->captured < packet->length);
    struct pw_cursor c = whole;
    d->source = 0;
    d->link = packet->link;
    d->wire = packet->length > packet->captured ? packet->length : packet->captured;
    d->carried_end = 0;
    follow(d, &c, (struct pw_next){PW_LINK, packet->link});
    /* ARP says no length: it ends where it was read to. */
    whole.at = d->carried_end || d->facts.malformed ? d->carried_end : c.at;
    if (d->tree && whole.at)
        add_trailer(d, whole);
}
