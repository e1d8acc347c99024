/* Lists: see list.h. */
#include "ui/list.h"

void pw_list_keep(struct pw_list *list, uint32_t count, int height)
{
    uint32_t lines = height > 0 ? (uint32_t)height : 1;
    list->height = height;
    if (list->selected >= count)
        list->selected = count ? count - 1 : 0;
    if (list->top > list->selected)
        list->top = list->selected;
    if (list->selected - list->top >= lines)
        list->top = list->selected - lines + 1;
    if (list->top + lines > count)
        list->top = count > lines ? count - lines : 0;
}

bool pw_list_act(struct pw_list *list, int action, uint32_t count)
{
    uint32_t page = list->height > 1 ? (uint32_t)list->height - 1 : 1;
    uint32_t last = count ? count - 1 : 0;
    switch (action) {
    case PW_LIST_UP:
        list->selected -= list->selected > 0;
        return true;
    case PW_LIST_DOWN:
        list->selected += list->selected < last;
        return true;
    case PW_LIST_PAGE_UP:
        list->selected -= list->selected < page ? list->selected : page;
        return true;
    case PW_LIST_PAGE_DOWN:
        list->selected += last - list->selected < page ? last - list->selected : page;
        return true;
    case PW_LIST_FIRST:
        list->selected = 0;
        return true;
    case PW_LIST_LAST:
        list->selected = last;
        return true;
    default:
        return false;
    }
}

bool pw_list_click(struct pw_list *list, int y, uint32_t count)
{
    if (y < 0 || y >= list->height || list->top + (uint32_t)y >= count)
        return false;
    uint32_t clicked = list->top + (uint32_t)y;
    bool again = clicked == list->selected;
    list->selected = clicked;
    return again;
}
