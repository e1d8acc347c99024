/*
 * Saying an entry about a packet: placeholders become values, links and placeholders become spans
 * that rest on the packet's fields.
 */
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "teach/template.h"
#include "teach/words_private.h"

#define VALUE_COLUMNS 160 /* a longer value is cut: it is in the bytes and fields panes whole */
#define VALUE_BYTES   16  /* of bytes shown as hex */

/* Among fields up to `end`: the one said about, else the nearest before it, else the first. */
static const struct pw_field *find_near(const struct pw_field *first, const struct pw_field *end,
                                        const struct pw_field *near, const char *id)
{
    const struct pw_field *found = NULL;
    for (const struct pw_field *field = first; field < end; field++) {
        if (strcmp(field->def->id, id))
            continue;
        if (!near || field >= near)
            return field == near || !found ? field : found;
        found = field;
    }
    return found;
}

/* In one layer. Options and records come many times: those of the one said about come first, so
 * the search widens from the fields below it to those below what it stands under, and so on. */
static const struct pw_field *find_in_layer(const struct pw_tree *tree,
                                            const struct pw_layer *layer,
                                            const struct pw_field *near, const char *id)
{
    const struct pw_field *start = tree->fields + layer->first, *stop = start + layer->count;
    for (const struct pw_field *head = near; head;) {
        const struct pw_field *end = head + 1, *found;
        while (end < stop && end->def->indent > head->def->indent)
            end++;
        found = find_near(head, end, near, id);
        if (found)
            return found;
        const struct pw_field *above = head;
        while (above > start && above->def->indent >= head->def->indent)
            above--;
        head = above->def->indent < head->def->indent ? above : NULL;
    }
    return find_near(start, stop, near, id);
}

/* The field an id means here: in the layer spoken of, else in the innermost that has it. */
static const struct pw_field *find_field(const struct pw_saying *about, struct pw_bytes name)
{
    char id[96];
    const struct pw_tree *tree = about->tree;
    if (!tree || name.length >= sizeof id)
        return NULL;
    memcpy(id, name.data, name.length);
    id[name.length] = 0;
    const struct pw_field *found = NULL;
    if (about->layer)
        found = find_in_layer(tree, about->layer, about->field, id);
    for (int quoted = 0; quoted < 2; quoted++)
        for (uint32_t i = tree->layer_count; i-- > 0 && !found;)
            if (tree->layers[i].quoted == quoted)
                found = find_in_layer(tree, &tree->layers[i], NULL, id);
    return found;
}

static const struct pw_attribute *find_attribute(const struct pw_saying *about,
                                                 struct pw_bytes name)
{
    if (!about->description)
        return NULL;
    for (uint32_t i = 0; i < about->description->attribute_count; i++)
        if (pw_text_is(name, about->description->attributes[i].name))
            return &about->description->attributes[i];
    return NULL;
}

/* Microseconds for people: 0.036 ms, 3.4 ms, 12 ms, 1.5 s. */
static void show_time(struct pw_buffer *out, uint64_t us)
{
    if (us < 1000)
        pw_buffer_print(out, "0.%03u ms", (unsigned)us);
    else if (us < 10000)
        pw_buffer_print(out, "%u.%u ms", (unsigned)us / 1000, (unsigned)us / 100 % 10);
    else if (us < 1000000)
        pw_buffer_print(out, "%u ms", (unsigned)us / 1000);
    else
        pw_buffer_print(out, "%llu.%u s", (unsigned long long)us / 1000000,
                        (unsigned)(us / 100000 % 10));
}

static void show_hex(struct pw_buffer *out, struct pw_bytes bytes)
{
    bool cut = bytes.length > VALUE_BYTES;
    if (cut)
        bytes.length = VALUE_BYTES;
    pw_buffer_hex(out, bytes);
    pw_buffer_text(out, cut ? "…" : "");
}

static void show_formatted(struct pw_buffer *out, const struct pw_piece *piece, uint64_t number)
{
    if (piece->format == PW_VALUE_TIME) {
        show_time(out, number);
        return;
    }
    struct pw_bytes word = number == 1 ? piece->one : piece->many;
    pw_buffer_number(out, number);
    pw_buffer_byte(out, ' ');
    pw_buffer_add(out, word.data, word.length);
}

/* Who did it, in our words: what comes from the wire is never translated. */
static bool is_side(const struct pw_attribute *attribute, const char *side)
{
    return (!strcmp(attribute->name, "from") || !strcmp(attribute->name, "by")) &&
           pw_text_is(attribute->bytes, side);
}

