/* The bundled captures: see library.h. */
#include "app/library.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/data.h"
#include "base/memory.h"

struct pw_library_entry {
    struct pw_library_entry *older;
    char *name;
    bool open; /* reader.session is the finished picture */
    struct pw_reader reader;
};

/* NAME.keys beside NAME.pcap holds the secrets of its TLS connections; most have none. */
static void add_keys(struct pw_library_entry *entry, struct pw_buffer *path)
{
    char *dot = strrchr(path->text, '.');
    struct pw_buffer keys = {0};
    pw_buffer_add(&keys, path->text, dot ? (size_t)(dot - path->text) : path->length);
    pw_buffer_text(&keys, ".keys");
    if (access(pw_buffer_get(&keys), R_OK) == 0)
        pw_reader_keys(&entry->reader, pw_buffer_get(&keys));
    pw_buffer_free(&keys);
}

static bool is_there(const struct pw_buffer *path)
{
    return path->length && access(pw_buffer_get(path), R_OK) == 0;
}

/* Where a capture of that name is; where there is none, where a bundled one would be. */
static void find_capture(const struct pw_library *library, const char *name, struct pw_buffer *path)
{
    struct pw_buffer own = {0}, beside = {0};
    pw_data_path(path, "captures/");
    pw_buffer_text(path, name);
    pw_own_path(&own, "captures/");
    if (own.length)
        pw_buffer_text(&own, name);
    if (library->beside)
        pw_buffer_print(&beside, "%s/%s", library->beside, name);
    const struct pw_buffer *found = is_there(&beside) ? &beside : is_there(&own) ? &own : NULL;
    if (found && (found == &beside || !is_there(path))) {
        pw_buffer_clear(path);
        pw_buffer_text(path, pw_buffer_get(found));
    }
    pw_buffer_free(&own);
    pw_buffer_free(&beside);
}

static struct pw_library_entry *add(struct pw_library *library, const char *name)
{
    struct pw_library_entry *entry = pw_allocate_zero(sizeof *entry);
    struct pw_buffer path = {0};
    size_t size = strlen(name) + 1;
    entry->older = library->newest;
    entry->name = pw_allocate(size);
    memcpy(entry->name, name, size);
    library->newest = entry;
    find_capture(library, name, &path);
    entry->open = pw_reader_open(&entry->reader, pw_buffer_get(&path), NULL, 0);
    if (entry->open)
        add_keys(entry, &path);
    if (entry->open)
        pw_reader_all(&entry->reader);
    pw_buffer_free(&path);
    return entry;
}

static const struct pw_session *open_capture(void *self, const char *name)
{
    struct pw_library *library = self;
    struct pw_library_entry *entry = library->newest;
    /* A lesson names a file of the captures folder, never a way out of it. */
    if (strchr(name, '/') || name[0] == '.')
        return NULL;
    while (entry && strcmp(entry->name, name) != 0)
        entry = entry->older;
    if (!entry)
        entry = add(library, name);
    return entry->open ? entry->reader.session : NULL;
}

bool pw_library_has(const char *name)
{
    struct pw_library library = {0};
    struct pw_buffer path = {0};
    find_capture(&library, name, &path);
    bool there = is_there(&path);
    pw_buffer_free(&path);
    return there;
}

struct pw_captures pw_library_captures(struct pw_library *library)
{
    return (struct pw_captures){.self = library, .open = open_capture};
}

void pw_library_free(struct pw_library *library)
{
    while (library->newest) {
        struct pw_library_entry *entry = library->newest;
        library->newest = entry->older;
        if (entry->open)
            pw_reader_close(&entry->reader);
        free(entry->name);
        free(entry);
    }
}
