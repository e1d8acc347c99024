/* A shell inside the lab. */
#ifndef PW_APP_SHELL_H
#define PW_APP_SHELL_H

/* Become a shell that has this terminal to itself, and say what there is in the lab. The caller is
 * in the lab's namespaces and has nothing else to do. */
_Noreturn void pw_shell_become(void);
/* Take the terminal back from a shell that has ended. */
void pw_shell_take_back(void);

#endif
