/* Signals: see signals.h. */
#include "app/signals.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t caught;

static const int ending[] = {SIGINT, SIGTERM, SIGHUP};

static void note(int number)
{
    caught = number;
}

static void handle(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        sigaction(ending[i], &action, NULL);
}

void pw_signals_catch(void)
{
    handle(note);
}

int pw_signals_caught(void)
{
    return caught;
}

void pw_signals_release(void)
{
    handle(SIG_DFL);
    caught = 0;
}
