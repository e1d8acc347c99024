/* What the doctor's checks share. Each check looks at one thing; none leaves more behind
 * than the directory progress is kept in. */
#ifndef PW_APP_DOCTOR_PRIVATE_H
#define PW_APP_DOCTOR_PRIVATE_H

#include "base/buffer.h"

enum pw_health {
    PW_HEALTH_OK,
    PW_HEALTH_NOTE,    /* something cannot be done; lessons can */
    PW_HEALTH_MISSING, /* lessons cannot be run without it */
};

/* What a check has found. Texts are safe to print: names from outside pass pw_text_safe. */
struct pw_finding {
    enum pw_health health;
    struct pw_buffer says;    /* what is so, and what it means */
    struct pw_buffer mend;    /* what would mend it; may be empty */
    struct pw_buffer command; /* lines for a shell, not to be broken; may be empty */
};

/* Set the health, add to what is said. Names and texts from outside are made safe. */
void pw_doctor_say(struct pw_finding *finding, enum pw_health health, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Add to what would mend it, and a command (or NULL). */
void pw_doctor_mend(struct pw_finding *finding, const char *text, const char *command);

/* doctor_terminal.c */
void pw_doctor_terminal(struct pw_finding *finding);
void pw_doctor_locale(struct pw_finding *finding);
void pw_doctor_colours(struct pw_finding *finding);
/* doctor_rights.c */
void pw_doctor_capture(struct pw_finding *finding);
void pw_doctor_namespaces(struct pw_finding *finding);
void pw_doctor_kernel(struct pw_finding *finding);
void pw_doctor_privileges(struct pw_finding *finding);
/* doctor_files.c */
void pw_doctor_lessons(struct pw_finding *finding);
void pw_doctor_captures(struct pw_finding *finding);
void pw_doctor_progress(struct pw_finding *finding);
void pw_doctor_temporary(struct pw_finding *finding);
void pw_doctor_programs(struct pw_finding *finding);

#endif
