/* Golden files: see golden.h. */
#include "golden.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct pw_buffer text = {0};
    char block[4096];
    size_t got;
    if (!file)
        return NULL;
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        pw_buffer_add(&text, block, got);
    fclose(file);
    pw_buffer_text(&text, "");
    return text.text;
}

static void show_first_difference(const char *path, const char *wanted, const char *got)
{
    unsigned line = 1;
    size_t start = 0, at = 0;
    for (; wanted[at] && wanted[at] == got[at]; at++) {
        if (wanted[at] == '\n') {
            line++;
            start = at + 1;
        }
    }
    printf("\n%s:%u:\n  wanted %.*s\n  got    %.*s\n", path, line,
           (int)strcspn(wanted + start, "\n"), wanted + start, (int)strcspn(got + start, "\n"),
           got + start);
}

void check_golden(const char *path, const struct pw_buffer *out)
{
    if (getenv("PW_GOLDEN_UPDATE")) {
        FILE *file = fopen(path, "wb");
        CU_ASSERT_PTR_NOT_NULL_FATAL(file);
        fwrite(out->text, 1, out->length, file);
        fclose(file);
        CU_FAIL("goldens were written anew: read them, then run without PW_GOLDEN_UPDATE");
        return;
    }
    char *wanted = read_text(path);
    bool same = wanted && strcmp(wanted, pw_buffer_get(out)) == 0;
    CU_ASSERT_TRUE(same);
    if (!wanted)
        printf("\n%s: missing\n", path);
    else if (!same)
        show_first_difference(path, wanted, pw_buffer_get(out));
    free(wanted);
}
