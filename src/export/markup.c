/* Text that must not be markup: for HTML and SVG (WHATWG HTML section 13.3), and for Markdown. */
#include <string.h>

#include "export/handout_private.h"

void pw_markup_html(struct pw_buffer *out, const char *text)
{
    static const struct {
        char character;
        const char *written;
    } table[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    while (*text) {
        size_t plain = strcspn(text, "&<>\"'");
        pw_buffer_add(out, text, plain);
        text += plain;
        for (size_t i = 0; *text && i < sizeof table / sizeof *table; i++) {
            if (*text != table[i].character)
                continue;
            pw_buffer_text(out, table[i].written);
            text++;
            break;
        }
    }
}

/* What would begin a list, a heading or a quotation at the start of a paragraph: CommonMark
 * sections 4 and 5. Bytes of it, up to the character that has to be escaped. */
static size_t starts_block(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits && strchr(".)", text[digits]) && strchr(" ", text[digits + 1]))
        return digits + 1;
    return strchr("#-+=~", *text) ? 1 : 0;
}

/* CommonMark section 2.4: any ASCII punctuation may be escaped; what means nothing is left alone,
 * so that it reads well as plain text. */
void pw_markup_md(struct pw_buffer *out, const char *text)
{
    size_t block = *text ? starts_block(text) : 0;
    for (const char *at = text; *at; at++) {
        if (strchr("\\`*_[]<>&|", *at) || (block && at == text + block - 1))
            pw_buffer_byte(out, '\\');
        pw_buffer_byte(out, *at);
    }
}
