/*
 * Reading lessons/<language>/explain/<protocol>.md, line by line: see docs/lesson-format.md. The
 * first fault ends it, as FILE:LINE: message.
 */
#include <string.h>

#include "base/translate.h"
#include "teach/file.h"
#include "teach/template.h"
#include "teach/words_private.h"

enum { RESTS = PW_VOICES, ITEMS };

static const char *item_name(int item)
{
    return item == RESTS ? "rests on" : pw_voice_name((enum pw_voice)item);
}

struct reader {
    struct pw_words *words;
    const char *path;
    uint32_t line;
    struct pw_entry *entry;       /* being read, or NULL */
    const char *question;         /* its id, where a question's texts are read instead; or NULL */
    struct pw_entry *said;        /* the one of them being read, or NULL; it gathers in text[0] */
    struct pw_buffer text[ITEMS]; /* its items so far */
    uint32_t item_line[ITEMS];    /* where each started; 0: not there */
    int item;                     /* the one indented lines go on with, or -1 */
    struct pw_error *error;
};

static bool fault(struct reader *r, uint32_t line, const char *why)
{
    return pw_error_set(r->error, "%s:%u: %s", r->path, (unsigned)line, pw_translate(why));
}

/* A question's text is complete: it may hold placeholders, and rests on no field. */
static bool finish_said(struct reader *r)
{
    struct pw_entry *said = r->said;
    const char *at = pw_buffer_get(&r->text[0]);
    struct pw_piece piece;
    r->said = NULL;
    if (!said)
        return true;
    said->text[0] = pw_arena_text(&r->words->arena, at, r->text[0].length);
    if (!*at)
        return fault(r, said->line, N_("a text without words"));
    do {
        pw_template_next(&at, &piece);
        if (piece.kind == PW_PIECE_BAD)
            return fault(r, said->line, piece.fault);
        if (piece.kind == PW_PIECE_LINK)
            return fault(r, said->line, N_("no links in a question's texts"));
    } while (piece.kind != PW_PIECE_END);
    return true;
}

/* "- ask: text", "- option syn: text"; line is behind the "- ". */
static bool begin_said(struct reader *r, struct pw_bytes line)
{
    const uint8_t *colon = memchr(line.data, ':', line.length);
    if (!finish_said(r))
        return false;
    if (!colon || colon == line.data)
        return fault(r, r->line, N_("an item of a question is \"- NAME: text\""));
    struct pw_arena *arena = &r->words->arena;
    int name = (int)(colon - line.data);
    r->said = pw_vector_add(&r->words->questions.read);
    *r->said = (struct pw_entry){
        .key = pw_arena_print(arena, "%s %.*s", r->question, name, (const char *)line.data),
        .line = r->line,
        .order = r->words->questions.read.count,
        .path = r->path,
    };
    struct pw_bytes text = pw_text_trim(pw_bytes_of(colon + 1, line.length - (size_t)name - 1));
    pw_buffer_clear(&r->text[0]);
    pw_buffer_add(&r->text[0], text.data, text.length);
    r->item = 0;
    return true;
}

static bool begin_question(struct reader *r, struct pw_bytes heading)
{
    struct pw_bytes id = pw_text_word(&heading);
    r->item = -1;
    r->question = pw_arena_text(&r->words->arena, id.data, id.length);
    return (id.length && !pw_text_word(&heading).length) ||
           fault(r, r->line, N_("a question names one id"));
}

/* The text may hold only what template.h knows; *rests says whether it names anything. */
static bool check_text(struct reader *r, int item, bool *rests)
{
    const char *at = pw_buffer_get(&r->text[item]);
    struct pw_piece piece;
    do {
        pw_template_next(&at, &piece);
        if (piece.kind == PW_PIECE_BAD)
            return fault(r, r->item_line[item], piece.fault);
        *rests |= piece.kind == PW_PIECE_LINK || piece.kind == PW_PIECE_VALUE;
    } while (piece.kind != PW_PIECE_END);
    return true;
}

static void keep_rests(struct reader *r)
{
    struct pw_arena *arena = &r->words->arena;
    struct pw_bytes list = pw_bytes_of(pw_buffer_get(&r->text[RESTS]), r->text[RESTS].length);
    r->entry->rests = pw_arena_take(arena, (list.length / 2 + 1) * sizeof(char *));
    for (struct pw_bytes id; (id = pw_text_word(&list)).length;)
        r->entry->rests[r->entry->rest_count++] = pw_arena_text(arena, id.data, id.length);
}

/* The entry being read is complete: prove and keep it. */
static bool finish_entry(struct reader *r)
{
    struct pw_entry *entry = r->entry;
    if (!entry)
        return true;
    bool needs = !strncmp(entry->key, "packet ", 7) || !strncmp(entry->key, "event ", 6);
    keep_rests(r);
    for (int voice = 0; voice < PW_VOICES; voice++) {
        bool rests = entry->rest_count > 0;
        if (!r->item_line[voice])
            return pw_error_set(r->error, "%s:%u: \"%s\" has no \"- %s:\"", r->path,
                                (unsigned)entry->line, entry->key, item_name(voice));
        if (!r->text[voice].length)
            return fault(r, r->item_line[voice], N_("a voice without words"));
        if (!check_text(r, voice, &rests))
            return false;
        if (needs && !rests)
            return fault(
                r, r->item_line[voice],
                N_("no sentence without bytes: name what it rests on with [words](field.id), "
                   "{field.id} or \"- rests on:\""));
        entry->text[voice] =
            pw_arena_text(&r->words->arena, pw_buffer_get(&r->text[voice]), r->text[voice].length);
    }
    r->entry = NULL;
    return true;
}

