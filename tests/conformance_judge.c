/*
 * What RFC 6455 and RFC 7692 say of a case, judged from its description alone; shares nothing with
 * the rooms. A frame's broken rules come in one order: the header's fields from the first bit on,
 * then the message it belongs to, then its payload.
 */
#include <string.h>

#include "conformance.h"

/* Where a side stands. */
struct standing {
    struct pw_buffer content; /* of the message being sent */
    struct pw_bytes plain;    /* what it inflates to */
    uint32_t frames;
    uint8_t opcode;
    bool unfinished;
    bool compressed, corrupt;
    bool closed;
    bool blind; /* where the next frame starts is not known */
};

struct judging {
    struct conformance *c;
    struct conformance_verdict *verdict;
    const struct conformance_frame *frame;
    struct standing *standing; /* of its side */
};

/* RFC 3629 section 4, a row for every alternative: the first byte, the second, and how many more
 * from 80 to BF. */
static const struct {
    uint8_t first_low, first_high, second_low, second_high, more;
} characters[] = {
    {0xc2, 0xdf, 0x80, 0xbf, 0}, {0xe0, 0xe0, 0xa0, 0xbf, 1}, {0xe1, 0xec, 0x80, 0xbf, 1},
    {0xed, 0xed, 0x80, 0x9f, 1}, {0xee, 0xef, 0x80, 0xbf, 1}, {0xf0, 0xf0, 0x90, 0xbf, 2},
    {0xf1, 0xf3, 0x80, 0xbf, 2}, {0xf4, 0xf4, 0x80, 0x8f, 2},
};

/* How many bytes the character at `at` has; 0 where there is none. */
static size_t character(struct pw_bytes bytes, size_t at)
{
    const uint8_t *byte = bytes.data + at;
    if (*byte < 0x80)
        return 1;
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        if (*byte < characters[i].first_low || *byte > characters[i].first_high)
            continue;
        size_t length = 2u + characters[i].more;
        if (bytes.length - at < length || byte[1] < characters[i].second_low ||
            byte[1] > characters[i].second_high)
            return 0;
        for (size_t next = 2; next < length; next++)
            if (byte[next] < 0x80 || byte[next] > 0xbf)
                return 0;
        return length;
    }
    return 0;
}

bool conformance_utf8(struct pw_bytes bytes)
{
    for (size_t at = 0; at < bytes.length;) {
        size_t length = character(bytes, at);
        if (!length)
            return false;
        at += length;
    }
    return true;
}

static void broken(struct judging *j, const char *rule, const char *section)
{
    conformance_sight(j->c, &j->verdict->violations, j->frame->side, rule)->section = section;
}

static struct conformance_sight *happened(struct judging *j, const char *what,
                                          struct pw_bytes content)
{
    struct conformance_sight *sight =
        conformance_sight(j->c, &j->verdict->events, j->frame->side, what);
    sight->content = content;
    sight->length = content.length;
    return sight;
}

/* Sections 5.1 and 5.2, and RFC 7692 section 6.1 for the one bit it gives a meaning. */
static void judge_fields(struct judging *j)
{
    const struct conformance_frame *frame = j->frame;
    bool control = frame->opcode >= 8;
    if ((frame->opcode >= 3 && frame->opcode <= 7) || frame->opcode >= 11)
        broken(j, "reserved-opcode", "RFC 6455 section 5.2");
    if (frame->rsv & (RSV2 | RSV3) || (frame->rsv & RSV1 && !j->c->extensions))
        broken(j, "reserved-bit", "RFC 6455 section 5.2");
    else if (frame->rsv & RSV1 && (control || frame->opcode == OP_CONTINUATION))
        broken(j, "reserved-bit", "RFC 7692 section 6.1");
    if (frame->wrong_mask)
        broken(j, frame->side == PW_CLIENT ? "unmasked-client-frame" : "masked-server-frame",
               "RFC 6455 section 5.1");
    size_t length = frame->payload.length;
    if ((frame->form == FORM_16 && length <= 125) || (frame->form == FORM_64 && length <= 65535))
        broken(j, "non-minimal-length", "RFC 6455 section 5.2");
    if (frame->form == FORM_HIGH_BIT) {
        broken(j, "length-high-bit", "RFC 6455 section 5.2");
        j->standing->blind = true;
    }
}

