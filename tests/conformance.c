/* Describing cases, and holding the two verdicts on them side by side: see conformance.h. */
#include "conformance.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMPARED 4000u /* bytes of content: events carry 4096, less a character cut in two */
#define PRINTED  16u   /* bytes of content in a complaint */

void conformance_begin(struct conformance *c, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(c->name, sizeof c->name, format, arguments);
    va_end(arguments);
    c->extensions = NULL;
    c->segment = 0;
    c->count = 0;
    pw_arena_reset(&c->arena);
}

struct conformance_frame *conformance_add(struct conformance *c, uint8_t side, bool fin,
                                          uint8_t opcode, struct pw_bytes payload)
{
    if (c->count == c->room) {
        c->room = c->room ? c->room * 2 : 16;
        c->frames = pw_reallocate(c->frames, c->room * sizeof *c->frames);
    }
    struct conformance_frame *frame = &c->frames[c->count++];
    *frame = (struct conformance_frame){.payload = payload,
                                        .side = side,
                                        .opcode = opcode,
                                        .key = {0x37, 0xfa, 0x21, (uint8_t)(0x3d + c->count)},
                                        .fin = fin};
    return frame;
}

struct pw_bytes conformance_text(struct conformance *c, size_t length)
{
    uint8_t *bytes = pw_arena_take(&c->arena, length + 1);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)(' ' + i % 95);
    return pw_bytes_of(bytes, length);
}

struct pw_bytes conformance_binary(struct conformance *c, size_t length)
{
    uint8_t *bytes = pw_arena_take(&c->arena, length + 1);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)(0xfe + i * 7);
    return pw_bytes_of(bytes, length);
}

struct pw_bytes conformance_close(struct conformance *c, uint16_t code, struct pw_bytes reason)
{
    uint8_t *bytes = pw_arena_take(&c->arena, reason.length + 2);
    bytes[0] = (uint8_t)(code >> 8);
    bytes[1] = (uint8_t)code;
    if (reason.length)
        memcpy(bytes + 2, reason.data, reason.length);
    return pw_bytes_of(bytes, reason.length + 2);
}

void conformance_script(struct conformance *c, uint8_t side, const char *script)
{
    static const struct {
        char letter;
        uint8_t opcode;
    } letters[] = {{'t', OP_TEXT},  {'b', OP_BINARY}, {'c', OP_CONTINUATION},
                   {'x', OP_CLOSE}, {'p', OP_PING},   {'o', OP_PONG},
                   {'r', 3}};
    for (; *script; script++) {
        if (*script == '|') {
            side = !side;
            continue;
        }
        size_t i = 0;
        while (letters[i].letter != (*script | 0x20))
            i++;
        char *text = pw_arena_print(&c->arena, "frame %u", c->count);
        struct pw_bytes payload = pw_bytes_of(text, strlen(text));
        if (letters[i].opcode == OP_CLOSE)
            payload = conformance_close(c, 1000, payload);
        conformance_add(c, side, !(*script & 0x20), letters[i].opcode, payload);
    }
}

struct conformance_sight *conformance_sight(struct conformance *c,
                                            struct conformance_sights *sights, uint8_t side,
                                            const char *what)
{
    if (sights->count == sights->room) {
        uint32_t room = sights->room ? sights->room * 2 : 16;
        struct conformance_sight *items = pw_arena_take(&c->arena, room * sizeof *items);
        if (sights->count)
            memcpy(items, sights->items, sights->count * sizeof *items);
        sights->items = items;
        sights->room = room;
    }
    struct conformance_sight *sight = &sights->items[sights->count++];
    *sight = (struct conformance_sight){.side = side, .what = what, .code = -1};
    return sight;
}

static bool same_content(struct pw_bytes a, struct pw_bytes b)
{
    size_t first = a.length < COMPARED ? a.length : COMPARED;
    size_t second = b.length < COMPARED ? b.length : COMPARED;
    return first == second && (!first || memcmp(a.data, b.data, first) == 0);
}

static bool same_sight(const struct conformance_sight *wanted, const struct conformance_sight *got)
{
    if (wanted->side != got->side || strcmp(wanted->what, got->what))
        return false;
    if (wanted->section || got->section)
        return wanted->section && got->section && !strcmp(wanted->section, got->section);
    if (wanted->frames != got->frames || wanted->code != got->code)
        return false;
    if (wanted->unknown)
        return true;
    /* Of a close no length is told: a reason is short, or its frame breaks a rule. */
    return (wanted->length == got->length || wanted->code >= 0) &&
           same_content(wanted->content, got->content);
}

