/* HTTP/2's header blocks, made readable by libnghttp2 (RFC 7541): see http2.h. */
#include "stream/http2.h"

#include <nghttp2/nghttp2.h>
#include <stdlib.h>
#include <string.h>

#include "stream/http2_headers.h"

#define HEADERS_MAX 65536u /* bytes of one header list */
#define TABLE_MAX   65536u /* bytes of headers that later ones may lean on */

struct pw_http2 *pw_http2_of(struct pw_stream *stream)
{
    if (!stream->http2)
        stream->http2 = pw_allocate_zero(sizeof *stream->http2);
    return stream->http2;
}

void pw_http2_free(struct pw_http2 *http2)
{
    if (!http2)
        return;
    for (int side = 0; side < 2; side++) {
        if (http2->inflater[side])
            nghttp2_hd_inflate_del(http2->inflater[side]);
        pw_buffer_free(&http2->block[side]);
    }
    free(http2->streams);
    free(http2);
}

/* A line for each header. A line feed in a value is forbidden (RFC 9113 section 8.2.1), and would
 * pretend to be one more. The length comes first: one byte may stand for a very long header. */
static void add_header(struct pw_buffer *text, const nghttp2_nv *header, bool *cut)
{
    if (text->length + header->namelen + header->valuelen + 3 > HEADERS_MAX) {
        *cut = true;
        return;
    }
    if (memchr(header->name, '\n', header->namelen) ||
        memchr(header->value, '\n', header->valuelen))
        return;
    pw_buffer_add(text, header->name, header->namelen);
    pw_buffer_text(text, ": ");
    pw_buffer_add(text, header->value, header->valuelen);
    pw_buffer_byte(text, '\n');
}

/* How large its table may be the receiver says in SETTINGS, and the sender, who decides, at the
 * start of a block (RFC 7541 section 6.3). Following the sender is enough, whatever was allowed. */
static bool make_inflater(struct pw_http2 *http2, uint8_t side)
{
    if (http2->inflater[side])
        return true;
    return nghttp2_hd_inflate_new(&http2->inflater[side]) == 0 &&
           nghttp2_hd_inflate_change_table_size(http2->inflater[side], TABLE_MAX) == 0;
}

bool pw_http2_inflate(struct pw_http2 *http2, uint8_t side, struct pw_bytes block,
                      struct pw_buffer *text, bool *cut)
{
    if (http2->broken[side])
        return false;
    if (!make_inflater(http2, side)) {
        http2->broken[side] = true;
        return false;
    }
    for (;;) {
        nghttp2_nv header;
        int flags = 0;
        ssize_t used = nghttp2_hd_inflate_hd2(http2->inflater[side], &header, &flags, block.data,
                                              block.length, 1);
        if (used < 0) {
            http2->broken[side] = true;
            return false;
        }
        block = pw_bytes_of(block.data + used, block.length - (size_t)used);
        if (flags & NGHTTP2_HD_INFLATE_EMIT)
            add_header(text, &header, cut);
        if (flags & NGHTTP2_HD_INFLATE_FINAL) {
            nghttp2_hd_inflate_end_headers(http2->inflater[side]);
            return true;
        }
        if (!(flags & NGHTTP2_HD_INFLATE_EMIT) && !block.length)
            return true;
    }
}

struct pw_bytes pw_http2_header(struct pw_bytes text, const char *name)
{
    size_t length = strlen(name);
    while (text.length) {
        const uint8_t *feed = memchr(text.data, '\n', text.length);
        size_t line = feed ? (size_t)(feed - text.data) : text.length;
        if (line >= length + 2 && memcmp(text.data, name, length) == 0 && text.data[length] == ':')
            return pw_bytes_of(text.data + length + 2, line - length - 2);
        size_t step = line + (feed ? 1 : 0);
        text = pw_bytes_of(text.data + step, text.length - step);
    }
    return pw_bytes_of(NULL, 0);
}

uint16_t pw_http2_status(struct pw_bytes text)
{
    uint16_t status = 0;
    for (size_t i = 0; i < text.length && i < 3 && text.data[i] >= '0' && text.data[i] <= '9'; i++)
        status = (uint16_t)(status * 10 + (text.data[i] - '0'));
    return status;
}
