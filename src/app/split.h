/* The lab's view and a shell in it, side by side in one terminal: tmux splits it, where it is. */
#ifndef PW_APP_SPLIT_H
#define PW_APP_SPLIT_H

#include <stdbool.h>
#include <sys/types.h>

/* Start this command again inside a tmux of its own, where there is tmux and this is not inside it
 * already. Returns only where that was not done; true where it was to be and failed. */
bool pw_split_start(void);
/* Below the view, a shell in the lab whose first process this is. False without tmux: then how to
 * join from another terminal is all there is. */
bool pw_split_open(pid_t first);
/* Join a running lab with a shell: `lab --join PID`. Returns an exit status. */
int pw_split_join(const char *pid);

#endif
