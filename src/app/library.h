/* The bundled captures, each read once, when a lesson asks for it. */
#ifndef PW_APP_LIBRARY_H
#define PW_APP_LIBRARY_H

#include "app/reader.h"
#include "teach/lesson.h"

struct pw_library_entry;

/* A zeroed struct is an empty library. Captures are looked for in the bundled ones, in one's own
 * (pw_own_path) and in the folder `beside`. */
struct pw_library {
    const char *beside; /* the folder of a lesson that is being written, or NULL */
    struct pw_library_entry *newest;
};

/* The way lessons ask for captures; good as long as the library. */
struct pw_captures pw_library_captures(struct pw_library *library);
/* Whether a capture of that name is there, bundled or one's own. */
bool pw_library_has(const char *name);
void pw_library_free(struct pw_library *library);

#endif