/* How many words stand behind a kind in a heading: at least, at most; or false. */
static bool kind_takes(struct pw_bytes kind, unsigned *least, unsigned *most)
{
    *least = *most = 1;
    if (pw_text_equals(kind, "event"))
        *most = 2;
    else if (pw_text_equals(kind, "rung"))
        *least = *most = 2;
    else
        return pw_text_equals(kind, "packet") || pw_text_equals(kind, "field") ||
               pw_text_equals(kind, "layer") || pw_text_equals(kind, "scene");
    return true;
}

/* "KIND ID [VARIANT]" */
static bool begin_entry(struct reader *r, struct pw_bytes heading)
{
    if (!finish_entry(r) || !finish_said(r))
        return false;
    struct pw_bytes kind = pw_text_word(&heading);
    unsigned least, most, count = 0;
    r->question = NULL;
    if (pw_text_equals(kind, "question"))
        return begin_question(r, heading);
    if (!kind_takes(kind, &least, &most))
        return fault(r, r->line,
                     N_("an entry is \"## packet|field|layer|event|rung|scene|question ID\""));
    struct pw_buffer key = {0};
    pw_buffer_add(&key, kind.data, kind.length);
    for (struct pw_bytes word; (word = pw_text_word(&heading)).length; count++) {
        pw_buffer_byte(&key, ' ');
        pw_buffer_add(&key, word.data, word.length);
    }
    r->entry = pw_vector_add(&r->words->entries.read);
    *r->entry = (struct pw_entry){
        .key = pw_arena_text(&r->words->arena, pw_buffer_get(&key), key.length),
        .line = r->line,
        .order = r->words->entries.read.count,
        .path = r->path,
    };
    pw_buffer_free(&key);
    r->item = -1;
    memset(r->item_line, 0, sizeof r->item_line);
    for (int i = 0; i < ITEMS; i++)
        pw_buffer_clear(&r->text[i]);
    if (count < least || count > most)
        return fault(r, r->line,
                     N_("an entry names one id; an event may have its result behind it, a "
                        "rung has its number and its case"));
    return true;
}

/* "- voice: text"; line is behind the "- ". */
static bool begin_item(struct reader *r, struct pw_bytes line)
{
    const uint8_t *colon = memchr(line.data, ':', line.length);
    struct pw_bytes name = pw_bytes_of(line.data, colon ? (size_t)(colon - line.data) : 0);
    r->item = -1;
    for (int i = 0; i < ITEMS; i++)
        if (pw_text_equals(name, item_name(i)))
            r->item = i;
    if (r->item < 0)
        return fault(r, r->line,
                     N_("an item is \"- friend:\", \"- student:\", \"- engineer:\" or "
                        "\"- rests on:\""));
    if (r->item_line[r->item])
        return pw_error_set(r->error, "%s:%u: \"- %s:\" stands here twice (first in line %u)",
                            r->path, (unsigned)r->line, item_name(r->item),
                            (unsigned)r->item_line[r->item]);
    r->item_line[r->item] = r->line;
    struct pw_bytes text = pw_text_trim(pw_bytes_of(colon + 1, line.length - name.length - 1));
    pw_buffer_add(&r->text[r->item], text.data, text.length);
    return true;
}

static bool read_line(struct reader *r, struct pw_bytes line)
{
    struct pw_bytes text = pw_text_trim(line);
    if (line.length >= 3 && !memcmp(line.data, "## ", 3))
        return begin_entry(r, pw_bytes_of(line.data + 3, line.length - 3));
    if (!r->entry && !r->question)
        return true;
    if (!text.length) {
        r->item = -1;
        return true;
    }
    if (line.length >= 2 && !memcmp(line.data, "- ", 2))
        return (r->question ? begin_said : begin_item)(r,
                                                       pw_bytes_of(line.data + 2, line.length - 2));
    if ((line.data[0] != ' ' && line.data[0] != '\t') || r->item < 0)
        return fault(r, r->line,
                     N_("inside an entry stand only \"- voice: text\" and indented lines "
                        "that go on with it"));
    if (r->text[r->item].length)
        pw_buffer_byte(&r->text[r->item], ' ');
    pw_buffer_add(&r->text[r->item], text.data, text.length);
    return true;
}

bool pw_words_read_file(struct pw_words *words, const char *path, struct pw_error *error)
{
    struct pw_arena file = {0};
    size_t length;
    const char *text = pw_file_read(path, &file, &length, error);
    struct reader r = {.words = words, .item = -1, .error = error};
    r.path = pw_arena_text(&words->arena, path, strlen(path));
    bool good = text;
    for (const char *at = text; good && at < text + length;) {
        size_t line = strcspn(at, "\n");
        r.line++;
        good = read_line(&r, pw_bytes_of(at, line));
        at += line + 1;
    }
    good = good && finish_entry(&r) && finish_said(&r);
    for (int i = 0; i < ITEMS; i++)
        pw_buffer_free(&r.text[i]);
    pw_arena_free(&file);
    return good;
}
