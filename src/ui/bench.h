/* The benches: views that take one thing of a packet apart. */
#ifndef PW_UI_BENCH_H
#define PW_UI_BENCH_H

#include "ui/ui.h"

/* Each of these answers false where the packet, or its conversation, has nothing to show there. */
/* The accept workbench with the key of the upgrade of a packet's conversation. */
bool pw_view_accept_open(struct pw_ui *ui, const struct pw_session *session, uint32_t row);
/* The mask peeler on a packet's masked frames. */
bool pw_view_mask_open(struct pw_ui *ui, const struct pw_session *session, uint32_t row);
/* The onion of a packet's Socket.IO packets. */
bool pw_view_onion_open(struct pw_ui *ui, const struct pw_session *session, uint32_t row);
/* The sequence numbers of a packet's TCP connection. */
bool pw_view_sequence_open(struct pw_ui *ui, const struct pw_session *session, uint32_t row);

/* Open the one an action of the scene's asks for; where the packet has nothing for it, say so. */
void pw_bench_open(struct pw_ui *ui, const struct pw_session *session, uint32_t row, int action);

#endif
