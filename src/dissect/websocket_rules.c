/*
 * The rules of WebSocket frames (RFC 6455 sections 5 and 7, RFC 7692 section 6): their words, and
 * which of them a header breaks by itself. What needs more than one frame is judged in stream/.
 */
#include "dissect/websocket.h"

#define CONTROL_MAX 125u /* bytes a control frame may carry (section 5.5) */

const struct pw_websocket_rule_text pw_websocket_rules[PW_RULES] = {
    [PW_RULE_RESERVED_OPCODE] = {"reserved-opcode", "RFC 6455 section 5.2",
                                 "the opcode is reserved"},
    [PW_RULE_RESERVED_BIT] = {"reserved-bit", "RFC 6455 section 5.2",
                              "a reserved bit is set, and no extension that uses it was agreed on"},
    [PW_RULE_RESERVED_BIT_DEFLATE] =
        {"reserved-bit", "RFC 7692 section 6.1",
         "RSV1 is set on a frame that is not the first of a compressed message"},
    [PW_RULE_UNMASKED_CLIENT] = {"unmasked-client-frame", "RFC 6455 section 5.1",
                                 "a frame from the client is not masked"},
    [PW_RULE_MASKED_SERVER] = {"masked-server-frame", "RFC 6455 section 5.1",
                               "a frame from the server is masked"},
    [PW_RULE_LENGTH_HIGH_BIT] = {"length-high-bit", "RFC 6455 section 5.2",
                                 "the highest bit of the 64-bit length is set"},
    [PW_RULE_NON_MINIMAL] = {"non-minimal-length", "RFC 6455 section 5.2",
                             "the length is not in its shortest form"},
    [PW_RULE_FRAGMENTED_CONTROL] = {"fragmented-control-frame", "RFC 6455 section 5.5",
                                    "a control frame is fragmented"},
    [PW_RULE_LONG_CONTROL] = {"long-control-frame", "RFC 6455 section 5.5",
                              "a control frame carries more than 125 bytes"},
    [PW_RULE_CONTINUATION] = {"continuation-without-start", "RFC 6455 section 5.4",
                              "a frame goes on with a message that was never started"},
    [PW_RULE_UNFINISHED] = {"data-frame-in-fragmented-message", "RFC 6455 section 5.4",
                            "a new message starts while one is unfinished"},
    [PW_RULE_AFTER_CLOSE] = {"data-after-close", "RFC 6455 section 5.5.1",
                             "a frame follows the sender's own close frame"},
    [PW_RULE_CLOSE_LENGTH] = {"bad-close-length", "RFC 6455 section 5.5.1",
                              "a close frame's payload is half a close code"},
    [PW_RULE_CLOSE_CODE] = {"bad-close-code", "RFC 6455 section 7.4",
                            "the close code may not be sent"},
    [PW_RULE_CLOSE_UTF8] = {"bad-close-utf8", "RFC 6455 section 5.5.1",
                            "the close reason is not UTF-8"},
    [PW_RULE_UTF8] = {"bad-utf8", "RFC 6455 section 8.1", "a text message is not UTF-8"},
    [PW_RULE_DEFLATE] = {"bad-deflate", "RFC 7692 section 7.2.2",
                         "a compressed message cannot be inflated"},
};

uint32_t pw_websocket_judge(const struct pw_websocket_frame *frame)
{
    uint32_t broken = 0;
    uint32_t minimal = frame->payload_length < 126 ? 2 : frame->payload_length < 65536 ? 4 : 10;
    if (!pw_name_of(pw_websocket_opcode_names, frame->opcode))
        broken |= 1u << PW_RULE_RESERVED_OPCODE;
    if (frame->header_length != minimal + (frame->masked ? 4 : 0))
        broken |= 1u << PW_RULE_NON_MINIMAL;
    if (frame->opcode >= PW_WEBSOCKET_CLOSE && !frame->fin)
        broken |= 1u << PW_RULE_FRAGMENTED_CONTROL;
    if (frame->opcode >= PW_WEBSOCKET_CLOSE && frame->payload_length > CONTROL_MAX)
        broken |= 1u << PW_RULE_LONG_CONTROL;
    if (frame->opcode == PW_WEBSOCKET_CLOSE && frame->payload_length == 1)
        broken |= 1u << PW_RULE_CLOSE_LENGTH;
    return broken;
}

bool pw_websocket_code_allowed(uint16_t code)
{
    bool reserved = code == 1004 || code == 1005 || code == 1006 || code > 1014;
    return code >= 1000 && code < 5000 && (code >= 3000 || !reserved);
}
