/* Events that are one packet (DNS, ARP, ICMP), described from the fields of its tree. */
#include <string.h>

#include "stream/describe.h"

static const char *shown(struct pw_describing *on, const struct pw_field *field)
{
    struct pw_buffer text = {0};
    pw_field_show(&text, field);
    const char *kept = pw_arena_text(on->arena, pw_buffer_get(&text), text.length);
    pw_buffer_free(&text);
    return kept;
}

static void describe_field(struct pw_describing *on, const char *name, const struct pw_tree *tree,
                           const struct pw_layer *layer, const char *id)
{
    const struct pw_field *field = pw_tree_find(tree, layer, id, 0);
    if (field)
        pw_describe_text(on, name, shown(on, field));
}

/* A number's own name where it has one ("A", "NXDOMAIN"), else the number. */
static void describe_named(struct pw_describing *on, const char *name, const struct pw_tree *tree,
                           const struct pw_layer *layer, const char *id)
{
    const struct pw_field *field = pw_tree_find(tree, layer, id, 0);
    if (!field)
        return;
    const char *word = pw_name_of(field->def->names, field->number);
    pw_describe_text(on, name, word ? word : shown(on, field));
}

static void describe_dns(struct pw_describing *on, const struct pw_tree *tree)
{
    const struct pw_layer *dns = pw_tree_last(tree, "dns");
    if (!dns)
        return;
    const struct pw_field *name = pw_tree_find(tree, dns, "dns.qry.name", 0);
    if (name)
        pw_describe_bytes(on, "name", name->bytes);
    describe_named(on, "kind", tree, dns, "dns.qry.type");
    if (on->event->kind == PW_EVENT_DNS_QUERY)
        return;
    const struct pw_field *answers = pw_tree_find(tree, dns, "dns.count.answers", 0);
    if (answers)
        pw_describe_number(on, "answers", answers->number);
    describe_named(on, "rcode", tree, dns, "dns.flags.rcode");
}

static void describe_arp(struct pw_describing *on, const struct pw_tree *tree)
{
    const struct pw_layer *arp = pw_tree_last(tree, "arp");
    if (!arp)
        return;
    describe_field(on, "target", tree, arp, "arp.dst.proto_ipv4");
    describe_field(on, "sender", tree, arp, "arp.src.proto_ipv4");
    describe_field(on, "mac", tree, arp, "arp.src.hw_mac");
}

/* What an ICMP error is about: the packet it quotes, in one line. */
static const char *about_quoted(struct pw_describing *on, const struct pw_tree *tree)
{
    struct pw_buffer text = {0};
    for (uint32_t i = 0; i < tree->layer_count; i++) {
        const struct pw_layer *layer = &tree->layers[i];
        if (!layer->quoted || !layer->protocol->brief)
            continue;
        if (text.length)
            pw_buffer_text(&text, ", ");
        pw_buffer_print(&text, "%s ", layer->protocol->label);
        layer->protocol->brief(&text, tree, layer);
    }
    const char *kept = pw_arena_text(on->arena, pw_buffer_get(&text), text.length);
    pw_buffer_free(&text);
    return kept;
}

static const char *about_itself(struct pw_describing *on, const struct pw_tree *tree)
{
    struct pw_buffer text = {0};
    pw_picture_summary(tree, &text);
    const char *kept = pw_arena_text(on->arena, pw_buffer_get(&text), text.length);
    pw_buffer_free(&text);
    return kept;
}

static void describe_icmp(struct pw_describing *on, const struct pw_tree *tree)
{
    const struct pw_layer *ip = pw_tree_last(tree, "ip");
    const struct pw_layer *ipv6 = pw_tree_last(tree, "ipv6");
    const struct pw_layer *layer = ipv6 ? ipv6 : ip;
    if (layer) {
        describe_field(on, "from", tree, layer, layer == ip ? "ip.src" : "ipv6.src");
        describe_field(on, "to", tree, layer, layer == ip ? "ip.dst" : "ipv6.dst");
    }
    bool echo = on->event->kind == PW_EVENT_ICMP_ECHO;
    pw_describe_text(on, "about", echo ? about_itself(on, tree) : about_quoted(on, tree));
}

void pw_describe_fields(struct pw_describing *on)
{
    struct pw_tree tree;
    uint32_t row = on->event->row;
    if (row == PW_NONE)
        return;
    pw_describe_packet(on, row);
    pw_describe_message_packets(on, on->event->message);
    pw_picture_tree(on->session, row, on->arena, &tree);
    switch (on->event->kind) {
    case PW_EVENT_DNS_QUERY:
    case PW_EVENT_DNS_RESPONSE:
        describe_dns(on, &tree);
        break;
    case PW_EVENT_ARP_REQUEST:
    case PW_EVENT_ARP_REPLY:
        describe_arp(on, &tree);
        break;
    default:
        describe_icmp(on, &tree);
        break;
    }
}
