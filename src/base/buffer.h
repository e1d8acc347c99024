/* Text that grows: what every writer writes into before it meets a screen or a file. */
#ifndef PW_BASE_BUFFER_H
#define PW_BASE_BUFFER_H

#include "base/bytes.h"

/* A zeroed struct is an empty buffer. text is zero-terminated once something was added. */
struct pw_buffer {
    char *text;
    size_t length;
    size_t room;
};

void pw_buffer_add(struct pw_buffer *buffer, const void *text, size_t length);
void pw_buffer_text(struct pw_buffer *buffer, const char *text);
void pw_buffer_byte(struct pw_buffer *buffer, char byte);
void pw_buffer_print(struct pw_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));
/* Decimal, without the price of printf. */
void pw_buffer_number(struct pw_buffer *buffer, uint64_t number);
/* Lower-case hex digits, two a byte. */
void pw_buffer_hex(struct pw_buffer *buffer, struct pw_bytes bytes);
/* What is in it as text; "" where nothing is. Valid until the next change. */
const char *pw_buffer_get(const struct pw_buffer *buffer);
/* Empty it, keep its memory. */
void pw_buffer_clear(struct pw_buffer *buffer);
void pw_buffer_free(struct pw_buffer *buffer);

#endif
