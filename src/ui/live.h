/* What the ui does while packets come from a device: follow the newest, hold still, say so. */
#ifndef PW_UI_LIVE_H
#define PW_UI_LIVE_H

#include "ui/view.h"

/* The keys of live capture, for help; every view has them while packets come. */
extern const struct pw_key_entry pw_live_keys[];
extern const struct pw_key_entry pw_lab_keys[];

/* True where the key is one of them, and was acted on. */
bool pw_live_key(struct pw_ui *ui, int key);
/* The student has moved: the screen holds still, and what comes is counted. */
void pw_live_hold(struct pw_ui *ui);
/* The capture's name as titles show it, and where live capture stands; in ui->scratch. */
const char *pw_live_title(struct pw_ui *ui);

#endif
