/*
 * The tree: one packet taken apart. Layers in the order of their bytes, fields in each layer, every
 * field pointing at a constant definition and at the bytes it was read from. Nothing here prints.
 * A tree lives in the arena it was given and is gone when that is reset.
 */
#ifndef PW_DISSECT_TREE_H
#define PW_DISSECT_TREE_H

#include "base/buffer.h"
#include "base/memory.h"

/* How a field's value is kept and shown. */
enum pw_format {
    PW_UINT,  /* number, decimal */
    PW_HEX,   /* number, hexadecimal */
    PW_BOOL,  /* number, 0 or 1: a flag */
    PW_TEXT,  /* bytes that are text */
    PW_BYTES, /* bytes */
    PW_MAC,   /* bytes: six of an Ethernet address */
    PW_IPV4,  /* bytes: four */
    PW_IPV6,  /* bytes: sixteen */
    PW_GROUP, /* no value: a heading for the fields indented below it */
};

/* A number's name. A table ends with {0, NULL}. */
struct pw_name {
    uint32_t value;
    const char *name;
};

/* What a field is, wherever it is met. */
struct pw_field_def {
    const char *id;    /* Wireshark's name: "tcp.flags.syn" */
    const char *label; /* what a person calls it: "SYN" */
    enum pw_format format;
    uint8_t indent;              /* levels below the layer's own line */
    uint32_t mask;               /* the bits it takes of the number read; 0: all of them */
    const struct pw_name *names; /* or NULL */
};

/* A field met in a packet. */
struct pw_field {
    const struct pw_field_def *def;
    uint32_t offset, length; /* the bytes it rests on, in its source */
    uint8_t source;          /* index into the tree's sources */
    bool derived;            /* computed from elsewhere, not written in these bytes */
    uint64_t number;         /* PW_UINT, PW_HEX, PW_BOOL */
    struct pw_bytes bytes;   /* the others; in the source or in the tree's arena */
};

/* Two kinds of trouble, never mixed. */
enum pw_verdict {
    PW_WHOLE, /* all there, all in order */
    PW_CUT,   /* the capture stopped before the packet did */
    PW_FAULT, /* the bytes are there but break a rule */
};

struct pw_layer {
    const struct pw_protocol *protocol;
    uint32_t offset, length; /* in its source */
    uint32_t first, count;   /* its fields in the tree */
    uint8_t osi;             /* 1 to 7 */
    uint8_t source;          /* index into the tree's sources; 0 is the packet itself */
    bool quoted;             /* part of what an ICMP error quotes */
    bool inside;             /* carried by the message before it, no message of its own */
    bool reassembled;        /* joined from several packets, this one the last */
    uint8_t verdict;         /* enum pw_verdict */
    const char *why;         /* what is cut or which rule is broken; NULL where whole */
    const char *section;     /* the rule's place, "RFC 791 section 3.1", or NULL */
    const uint32_t *packets; /* where reassembled: the packets (rows) it was joined from */
    uint32_t packet_count;
};

/* A run of bytes layers point into: the packet, or bytes made from it. */
struct pw_byte_source {
    const char *name; /* "packet", "reassembled", "unmasked" */
    const char *how;  /* one sentence: how they were made; NULL for the packet */
    struct pw_bytes bytes;
};

#define PW_TREE_SOURCES 64
#define PW_TREE_LAYERS  4096

struct pw_tree {
    struct pw_arena *arena;
    struct pw_layer *layers;
    struct pw_field *fields;
    uint32_t layer_count, layer_room;
    uint32_t field_count, field_room;
    uint32_t open; /* the layer that fields are added to */
    struct pw_byte_source sources[PW_TREE_SOURCES];
    uint32_t source_count;
    uint32_t left_out; /* layers not kept: over PW_TREE_LAYERS */
    const char *kind;  /* what this packet does, as its words are keyed: "tcp.syn"; or NULL */
};

/* Empty the tree and start it anew in arena with the packet's bytes as source 0. */
void pw_tree_begin(struct pw_tree *tree, struct pw_arena *arena, struct pw_bytes packet);
/* Add a source; returns its index, or 0 (and adds none) when there are PW_TREE_SOURCES. */
uint8_t pw_tree_source(struct pw_tree *tree, const char *name, const char *how,
                       struct pw_bytes bytes);
/* Open a layer; fields added from now on are its own. NULL over PW_TREE_LAYERS. The pointer is good
 * until the next layer is opened. */
struct pw_layer *pw_tree_layer(struct pw_tree *tree, const struct pw_protocol *protocol,
                               uint8_t source, uint32_t offset);
/* Add fields to an earlier layer from now on, until the next is opened: for what can only be told
 * once the layers above it are known. */
void pw_tree_reopen(struct pw_tree *tree, uint32_t layer);
/* Add a field to the open layer, the newest one. The pointer is good until the next is added. */
struct pw_field *pw_tree_field(struct pw_tree *tree, const struct pw_field_def *def, uint8_t source,
                               uint32_t offset, uint32_t length);

/* The nth (from 0) field named id in a layer, or anywhere where layer is NULL; or NULL. */
const struct pw_field *pw_tree_find(const struct pw_tree *tree, const struct pw_layer *layer,
                                    const char *id, uint32_t nth);
/* The first field of a definition in a layer, or NULL. */
const struct pw_field *pw_layer_get(const struct pw_tree *tree, const struct pw_layer *layer,
                                    const struct pw_field_def *def);
/* Its number, or `otherwise` where the layer has no such field. */
uint64_t pw_layer_number(const struct pw_tree *tree, const struct pw_layer *layer,
                         const struct pw_field_def *def, uint64_t otherwise);
/* Append "10.0.0.1 → 10.0.0.2" out of a layer's two fields; nothing where one is missing. */
void pw_show_between(struct pw_buffer *out, const struct pw_tree *tree,
                     const struct pw_layer *layer, const struct pw_field_def *from,
                     const struct pw_field_def *to);
/* The last layer of a protocol that is not quoted, or NULL. */
const struct pw_layer *pw_tree_last(const struct pw_tree *tree, const char *protocol);
/* The name of a number in a table, or NULL. */
const char *pw_name_of(const struct pw_name *names, uint64_t value);

/* Append the value as a person reads it, safe for any output: "443", "0x002", "set", "127.0.0.1".
 */
void pw_field_show(struct pw_buffer *out, const struct pw_field *field);
/* Append an address: dotted (RFC 791), shortened and lower case (RFC 5952), or colon-separated. */
void pw_show_ipv4(struct pw_buffer *out, const uint8_t address[4]);
void pw_show_ipv6(struct pw_buffer *out, const uint8_t address[16]);
void pw_show_mac(struct pw_buffer *out, const uint8_t address[6]);

#endif
