/* Temporary files without a name: see temporary.h. */
#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"

const char *pw_temporary_folder(void)
{
    const char *given = getenv("TMPDIR");
    return given && *given ? given : "/tmp";
}

/* A file without a name. Not every file system can make one, so: make one, take its name away. */
int pw_temporary_file(void)
{
    int fd = open(pw_temporary_folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    struct pw_buffer path = {0};
    pw_buffer_print(&path, "%s/packetwalk-XXXXXX", pw_temporary_folder());
    fd = mkostemp(path.text, O_CLOEXEC);
    if (fd >= 0)
        unlink(path.text);
    int why = errno;
    pw_buffer_free(&path);
    errno = why;
    return fd;
}
