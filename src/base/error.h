/* One clear line for when something cannot be done: what, and why. */
#ifndef PW_BASE_ERROR_H
#define PW_BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

/* text is safe to print: callers put names and wire text into it through pw_error_set alone. */
struct pw_error {
    char text[512];
};

/* Always false, so that a failing function can `return pw_error_set(...)`. Control and other unsafe
 * characters in the result are escaped. */
bool pw_error_set(struct pw_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));

#endif
