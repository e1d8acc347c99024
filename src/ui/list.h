/* A list that scrolls, and the keys every list has: arrows, vi's, and those of less. */
#ifndef PW_UI_LIST_H
#define PW_UI_LIST_H

#include "ui/view.h"

/* A zeroed struct is a list at its first line. */
struct pw_list {
    uint32_t selected, top;
    int height; /* lines it was drawn on */
};

/* Actions of a view with a list begin at PW_LIST_ACTIONS. */
enum {
    PW_LIST_UP = 1,
    PW_LIST_DOWN,
    PW_LIST_PAGE_UP,
    PW_LIST_PAGE_DOWN,
    PW_LIST_FIRST,
    PW_LIST_LAST,
    PW_LIST_ACTIONS
};

/* The entries of a key table for a list of such things. */
#define PW_LIST_KEYS                                                                               \
    {PW_KEY_UP, 'k', PW_LIST_UP, N_("choose"), N_("the one above"), "↑↓"},                         \
        {PW_KEY_DOWN, 'j', PW_LIST_DOWN, "", N_("the one below"), NULL},                           \
        {PW_KEY_PAGE_UP, 'b', PW_LIST_PAGE_UP, "", N_("a page up"), NULL},                         \
        {PW_KEY_PAGE_DOWN, ' ', PW_LIST_PAGE_DOWN, "", N_("a page down"), NULL},                   \
        {PW_KEY_HOME, '<', PW_LIST_FIRST, "", N_("the first"), NULL},                              \
    {                                                                                              \
        PW_KEY_END, 'G', PW_LIST_LAST, "", N_("the last"), NULL                                    \
    }

/* Before drawing: so many lines are shown, of so many things. */
void pw_list_keep(struct pw_list *list, uint32_t count, int height);
/* Do one of the actions above; false for any other. */
bool pw_list_act(struct pw_list *list, int action, uint32_t count);
/* A click on line y of the list (0 is its first): selects what is there; true where that was
 * selected already. */
bool pw_list_click(struct pw_list *list, int y, uint32_t count);

#endif
