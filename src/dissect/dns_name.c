/*
 * Names of the Domain Name System (RFC 1035 sections 3.1 and 4.1.4), and the walk over a message
 * that tells what it is about without taking it apart.
 *
 *   3 w w w 7 e x a m p l e 3 c o m 0        labels, each behind its length; 0 ends the name
 *   3 f t p 0xc0 0x10                        two high bits: go on at byte 16 of the message
 *
 * A pointer may only lead backwards. So a name cannot loop, however it was forged.
 */
#include "dissect/dns.h"

#include <string.h>

#define HEADER_LENGTH   12u
#define QUESTION_LEAST  5u /* root name, type, class */
#define RECORD_LEAST    11u
#define NAME_MAX_LENGTH 255u /* bytes a name may take uncompressed (section 2.3.4) */
#define HOPS_MAX        32
#define STRICT_RECORDS  64u

const struct pw_name pw_dns_type_names[] = {
    {1, "A"},     {2, "NS"},    {5, "CNAME"},  {6, "SOA"},    {12, "PTR"},    {13, "HINFO"},
    {15, "MX"},   {16, "TXT"},  {28, "AAAA"},  {33, "SRV"},   {35, "NAPTR"},  {39, "DNAME"},
    {41, "OPT"},  {43, "DS"},   {46, "RRSIG"}, {47, "NSEC"},  {48, "DNSKEY"}, {50, "NSEC3"},
    {52, "TLSA"}, {64, "SVCB"}, {65, "HTTPS"}, {251, "IXFR"}, {252, "AXFR"},  {255, "ANY"},
    {257, "CAA"}, {0, NULL},
};
const struct pw_name pw_dns_rcode_names[] = {
    {0, "no error"},        {1, "format error"},      {2, "server failure"}, {3, "no such name"},
    {4, "not implemented"}, {5, "refused"},           {6, "name exists"},    {7, "set exists"},
    {8, "no such set"},     {9, "not authoritative"}, {10, "not in zone"},   {0, NULL},
};
const struct pw_name pw_dns_opcode_names[] = {
    {0, "query"}, {1, "inverse query"}, {2, "status"}, {4, "notify"}, {5, "update"}, {0, NULL},
};

static void add_byte(struct pw_dns_name *name, uint8_t byte)
{
    static const char digits[] = "0123456789";
    if (name->length + 5 > sizeof name->text)
        return;
    if (byte < 0x20 || byte == 0x7f) {
        name->text[name->length++] = '\\';
        name->text[name->length++] = digits[byte / 100];
        name->text[name->length++] = digits[byte / 10 % 10];
        name->text[name->length++] = digits[byte % 10];
        return;
    }
    if (byte == '.' || byte == '\\')
        name->text[name->length++] = '\\';
    name->text[name->length++] = (char)byte;
}

static void add_label(struct pw_dns_name *name, const uint8_t *label, uint8_t length)
{
    if (name->length && name->length + 5 <= sizeof name->text)
        name->text[name->length++] = '.';
    for (uint8_t i = 0; i < length; i++)
        add_byte(name, label[i]);
}

static enum pw_parse bad(struct pw_dns_name *name, const char *fault, const char *section)
{
    name->fault = fault;
    name->section = section;
    return PW_PARSE_BAD;
}

