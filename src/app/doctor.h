/* packetwalk doctor: what is and is not there on this machine, and what would mend it. */
#ifndef PW_APP_DOCTOR_H
#define PW_APP_DOCTOR_H

/* Writes one block a check to standard output. Returns the exit status: 0 where everything is there
 * that lessons need, 1 else. */
int pw_command_doctor(void);

#endif
