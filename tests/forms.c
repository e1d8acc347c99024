/* The same capture in other forms: see forms.h. */
#include "forms.h"

#include <stdlib.h>
#include <string.h>

/* Where TCP lies in an Ethernet or NULL frame over IPv4 without fragments. */
struct place {
    uint32_t ip, tcp, payload, length;
};

static uint32_t be16(const uint8_t *at)
{
    return (uint32_t)(at[0] << 8 | at[1]);
}

static uint32_t be32(const uint8_t *at)
{
    return be16(at) << 16 | be16(at + 2);
}

static void put32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static bool find_tcp(const struct pw_packet *packet, struct place *place)
{
    const uint8_t *data = packet->data;
    if (packet->link != 1 || packet->captured < 54 || be16(data + 12) != 0x0800 ||
        data[14 + 9] != 6 || be16(data + 14 + 6) & 0x3fff)
        return false;
    place->ip = 14;
    place->tcp = 14 + (data[14] & 15u) * 4;
    place->payload = place->tcp + (data[place->tcp + 12] >> 4) * 4u;
    uint32_t end = 14 + be16(data + 16);
    if (end > packet->captured || place->payload > end)
        return false;
    place->length = end - place->payload;
    return true;
}

struct pcap_file forms_empty(const char *name, size_t room, uint32_t packets)
{
    return (struct pcap_file){.name = strdup(name),
                              .packets = calloc(packets, sizeof(struct pw_packet)),
                              .bytes = malloc(room)};
}

uint8_t *forms_add(struct pcap_file *file, const struct pw_packet *packet, uint32_t captured)
{
    const struct pw_packet *last = file->count ? &file->packets[file->count - 1] : NULL;
    uint64_t offset = last ? last->offset + last->captured + 16 : 24;
    uint8_t *bytes = file->bytes + offset - 24 - 16 * (size_t)file->count;
    memmove(bytes, packet->data, captured);
    file->packets[file->count] = *packet;
    file->packets[file->count].data = bytes;
    file->packets[file->count].offset = offset;
    file->packets[file->count].captured = captured;
    file->packets[file->count].length = packet->length - packet->captured + captured;
    file->count++;
    return bytes;
}

/* A SYN that carries data (RFC 7413) stays whole: cut up, it would be many SYNs. */
static bool can_be_cut(const struct pw_packet *packet, struct place *place)
{
    return find_tcp(packet, place) && place->length > 1 && !(packet->data[place->tcp + 13] & 0x02);
}

static void add_byte(struct pcap_file *out, const struct pw_packet *packet,
                     const struct place *place, uint32_t i)
{
    uint8_t *bytes = forms_add(out, packet, place->payload + 1);
    const uint8_t *tcp = packet->data + place->tcp;
    bytes[place->payload] = packet->data[place->payload + i];
    bytes[place->ip + 2] = (uint8_t)((place->payload + 1 - place->ip) >> 8);
    bytes[place->ip + 3] = (uint8_t)(place->payload + 1 - place->ip);
    put32(bytes + place->tcp + 4, be32(tcp + 4) + i);
    /* A FIN stays with the last byte. */
    if (i + 1 < place->length)
        bytes[place->tcp + 13] &= (uint8_t)~1u;
    out->packets[out->count - 1].length = place->payload + 1;
}

struct pcap_file forms_one_byte(const struct pcap_file *file)
{
    uint32_t packets = 0;
    size_t room = 0;
    for (uint32_t i = 0; i < file->count; i++) {
        struct place place;
        bool cut = can_be_cut(&file->packets[i], &place);
        packets += cut ? place.length : 1;
        room += cut ? (size_t)place.length * (place.payload + 1) : file->packets[i].captured;
    }
    struct pcap_file out = forms_empty(file->name, room + 1, packets);
    for (uint32_t i = 0; i < file->count; i++) {
        const struct pw_packet *packet = &file->packets[i];
        struct place place;
        if (!can_be_cut(packet, &place))
            forms_add(&out, packet, packet->captured);
        else
            for (uint32_t byte = 0; byte < place.length; byte++)
                add_byte(&out, packet, &place, byte);
    }
    return out;
}

static bool carries_only_data(const struct pw_packet *packet, struct place *place)
{
    return find_tcp(packet, place) && place->length &&
           !(packet->data[place->tcp + 13] & 0x07); /* FIN, SYN, RST */
}

static bool same_side(const struct pw_packet *a, const struct pw_packet *b)
{
    return memcmp(a->data + 26, b->data + 26, 12) == 0; /* addresses and ports, no IP options */
}

struct pcap_file forms_shuffled(const struct pcap_file *file)
{
    size_t room = 0;
    for (uint32_t i = 0; i < file->count; i++)
        room += file->packets[i].captured;
    struct pcap_file out = forms_empty(file->name, room * 2 + 1, file->count * 2);
    for (uint32_t i = 0; i < file->count; i++) {
        const struct pw_packet *packet = &file->packets[i];
        const struct pw_packet *next = i + 1 < file->count ? packet + 1 : NULL;
        struct place place, after;
        if (!carries_only_data(packet, &place)) {
            forms_add(&out, packet, packet->captured);
        } else if (next && carries_only_data(next, &after) && same_side(packet, next)) {
            forms_add(&out, next, next->captured);
            forms_add(&out, packet, packet->captured);
            forms_add(&out, next, next->captured);
            i++;
        } else {
            forms_add(&out, packet, packet->captured);
            forms_add(&out, packet, packet->captured);
        }
    }
    return out;
}
