/* Captures in every form: see capture_files.h. */
#include "capture_files.h"

#include <stdlib.h>
#include <zlib.h>

#define BILLION 1000000000u

void form_word(struct pw_buffer *out, uint32_t value, bool swapped)
{
    if (swapped)
        value = __builtin_bswap32(value);
    pw_buffer_add(out, &value, sizeof value);
}

static void half(struct pw_buffer *out, uint16_t value, bool swapped)
{
    if (swapped)
        value = __builtin_bswap16(value);
    pw_buffer_add(out, &value, sizeof value);
}

static void padded(struct pw_buffer *out, const struct pw_packet *packet)
{
    pw_buffer_add(out, packet->data, packet->captured);
    while (out->length % 4)
        pw_buffer_byte(out, 0);
}

void form_record(struct pw_buffer *out, uint32_t seconds, uint32_t fraction, uint32_t captured,
                 uint32_t length, const uint8_t *data)
{
    form_word(out, seconds, false);
    form_word(out, fraction, false);
    form_word(out, captured, false);
    form_word(out, length, false);
    pw_buffer_add(out, data, captured);
}

static void header(struct pw_buffer *out, uint32_t magic, uint32_t snapshot, uint32_t link,
                   bool swapped)
{
    form_word(out, magic, swapped);
    half(out, 2, swapped);
    half(out, 4, swapped);
    form_word(out, 0, swapped);
    form_word(out, 0, swapped);
    form_word(out, snapshot, swapped);
    form_word(out, link, swapped);
}

void form_pcap_header(struct pw_buffer *out, uint32_t snapshot, uint32_t link)
{
    header(out, 0xa1b2c3d4, snapshot, link, false);
}

static void pcap(const struct pcap_file *of, bool nano, bool swapped, struct pw_buffer *out)
{
    header(out, nano ? 0xa1b23c4d : 0xa1b2c3d4, 262144, of->packets[0].link, swapped);
    for (uint32_t i = 0; i < of->count; i++) {
        const struct pw_packet *packet = &of->packets[i];
        uint32_t fraction = (uint32_t)(packet->time % BILLION);
        form_word(out, (uint32_t)(packet->time / BILLION), swapped);
        form_word(out, nano ? fraction : fraction / 1000, swapped);
        form_word(out, packet->captured, swapped);
        form_word(out, packet->length, swapped);
        pw_buffer_add(out, packet->data, packet->captured);
    }
}

/* Blocks are written with a length of 0, which end_block puts right, front and back. */
static size_t begin_block(struct pw_buffer *out, uint32_t type, bool swapped)
{
    size_t at = out->length;
    form_word(out, type, swapped);
    form_word(out, 0, swapped);
    return at;
}

static void end_block(struct pw_buffer *out, size_t at, bool swapped)
{
    uint32_t length = (uint32_t)(out->length - at + 4);
    form_word(out, length, swapped);
    if (swapped)
        length = __builtin_bswap32(length);
    for (size_t i = 0; i < 4; i++)
        out->text[at + 4 + i] = (char)(length >> (8 * i));
}

static void section_header(struct pw_buffer *out, bool swapped)
{
    size_t at = begin_block(out, 0x0a0d0d0a, swapped);
    form_word(out, 0x1a2b3c4d, swapped);
    half(out, 1, swapped);
    half(out, 0, swapped);
    form_word(out, UINT32_MAX, swapped);
    form_word(out, UINT32_MAX, swapped);
    end_block(out, at, swapped);
}

static void interface(struct pw_buffer *out, uint32_t link, uint8_t digits, bool swapped)
{
    size_t at = begin_block(out, 1, swapped);
    half(out, (uint16_t)link, swapped);
    half(out, 0, swapped);
    form_word(out, 262144, swapped);
    half(out, 9, swapped); /* if_tsresol */
    half(out, 1, swapped);
    pw_buffer_byte(out, (char)digits);
    pw_buffer_add(out, "\0\0", 3);
    form_word(out, 0, swapped); /* no more options */
    end_block(out, at, swapped);
}

static void packet_block(struct pw_buffer *out, const struct pw_packet *packet, uint32_t number,
                         uint64_t time, bool swapped, bool option)
{
    size_t at = begin_block(out, 6, swapped);
    form_word(out, number, swapped);
    form_word(out, (uint32_t)(time >> 32), swapped);
    form_word(out, (uint32_t)time, swapped);
    form_word(out, packet->captured, swapped);
    form_word(out, packet->length, swapped);
    padded(out, packet);
    if (option) {
        half(out, 1, swapped); /* a comment */
        half(out, 4, swapped);
        pw_buffer_add(out, "hey!", 4);
        form_word(out, 0, swapped);
    }
    end_block(out, at, swapped);
}

void form_section(const struct pcap_file *of, uint32_t first, uint32_t last, uint8_t digits,
                  bool swapped, struct pw_buffer *out)
{
    section_header(out, swapped);
    interface(out, of->packets[0].link, digits, swapped);
    for (uint32_t i = first; i < last; i++) {
        uint64_t time = of->packets[i].time;
        packet_block(out, &of->packets[i], 0, digits == 9 ? time : time / 1000, swapped, false);
    }
}

/* Every third packet is on an interface that is announced just before it, and tells time in other
 * units than the one before. */
static void mixed(const struct pcap_file *of, struct pw_buffer *out)
{
    section_header(out, false);
    interface(out, of->packets[0].link, 9, false);
    uint32_t number = 0;
    for (uint32_t i = 0; i < of->count; i++) {
        if (i % 3 == 2) {
            size_t at = begin_block(out, 0x0badcafe, false); /* a block nobody knows */
            pw_buffer_add(out, "what is this", 12);
            end_block(out, at, false);
            interface(out, of->packets[0].link, ++number % 2 ? 6 : 9, false);
        }
        uint64_t time = of->packets[i].time;
        packet_block(out, &of->packets[i], number, number % 2 ? time / 1000 : time, false,
                     i % 4 == 1);
    }
    size_t at = begin_block(out, 5, false); /* statistics, as dumpcap leaves them at the end */
    form_word(out, 0, false);
    form_word(out, 0, false);
    form_word(out, 0, false);
    end_block(out, at, false);
}

void form_make(enum form form, const struct pcap_file *of, struct pw_buffer *out)
{
    if (form <= FORM_PCAP_NANO_SWAPPED)
        pcap(of, form == FORM_PCAP_NANO || form == FORM_PCAP_NANO_SWAPPED,
             form == FORM_PCAP_SWAPPED || form == FORM_PCAP_NANO_SWAPPED, out);
    else if (form == FORM_PCAPNG_MIXED)
        mixed(of, out);
    else
        form_section(of, 0, of->count, 9, form == FORM_PCAPNG_SWAPPED, out);
}

size_t form_header(enum form form)
{
    return form <= FORM_PCAP_NANO_SWAPPED ? 24 : 28 + 32;
}

void form_gzip(const struct pw_buffer *in, struct pw_buffer *out)
{
    z_stream z = {0};
    uLong room = compressBound((uLong)in->length) + 64;
    uint8_t *packed = malloc(room);
    if (!packed || deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    z.next_in = (uint8_t *)in->text;
    z.avail_in = (uInt)in->length;
    z.next_out = packed;
    z.avail_out = (uInt)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    pw_buffer_add(out, packed, z.total_out);
    deflateEnd(&z);
    free(packed);
}
