/* What the files of the JSON writer share. */
#ifndef PW_EXPORT_JSON_PRIVATE_H
#define PW_EXPORT_JSON_PRIVATE_H

#include "export/export.h"

/* A key of a "fields" object. Definitions that share an id share the key. */
struct pw_json_key {
    const char *id;
    char *text; /* ready to write: ,"tcp.seq": with comma, quotes and colon */
    uint32_t length;
    uint32_t first, last; /* the fields met under it in the layer being written */
    uint64_t layer;       /* which layer that is: the count of layers written so far */
};

/* From a definition to its key. Definitions are constants of the dissectors, so a few hundred. */
struct pw_json_slot {
    const struct pw_field_def *def; /* NULL: empty */
    uint32_t key;
};

struct pw_json {
    const struct pw_session *session;
    const struct pw_words *words;
    struct pw_arena arena;    /* lives for one packet */
    struct pw_buffer scratch; /* a text before it is quoted */
    struct pw_json_key *keys;
    struct pw_json_slot *slots;
    uint32_t key_count, key_room;
    uint32_t slot_count, slot_room; /* room is a power of two */
    uint64_t layer;
};

/* The key of a definition; made where it is met for the first time. Returns its index in keys. */
uint32_t pw_json_key_of(struct pw_json *json, const struct pw_field_def *def);
void pw_json_keys_free(struct pw_json *json);

/* Append "fields":{...} of a layer. A field met several times is an array. */
void pw_json_fields(struct pw_json *json, const struct pw_tree *tree, const struct pw_layer *layer,
                    struct pw_buffer *out);
/* Append a number, as a decimal string where a double could not hold it (RFC 8259 section 6). */
void pw_json_number(struct pw_buffer *out, uint64_t number);
/* Append a text, zero-terminated, as a JSON string. */
void pw_json_text(struct pw_buffer *out, const char *text);
/* Append bytes as a string of hex digits. */
void pw_json_hex(struct pw_buffer *out, struct pw_bytes bytes);
/* Append [1,2,3]: rows, as packet numbers. */
void pw_json_packets(struct pw_buffer *out, const uint32_t *rows, uint32_t count);
/* Append a literal text (a comma, a key, a colon) and the number that is its value. */
void pw_json_member(struct pw_buffer *out, const char *literal, uint64_t number);

/* Append the line of event i. tree is that of the packet that completed it, or NULL. */
void pw_json_event(struct pw_json *json, uint32_t i, const struct pw_tree *tree,
                   struct pw_buffer *out);

#endif