/* Sections 5.4, 5.5 and 5.5.1. */
static void judge_place(struct judging *j)
{
    const struct conformance_frame *frame = j->frame;
    bool control = frame->opcode >= 8;
    if (control && !frame->fin)
        broken(j, "fragmented-control-frame", "RFC 6455 section 5.5");
    if (control && frame->payload.length > 125)
        broken(j, "long-control-frame", "RFC 6455 section 5.5");
    if (frame->opcode == OP_CONTINUATION && !j->standing->unfinished)
        broken(j, "continuation-without-start", "RFC 6455 section 5.4");
    if ((frame->opcode == OP_TEXT || frame->opcode == OP_BINARY) && j->standing->unfinished)
        broken(j, "data-frame-in-fragmented-message", "RFC 6455 section 5.4");
    if (j->standing->closed)
        broken(j, "data-after-close", "RFC 6455 section 5.5.1");
}

/* Section 7.4: what an endpoint may write into a close frame. */
static bool may_be_sent(uint16_t code)
{
    if (code < 1000 || code >= 5000)
        return false;
    if (code >= 3000)
        return true;
    return code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

static void judge_close(struct judging *j)
{
    struct pw_bytes payload = j->frame->payload;
    j->standing->closed = true;
    if (payload.length == 1)
        broken(j, "bad-close-length", "RFC 6455 section 5.5.1");
    if (payload.length < 2) {
        happened(j, "close", pw_bytes_of(NULL, 0));
        return;
    }
    uint16_t code = (uint16_t)(payload.data[0] << 8 | payload.data[1]);
    struct pw_bytes reason = pw_bytes_of(payload.data + 2, payload.length - 2);
    if (!may_be_sent(code))
        broken(j, "bad-close-code", "RFC 6455 section 7.4");
    if (!conformance_utf8(reason))
        broken(j, "bad-close-utf8", "RFC 6455 section 5.5.1");
    happened(j, "close", reason)->code = code;
}

static void judge_message(struct judging *j)
{
    struct standing *standing = j->standing;
    struct pw_bytes content = standing->plain;
    if (!standing->compressed)
        content = pw_bytes_of(pw_arena_text(&j->c->arena, pw_buffer_get(&standing->content),
                                            standing->content.length),
                              standing->content.length);
    bool text = standing->opcode == OP_TEXT;
    if (standing->corrupt)
        broken(j, "bad-deflate", "RFC 7692 section 7.2.2");
    else if (text && !conformance_utf8(content))
        broken(j, "bad-utf8", "RFC 6455 section 8.1");
    struct conformance_sight *sight = happened(j, text ? "text" : "binary", content);
    sight->frames = standing->frames;
    sight->unknown = standing->corrupt;
    standing->unfinished = false;
}

static void judge_data(struct judging *j)
{
    const struct conformance_frame *frame = j->frame;
    struct standing *standing = j->standing;
    if (frame->opcode == OP_CONTINUATION && !standing->unfinished)
        return;
    if (frame->opcode != OP_CONTINUATION) {
        pw_buffer_clear(&standing->content);
        standing->frames = 0;
        standing->opcode = frame->opcode;
        standing->compressed = frame->rsv & RSV1 && j->c->extensions;
        standing->plain = frame->plain;
        standing->corrupt = frame->corrupt;
        standing->unfinished = true;
    }
    standing->frames++;
    if (frame->payload.length)
        pw_buffer_add(&standing->content, frame->payload.data, frame->payload.length);
    if (frame->fin)
        judge_message(j);
}

static void judge_frame(struct judging *j)
{
    if (j->standing->blind)
        return;
    judge_fields(j);
    if (j->standing->blind)
        return;
    judge_place(j);
    if (j->frame->missing)
        j->standing->blind = true;
    else if (j->frame->opcode == OP_CLOSE)
        judge_close(j);
    else if (j->frame->opcode == OP_PING)
        happened(j, "ping", j->frame->payload);
    else if (j->frame->opcode == OP_PONG)
        happened(j, "pong", j->frame->payload);
    else if (j->frame->opcode <= OP_BINARY)
        judge_data(j);
}

void conformance_judge(struct conformance *c, struct conformance_verdict *verdict)
{
    struct standing standings[2] = {0};
    for (uint32_t i = 0; i < c->count; i++) {
        struct judging judging = {.c = c,
                                  .verdict = verdict,
                                  .frame = &c->frames[i],
                                  .standing = &standings[c->frames[i].side]};
        judge_frame(&judging);
    }
    for (int side = 0; side < 2; side++)
        pw_buffer_free(&standings[side].content);
}
