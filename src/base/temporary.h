/* Temporary files that have no name: nothing is left behind however the program ends. */
#ifndef PW_BASE_TEMPORARY_H
#define PW_BASE_TEMPORARY_H

/* Where they are made: $TMPDIR, else /tmp. */
const char *pw_temporary_folder(void);
/* A new one, open for reading and writing; the caller closes it. -1 and errno where none can be
 * made. */
int pw_temporary_file(void);

#endif
