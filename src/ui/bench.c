/* Which action of a scene opens which bench: see bench.h. */
#include "ui/bench.h"

#include "base/translate.h"
#include "ui/scene.h"

void pw_bench_open(struct pw_ui *ui, const struct pw_session *session, uint32_t row, int action)
{
    static const struct {
        bool (*open)(struct pw_ui *ui, const struct pw_session *session, uint32_t row);
        const char *none;
    } benches[] = {
        {pw_view_accept_open, N_("This conversation has no WebSocket handshake with a key.")},
        {pw_view_mask_open, N_("No masked WebSocket frame is complete in this packet.")},
        {pw_view_onion_open, N_("No Socket.IO packet is complete in this packet.")},
        {pw_view_sequence_open, N_("This packet belongs to no TCP connection.")},
    };
    int bench = action - PW_SCENE_ACCEPT;
    if (!benches[bench].open(ui, session, row))
        pw_ui_say(ui, pw_translate(benches[bench].none));
}
