/* The proof of WebSocket's handshake (RFC 6455 section 4.2.2): base64(SHA-1(key + GUID)). */
#ifndef PW_STREAM_ACCEPT_H
#define PW_STREAM_ACCEPT_H

#include "base/bytes.h"

#define PW_ACCEPT_GUID   "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" /* RFC 6455 section 1.3 */
#define PW_ACCEPT_LENGTH 28                                     /* base64 of a SHA-1 */
#define PW_ACCEPT_DIGEST 20                                     /* a SHA-1 */

/* What a Sec-WebSocket-Key calls for, with a zero byte behind it; "" where the key is too long to
 * be one. */
void pw_websocket_accept(struct pw_bytes key, char accept[PW_ACCEPT_LENGTH + 1]);
/* What a server would answer that forgets the GUID, base64(SHA-1(key)): a wrong answer for those
 * who learn. "" where the key is too long. */
void pw_websocket_accept_bare(struct pw_bytes key, char accept[PW_ACCEPT_LENGTH + 1]);
/* The step before: SHA-1 of key and GUID. False where the key is too long. */
bool pw_websocket_digest(struct pw_bytes key, uint8_t digest[PW_ACCEPT_DIGEST]);

#endif