enum pw_parse pw_dns_name(struct pw_bytes message, uint32_t *at, struct pw_dns_name *name)
{
    uint32_t from = *at, here = *at, taken = 1;
    bool jumped = false;
    name->length = 0;
    for (int hops = 0; hops <= HOPS_MAX;) {
        if (here >= message.length)
            return PW_PARSE_MORE;
        uint8_t length = message.data[here];
        if (length >= 0xc0) {
            if (here + 1 >= message.length)
                return PW_PARSE_MORE;
            uint32_t target = (length & 0x3fu) << 8 | message.data[here + 1];
            if (!jumped)
                *at = here + 2;
            if (target >= from)
                return bad(name, "a name's pointer does not lead backwards",
                           "RFC 1035 section 4.1.4");
            jumped = true;
            from = here = target;
            hops++;
            continue;
        }
        if (length >= 0x40)
            return bad(name, "a label is of a reserved kind", "RFC 1035 section 4.1.4");
        if (here + 1 + length > message.length)
            return PW_PARSE_MORE;
        here += 1u + length;
        if (length == 0) {
            if (!jumped)
                *at = here;
            if (name->length == 0)
                memcpy(name->text, "<Root>", name->length = 6);
            name->text[name->length] = '\0';
            return PW_PARSE_DONE;
        }
        taken += 1u + length;
        if (taken > NAME_MAX_LENGTH)
            return bad(name, "a name is longer than 255 bytes", "RFC 1035 section 2.3.4");
        add_label(name, message.data + here - length, length);
    }
    return bad(name, "a name follows more than 32 pointers", "RFC 1035 section 4.1.4");
}

static uint16_t u16_at(struct pw_bytes message, uint32_t at)
{
    return (uint16_t)(message.data[at] << 8 | message.data[at + 1]);
}

bool pw_dns_summary(struct pw_bytes message, struct pw_dns_facts *out)
{
    struct pw_dns_name name;
    uint32_t at = HEADER_LENGTH;
    *out = (struct pw_dns_facts){0};
    if (message.length < HEADER_LENGTH)
        return false;
    out->id = u16_at(message, 0);
    out->response = message.data[2] & 0x80;
    out->rcode = message.data[3] & 0x0f;
    out->answers = u16_at(message, 6);
    if (u16_at(message, 4) == 0 && out->answers == 0)
        return true;
    if (pw_dns_name(message, &at, &name) != PW_PARSE_DONE || at + 4 > message.length)
        return false;
    size_t length = name.length < sizeof out->name ? name.length : sizeof out->name - 1;
    memcpy(out->name, name.text, length);
    out->type = u16_at(message, at);
    return true;
}

static bool known_class(uint16_t class)
{
    return class == 1 || class == 3 || class == 4 || class == 254 || class == 255;
}

/* Every question and record in its place, and not a byte behind the last. */
static bool walk(struct pw_bytes message, uint32_t questions, uint32_t records)
{
    struct pw_dns_name name;
    uint32_t at = HEADER_LENGTH;
    for (uint32_t i = 0; i < questions + records; i++) {
        uint32_t behind = i < questions ? 4 : 10;
        if (pw_dns_name(message, &at, &name) != PW_PARSE_DONE || at + behind > message.length)
            return false;
        uint16_t type = u16_at(message, at);
        if (type != 41 && !known_class(u16_at(message, at + 2)))
            return false;
        uint32_t data = i < questions ? 0 : u16_at(message, at + 8);
        if (data > message.length - at - behind)
            return false;
        at += behind + data;
    }
    return at == message.length;
}

bool pw_dns_plausible(struct pw_bytes message, bool strict, bool snapped)
{
    if (message.length < HEADER_LENGTH)
        return false;
    if (!pw_name_of(pw_dns_opcode_names, message.data[2] >> 3 & 15))
        return false;
    uint32_t questions = u16_at(message, 4);
    uint32_t records = (uint32_t)u16_at(message, 6) + u16_at(message, 8) + u16_at(message, 10);
    size_t least = HEADER_LENGTH + questions * QUESTION_LEAST + records * RECORD_LEAST;
    if (!snapped && least > message.length)
        return false;
    if (!strict)
        return true;
    bool response = message.data[2] & 0x80;
    /* Bit Z stays zero (section 4.1.1), a query answers nothing, and somebody asked something. */
    if (message.data[3] & 0x40 || (!response && (u16_at(message, 6) || message.data[3] & 0x0f)))
        return false;
    return questions == 1 && records <= STRICT_RECORDS && walk(message, questions, records);
}
