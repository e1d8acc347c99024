/* Names several protocols share: see names.h. */
#include "dissect/names.h"

const struct pw_name pw_ethertype_names[] = {
    {0x0800, "IPv4"},
    {0x0806, "ARP"},
    {0x8100, "802.1Q VLAN"},
    {0x86dd, "IPv6"},
    {0x88a8, "802.1ad service VLAN"},
    {0x88cc, "LLDP"},
    {0, NULL},
};

const struct pw_name pw_arp_hardware_names[] = {
    {1, "Ethernet"},
    {772, "loopback"},
    {65534, "none"},
    {0, NULL},
};

const struct pw_name pw_ip_protocol_names[] = {
    {0, "IPv6 hop-by-hop options"},
    {1, "ICMP"},
    {2, "IGMP"},
    {4, "IPv4"},
    {6, "TCP"},
    {17, "UDP"},
    {41, "IPv6"},
    {43, "IPv6 routing"},
    {44, "IPv6 fragment"},
    {47, "GRE"},
    {50, "ESP"},
    {51, "AH"},
    {58, "ICMPv6"},
    {59, "nothing"},
    {60, "IPv6 destination options"},
    {89, "OSPF"},
    {132, "SCTP"},
    {0, NULL},
};

const struct pw_name pw_ip_option_names[] = {
    {0, "end of options"},
    {1, "no operation"},
    {7, "record route"},
    {68, "timestamp"},
    {130, "security"},
    {131, "loose source route"},
    {137, "strict source route"},
    {148, "router alert"},
    {0, NULL},
};

const struct pw_name pw_dscp_names[] = {
    {0, "default"}, {8, "CS1"},   {10, "AF11"}, {12, "AF12"}, {14, "AF13"}, {16, "CS2"},
    {18, "AF21"},   {20, "AF22"}, {22, "AF23"}, {24, "CS3"},  {26, "AF31"}, {28, "AF32"},
    {30, "AF33"},   {32, "CS4"},  {34, "AF41"}, {36, "AF42"}, {38, "AF43"}, {40, "CS5"},
    {46, "EF"},     {48, "CS6"},  {56, "CS7"},  {0, NULL},
};

const struct pw_name pw_ecn_names[] = {
    {0, "not ECN-capable"},
    {1, "ECN-capable (1)"},
    {2, "ECN-capable (0)"},
    {3, "congestion experienced"},
    {0, NULL},
};
