/*
 * Multicast listener reports, version 2 (RFC 3810 section 5.2): which groups a machine wants to
 * hear. Sent by every IPv6 host as it starts, for the group of its own neighbour discovery.
 *
 *   0           8           16                      31
 *  +-----------------------+-----------------------+
 *  | reserved              | number of groups      |
 *  +-----------+-----------+-----------------------+
 *  | type      | extra     | number of sources     |  for each group
 *  +-----------+-----------+-----------------------+
 *  | group's address, sources' addresses, extra ...
 */
#include "dissect/icmpv6.h"

const struct pw_name pw_listener_record_names[] = {
    {1, "hears these sources alone"},
    {2, "hears all but these sources"},
    {3, "now hears these sources alone"},
    {4, "now hears all but these sources"},
    {5, "hears more sources"},
    {6, "hears fewer sources"},
    {0, NULL},
};

static void read_group(struct pw_dissection *d, struct pw_cursor *c,
                       const struct pw_field_def *fields)
{
    pw_add_u8(d, c, &fields[PW_LISTENER_TYPE]);
    uint8_t units = pw_add_u8(d, c, &fields[PW_LISTENER_AUX_LENGTH]);
    uint16_t sources = pw_add_u16(d, c, &fields[PW_LISTENER_SOURCES]);
    pw_add_bytes(d, c, &fields[PW_LISTENER_GROUP], 16);
    for (uint32_t i = 0; i < sources && !c->cut; i++)
        pw_add_bytes(d, c, &fields[PW_LISTENER_SOURCE], 16);
    if (units)
        pw_add_bytes(d, c, &fields[PW_LISTENER_AUX], units * 4u);
}

void pw_listener_read(struct pw_dissection *d, struct pw_cursor *c,
                      const struct pw_field_def *fields)
{
    pw_add_bytes(d, c, &fields[PW_LISTENER_RESERVED], 2);
    uint16_t groups = pw_add_u16(d, c, &fields[PW_LISTENER_COUNT]);
    for (uint32_t i = 0; i < groups && !c->cut; i++)
        read_group(d, c, fields);
    pw_check_cut(d, c, "the report tells of more groups than there are bytes for",
                 "RFC 3810 section 5.2");
}
