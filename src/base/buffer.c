/* Text that grows: see buffer.h. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void make_room(struct pw_buffer *buffer, size_t more)
{
    if (buffer->room - buffer->length > more)
        return;
    size_t room = buffer->room ? buffer->room : 256;
    while (room - buffer->length <= more)
        room *= 2;
    buffer->text = pw_reallocate(buffer->text, room);
    buffer->room = room;
}

void pw_buffer_add(struct pw_buffer *buffer, const void *text, size_t length)
{
    make_room(buffer, length);
    if (length)
        memcpy(buffer->text + buffer->length, text, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}

void pw_buffer_text(struct pw_buffer *buffer, const char *text)
{
    pw_buffer_add(buffer, text, strlen(text));
}

void pw_buffer_byte(struct pw_buffer *buffer, char byte)
{
    make_room(buffer, 1);
    buffer->text[buffer->length++] = byte;
    buffer->text[buffer->length] = '\0';
}

void pw_buffer_print(struct pw_buffer *buffer, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (length > 0) {
        make_room(buffer, (size_t)length);
        vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

void pw_buffer_number(struct pw_buffer *buffer, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    /* Most numbers of a packet are small: the wide division only as long as it is needed. */
    for (; number > UINT32_MAX; number /= 10)
        digits[--at] = (char)('0' + number % 10);
    uint32_t rest = (uint32_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    pw_buffer_add(buffer, digits + at, sizeof digits - at);
}

void pw_buffer_hex(struct pw_buffer *buffer, struct pw_bytes bytes)
{
    static const char digits[] = "0123456789abcdef";
    make_room(buffer, bytes.length * 2);
    for (size_t i = 0; i < bytes.length; i++) {
        buffer->text[buffer->length++] = digits[bytes.data[i] >> 4];
        buffer->text[buffer->length++] = digits[bytes.data[i] & 15];
    }
    buffer->text[buffer->length] = '\0';
}

const char *pw_buffer_get(const struct pw_buffer *buffer)
{
    return buffer->text ? buffer->text : "";
}

void pw_buffer_clear(struct pw_buffer *buffer)
{
    buffer->length = 0;
    if (buffer->text)
        buffer->text[0] = '\0';
}

void pw_buffer_free(struct pw_buffer *buffer)
{
    free(buffer->text);
    *buffer = (struct pw_buffer){0};
}
