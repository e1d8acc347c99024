/* What stays within reach: see guard.h. */
#include "app/guard.h"

#include <stdlib.h>
#include <string.h>

#include "app/data.h"
#include "base/memory.h"
#include "base/temporary.h"
#include "capture/fence.h"

#define PATHS 32

struct reach {
    struct pw_arena arena;
    const char *read[PATHS], *write[PATHS];
    uint32_t reads, writes;
};

/* Terminals, locales, names of ports and hosts in filters, and what libcrypto looks at. */
static const char *const always[] = {
    "/usr/share/terminfo",
    "/lib/terminfo",
    "/etc/terminfo",
    "/usr/lib/locale",
    "/etc/services",
    "/etc/protocols",
    "/etc/hosts",
    "/etc/networks",
    "/etc/ethers",
    "/etc/nsswitch.conf",
    "/etc/host.conf",
    "/etc/resolv.conf",
    "/etc/ssl",
    "/usr/lib/ssl",
    "/etc/localtime",
    "/usr/share/zoneinfo",
};

static void read_too(struct reach *reach, const char *path)
{
    if (path && *path && reach->reads + 1 < PATHS)
        reach->read[reach->reads++] = path;
}

static void write_too(struct reach *reach, const char *path)
{
    if (path && *path && reach->writes + 1 < PATHS)
        reach->write[reach->writes++] = path;
}

static const char *keep(struct reach *reach, struct pw_buffer *path)
{
    const char *kept = pw_arena_text(&reach->arena, pw_buffer_get(path), path->length);
    pw_buffer_free(path);
    return kept;
}

static const char *folder_of(struct reach *reach, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    return slash ? pw_arena_text(&reach->arena, path, length ? length : 1) : ".";
}

static void add_terminfo(struct reach *reach)
{
    const char *home = getenv("HOME");
    read_too(reach, getenv("TERMINFO"));
    if (home && *home)
        read_too(reach, pw_arena_print(&reach->arena, "%s/.terminfo", home));
}

static void gather(struct reach *reach, const struct pw_options *options)
{
    struct pw_buffer data = {0}, progress = {0};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        read_too(reach, always[i]);
    add_terminfo(reach);
    pw_data_directory(&data);
    read_too(reach, keep(reach, &data));
    read_too(reach, options->keylog);
    pw_progress_path(&progress);
    if (progress.length)
        write_too(reach, folder_of(reach, keep(reach, &progress)));
    write_too(reach, pw_temporary_folder());
    write_too(reach, "/dev/tty");
    write_too(reach, "/dev/null");
    /* Live, the child has it open already. */
    if (options->save && !options->device && strcmp(options->save, "-") != 0)
        write_too(reach, folder_of(reach, options->save));
}

bool pw_guard_close(const struct pw_options *options, struct pw_error *error)
{
    struct reach *reach = pw_allocate_zero(sizeof *reach);
    gather(reach, options);
    struct pw_fence fence = {.read = reach->read, .write = reach->write};
    bool closed = pw_fence_drop(error) && pw_fence_close(&fence, error);
    pw_arena_free(&reach->arena);
    free(reach);
    return closed;
}

static bool close_guard(const void *options, struct pw_error *error)
{
    return pw_guard_close(options, error);
}

struct pw_guard pw_guard_for(const struct pw_options *options)
{
    return (struct pw_guard){.close = close_guard, .self = options};
}
