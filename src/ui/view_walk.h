/* Opening views that need to be told what to show. */
#ifndef PW_UI_VIEW_WALK_H
#define PW_UI_VIEW_WALK_H

#include "ui/ui.h"

/* The walk at a row: through its conversation, or with `all` through every packet. */
void pw_view_walk_open(struct pw_ui *ui, uint32_t row, bool all);
/* A conversation as messages. */
void pw_view_follow_open(struct pw_ui *ui, const struct pw_session *session, uint32_t conversation,
                         uint32_t row);
/* The packet list at a row. */
void pw_view_packets_open(struct pw_ui *ui, uint32_t row);
/* The same, asking what to find; the packet chosen there is shown by the view below. */
void pw_view_packets_find(struct pw_ui *ui, uint32_t row);

#endif
