/* Errors: see error.h. */
#include "base/error.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"

bool pw_error_set(struct pw_error *error, const char *format, ...)
{
    char raw[sizeof error->text];
    va_list list;
    va_start(list, format);
    int length = vsnprintf(raw, sizeof raw, gettext(format), list);
    va_end(list);
    if (length < 0)
        length = 0;
    struct pw_buffer safe = {0};
    pw_text_safe(&safe, pw_bytes_of(raw, strlen(raw)));
    /* What does not fit is cut between characters. */
    size_t fits = safe.length < sizeof error->text ? safe.length : sizeof error->text - 1;
    while (fits < safe.length && ((uint8_t)safe.text[fits] & 0xc0) == 0x80)
        fits--;
    memcpy(error->text, pw_buffer_get(&safe), fits);
    error->text[fits] = '\0';
    pw_buffer_free(&safe);
    return false;
}