static void show_attribute(struct pw_buffer *out, const struct pw_piece *piece,
                           const struct pw_attribute *attribute)
{
    switch (attribute->type) {
    case PW_ATTRIBUTE_NUMBER:
        if (piece->format != PW_VALUE_SHOWN)
            show_formatted(out, piece, attribute->number);
        else
            pw_buffer_number(out, attribute->number);
        break;
    case PW_ATTRIBUTE_BOOL:
        pw_buffer_text(out, attribute->number ? _("yes") : _("no"));
        break;
    case PW_ATTRIBUTE_TEXT:
    case PW_ATTRIBUTE_JSON:
        if (is_side(attribute, "client"))
            pw_buffer_text(out, _("client"));
        else if (is_side(attribute, "server"))
            pw_buffer_text(out, _("server"));
        else if (attribute->bytes.length)
            pw_text_brief(out, attribute->bytes, VALUE_COLUMNS);
        break;
    case PW_ATTRIBUTE_HEX:
        show_hex(out, attribute->bytes);
        break;
    }
}

static void show_field(struct pw_buffer *out, const struct pw_piece *piece,
                       const struct pw_field *field)
{
    enum pw_format format = field->def->format;
    if (piece->format != PW_VALUE_SHOWN && (format == PW_UINT || format == PW_HEX)) {
        show_formatted(out, piece, field->number);
        return;
    }
    if (format == PW_BYTES) {
        show_hex(out, field->bytes);
        return;
    }
    struct pw_buffer shown = {0};
    pw_field_show(&shown, field);
    if (shown.length)
        pw_text_brief(out, pw_bytes_of(shown.text, shown.length), VALUE_COLUMNS);
    pw_buffer_free(&shown);
}

/* A value, or what is said where there is none. Answers the field it rests on, or NULL. */
static const struct pw_field *say_value(struct pw_buffer *out, const struct pw_piece *piece,
                                        const struct pw_saying *about)
{
    size_t before = out->length;
    const struct pw_attribute *attribute = find_attribute(about, piece->name);
    const struct pw_field *field = attribute ? NULL : find_field(about, piece->name);
    if (attribute)
        show_attribute(out, piece, attribute);
    else if (field)
        show_field(out, piece, field);
    if (out->length > before)
        return field;
    if (piece->otherwise.data)
        pw_buffer_add(out, piece->otherwise.data, piece->otherwise.length);
    else
        pw_buffer_byte(out, '?');
    return NULL;
}

static void add_span(struct pw_said *said, size_t start, size_t end, const struct pw_field *field)
{
    if (end > start)
        said->spans[said->span_count++] = (struct pw_span){
            .start = (uint32_t)start, .length = (uint32_t)(end - start), .field = field};
}

/* Room for every span a text may have: its brackets, its "rests on" and one for its subject. */
static void make_room(struct pw_said *said, const struct pw_entry *entry, const char *text,
                      struct pw_arena *arena)
{
    size_t most = entry->rest_count + 1u;
    for (const char *at = text; *at; at++)
        most += *at == '[' || *at == '{';
    said->spans = pw_arena_take(arena, most * sizeof *said->spans);
    said->span_count = 0;
}

/* A text that names nothing rests, as a whole, on what its entry names, or on its subject. */
static void rest_as_whole(struct pw_said *said, const struct pw_entry *entry,
                          const struct pw_saying *about, size_t length)
{
    for (uint32_t i = 0; i < entry->rest_count; i++) {
        const char *id = entry->rests[i];
        const struct pw_field *field = find_field(about, pw_bytes_of(id, strlen(id)));
        if (field)
            add_span(said, 0, length, field);
    }
    if (!entry->rest_count && about->field)
        add_span(said, 0, length, about->field);
}

void pw_words_say(const struct pw_entry *entry, enum pw_voice voice, const struct pw_saying *about,
                  struct pw_arena *arena, struct pw_said *said)
{
    const char *at = entry->text[voice];
    struct pw_buffer out = {0};
    struct pw_piece piece;
    bool rests = false;
    make_room(said, entry, at, arena);
    for (;;) {
        pw_template_next(&at, &piece);
        if (piece.kind == PW_PIECE_END || piece.kind == PW_PIECE_BAD)
            break;
        size_t start = out.length;
        const struct pw_field *field = NULL;
        if (piece.kind == PW_PIECE_VALUE) {
            field = say_value(&out, &piece, about);
        } else {
            pw_buffer_add(&out, piece.text.data, piece.text.length);
            if (piece.kind == PW_PIECE_LINK)
                field = find_field(about, piece.name);
        }
        if (piece.kind != PW_PIECE_TEXT)
            add_span(said, start, out.length, field);
        rests |= field != NULL;
    }
    if (!rests)
        rest_as_whole(said, entry, about, out.length);
    said->text = pw_arena_text(arena, pw_buffer_get(&out), out.length);
    pw_buffer_free(&out);
}
