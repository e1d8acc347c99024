/* Names several protocols share. */
#ifndef PW_DISSECT_NAMES_H
#define PW_DISSECT_NAMES_H

#include "dissect/tree.h"

extern const struct pw_name pw_ethertype_names[];    /* IEEE 802 numbers */
extern const struct pw_name pw_arp_hardware_names[]; /* IANA ARP hardware types */
extern const struct pw_name pw_ip_protocol_names[];  /* IANA protocol numbers */
extern const struct pw_name pw_ip_option_names[];    /* RFC 791 section 3.1, RFC 2113 */
extern const struct pw_name pw_dscp_names[];         /* RFC 2474, RFC 2597, RFC 3246 */
extern const struct pw_name pw_ecn_names[];          /* RFC 3168 section 5 */

#endif
