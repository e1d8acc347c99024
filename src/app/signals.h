/* The signals that end the program, caught so that it can end well. */
#ifndef PW_APP_SIGNALS_H
#define PW_APP_SIGNALS_H

/* From here on SIGINT, SIGTERM and SIGHUP are noted; they interrupt whatever waits. */
void pw_signals_catch(void);
/* The one that was noted, or 0. */
int pw_signals_caught(void);
/* It was acted on: forget it, and let the next one end the program. */
void pw_signals_release(void);

#endif
