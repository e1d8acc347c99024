/* The names of TLS's numbers, for the fields of tls.c. */
#ifndef PW_DISSECT_TLS_NAMES_H
#define PW_DISSECT_TLS_NAMES_H

#include "dissect/tls.h"

extern const struct pw_name pw_tls_type_names[];
extern const struct pw_name pw_tls_handshake_names[];
extern const struct pw_name pw_tls_extension_names[];
extern const struct pw_name pw_tls_alert_level_names[];

#endif
