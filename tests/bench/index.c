/*
 * Indexing alone, as the viewer and every command do it first: capture and stream, no screen.
 *
 *     index FILE
 */
#include <stdio.h>

#include "capture/capture.h"
#include "stream/session.h"

int main(int argc, char **argv)
{
    struct pw_error error = {{0}};
    struct pw_capture *capture = argc > 1 ? pw_capture_open(argv[1], &error) : NULL;
    if (!capture) {
        fprintf(stderr, "index: %s\n", argc > 1 ? error.text : "index FILE");
        return 1;
    }
    struct pw_session *session = pw_session_new(pw_capture_store(capture));
    struct pw_packet packet;
    while (pw_capture_next(capture, &packet, &error) == PW_READ_PACKET)
        pw_session_add(session, &packet);
    pw_session_finish(session);
    printf("%u packets, %u conversations, %u events\n", pw_session_rows(session),
           pw_session_conversations(session), pw_session_events(session));
    pw_session_free(session);
    pw_capture_close(capture);
    return 0;
}