static bool same(const struct conformance_sights *wanted, const struct conformance_sights *got)
{
    bool equal = wanted->count == got->count;
    for (uint32_t i = 0; equal && i < wanted->count; i++)
        equal = same_sight(&wanted->items[i], &got->items[i]);
    return equal;
}

static void print_sights(struct pw_buffer *out, const struct conformance_sights *sights)
{
    for (uint32_t i = 0; i < sights->count; i++) {
        const struct conformance_sight *sight = &sights->items[i];
        pw_buffer_print(out, "%s%s %s", i ? "; " : "", sight->side ? "server" : "client",
                        sight->what);
        if (sight->section) {
            pw_buffer_print(out, " (%s)", sight->section);
            continue;
        }
        if (sight->code >= 0)
            pw_buffer_print(out, " %d", (int)sight->code);
        if (sight->frames)
            pw_buffer_print(out, " in %u", sight->frames);
        pw_buffer_print(out, " [%llu]", (unsigned long long)sight->length);
        size_t shown = sight->content.length < PRINTED ? sight->content.length : PRINTED;
        pw_buffer_hex(out, pw_bytes_of(sight->content.data, shown));
    }
    pw_buffer_text(out, sights->count ? "\n" : "none\n");
}

static void complain(const char *what, const struct conformance_sights *wanted,
                     const struct conformance_sights *got)
{
    struct pw_buffer out = {0};
    pw_buffer_print(&out, "  %s wanted: ", what);
    print_sights(&out, wanted);
    pw_buffer_print(&out, "  %s came:   ", what);
    print_sights(&out, got);
    fputs(pw_buffer_get(&out), stdout);
    pw_buffer_free(&out);
}

/* The rest of the name follows from the description: who sends, what of the mask, how it is cut. */
static void finish_name(const struct conformance *c, struct pw_buffer *out)
{
    bool both = false, wrong = false;
    uint8_t first = c->frames[0].side;
    for (uint32_t i = 0; i < c->count; i++) {
        both |= c->frames[i].side != first;
        wrong |= c->frames[i].wrong_mask;
    }
    pw_buffer_print(out, "%s, %s", c->name, first ? "server" : "client");
    if (both)
        pw_buffer_text(out, first ? " and client" : " and server");
    if (wrong)
        pw_buffer_text(out, first ? ", masked" : ", unmasked");
    if (c->segment == CONFORMANCE_TOGETHER)
        pw_buffer_text(out, ", in one segment");
    else if (c->segment)
        pw_buffer_print(out, ", in segments of %zu", c->segment);
    if (c->extensions)
        pw_buffer_print(out, ", %s", c->extensions);
}

void conformance_check(struct conformance *c)
{
    struct conformance_verdict wanted = {0}, got = {0};
    struct pw_buffer name = {0};
    finish_name(c, &name);
    if (!c->names.item)
        pw_vector_init(&c->names, sizeof(char *));
    *(char **)pw_vector_add(&c->names) = pw_arena_text(&c->kept, name.text, name.length);
    conformance_judge(c, &wanted);
    conformance_read(c, &got);
    bool violations = same(&wanted.violations, &got.violations);
    bool events = same(&wanted.events, &got.events);
    if (!violations || !events)
        printf("WRONG: %s\n", pw_buffer_get(&name));
    if (!violations)
        complain("violations", &wanted.violations, &got.violations);
    if (!events)
        complain("events", &wanted.events, &got.events);
    c->wrong += !violations || !events;
    c->wrong_violations += !violations;
    c->wrong_events += !events;
    c->wrong_plain += (!violations || !events) && !wanted.violations.count && !c->extensions;
    pw_buffer_free(&name);
}

static int by_text(const void *a, const void *b)
{
    const char *const *first = a, *const *second = b;
    return strcmp(*first, *second);
}

bool conformance_names_differ(struct conformance *c)
{
    bool differ = true;
    uint32_t count = c->names.count;
    const char **sorted = pw_allocate_zero((count + 1) * sizeof *sorted);
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = *(char **)pw_vector_at(&c->names, i);
    qsort(sorted, count, sizeof *sorted, by_text);
    for (uint32_t i = 1; i < count; i++) {
        if (strcmp(sorted[i - 1], sorted[i]))
            continue;
        printf("Two cases are called: %s\n", sorted[i]);
        differ = false;
    }
    free(sorted);
    return differ;
}

void conformance_free(struct conformance *c)
{
    free(c->frames);
    pw_arena_free(&c->arena);
    pw_arena_free(&c->kept);
    pw_vector_free(&c->names);
}
