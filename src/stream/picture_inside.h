/* What a message carries, as layers of their own behind it. Private to stream/. */
#ifndef PW_STREAM_PICTURE_INSIDE_H
#define PW_STREAM_PICTURE_INSIDE_H

#include "stream/private.h"

/* Add what message `index`, just shown as layer `layer` of d->tree, carries: inflated text, the
 * packets of Engine.IO and Socket.IO; and the rules it breaks in its conversation. *event is the
 * first of the row's events that may be about it, and moves on with the messages. */
void pw_picture_inside(const struct pw_session *session, uint32_t row, uint32_t index,
                       uint32_t layer, uint32_t *event, struct pw_dissection *d);

#endif
