/*
 * The picture of a capture: rows, conversations, messages and events, read once and then only
 * looked at. Everything here is append-only while packets are added; whoever looks never changes
 * it.
 *
 * Rows are packets, counted from 0 here and from 1 wherever a person or a script reads a number.
 */
#ifndef PW_STREAM_SESSION_H
#define PW_STREAM_SESSION_H

#include "base/memory.h"
#include "dissect/dissect.h"

/* What is remembered of a packet: enough to list it, and to find its bytes again. */
enum {
    PW_ROW_MALFORMED = 0x01,    /* a layer was cut short or broke a rule */
    PW_ROW_SERVER = 0x02,       /* sent by the server's side of its conversation */
    PW_ROW_REPEATED = 0x04,     /* TCP: carries only bytes that were there before */
    PW_ROW_DUPLICATE = 0x08,    /* the same packet captured a second time, no new one */
    PW_ROW_FRAGMENT = 0x10,     /* a piece of a larger datagram */
    PW_ROW_DEFRAGMENTED = 0x20, /* the piece that completed its datagram: see pw_datagram */
    PW_ROW_EARLY = 0x40,        /* TCP: came before bytes that precede it */
};

struct pw_row {
    uint64_t time;          /* nanoseconds since 1970 */
    uint64_t offset;        /* of its record in the capture: the key to read it again */
    uint32_t length;        /* bytes on the wire */
    uint32_t captured;      /* bytes in the capture */
    uint32_t conversation;  /* index, or PW_NONE */
    uint32_t next;          /* the next row of the same conversation, or PW_NONE */
    uint32_t first_event;   /* events from here up to the next row's are this row's */
    uint32_t first_message; /* likewise for messages */
    uint32_t seq, ack;      /* TCP, raw */
    uint32_t payload;       /* transport payload bytes the packet says it has */
    uint16_t payload_at;    /* where they start, in the packet or the defragmented datagram */
    uint16_t window;        /* TCP, as written */
    uint16_t tcp_flags;     /* PW_TCP_ bits */
    uint16_t link;          /* LINKTYPE_ value */
    uint16_t ip_id;         /* TCP: the IPv4 identification; 0 where there is none */
    uint8_t transport;      /* 6 TCP, 17 UDP, 0 neither */
    uint8_t flags;          /* PW_ROW_ bits */
};
_Static_assert(sizeof(struct pw_row) <= 64, "a million rows must fit in 64 MB");

enum pw_side_index { PW_CLIENT = 0, PW_SERVER = 1 };

/* How far a TCP connection's opening got, as far as the capture shows. */
enum pw_opening {
    PW_OPENING_NONE,     /* captured from the middle: no SYN seen */
    PW_OPENING_SYN,      /* asked, not answered (yet) */
    PW_OPENING_ANSWERED, /* asked and answered, the third packet is missing (yet) */
    PW_OPENING_COMPLETE, /* both sides' numbers were acknowledged */
    PW_OPENING_REFUSED,  /* answered with a RST */
};

/* How a TCP connection ended. */
enum pw_closing {
    PW_CLOSING_OPEN,  /* not (yet) */
    PW_CLOSING_HALF,  /* one side has said FIN */
    PW_CLOSING_FIN,   /* both have */
    PW_CLOSING_RESET, /* a RST ended it */
};

/* What a conversation speaks at the application's level. */
enum pw_application {
    PW_APP_UNKNOWN, /* nothing recognised (yet) */
    PW_APP_HTTP,
    PW_APP_WEBSOCKET,
    PW_APP_DNS,
    PW_APP_DHCP,
    PW_APP_OPAQUE, /* bytes flow, and nobody here knows them */
    PW_APP_TLS,    /* encrypted, and what it carries could not be read */
    PW_APP_HTTP2,
    PW_APP_ENGINEIO,
    PW_APP_SOCKETIO,
};

/* One side of a TCP connection. */
struct pw_side {
    uint32_t base;       /* initial sequence number; its first byte is base + 1 */
    uint32_t next;       /* the sequence number after the last byte in order */
    uint32_t acked;      /* highest acknowledgment number it has sent */
    uint32_t fin;        /* sequence number of its FIN, where fin_seen */
    uint32_t packets;    /* sent by it */
    uint16_t window;     /* its last, as written */
    uint16_t duplicates; /* acknowledgments that repeated `acked` */
    uint64_t bytes;      /* payload bytes sent by it, repeats included */
    int8_t scale; /* window scale it announced; -1: its SYN was not seen; -2: none announced */
    bool known;   /* base and next are set */
    bool syn_seen, fin_seen, acked_any;
    /* What analysis.h goes by; private to stream/. */
    uint8_t analysis;      /* PW_SIDE_ bits */
    uint8_t rising;        /* packets whose IPv4 identifications counted up one after another */
    uint32_t high;         /* the number after the highest byte seen; SYN and FIN count */
    uint32_t high_row;     /* what reached it */
    uint32_t ack_row;      /* what first said `acked` */
    uint32_t recent[2];    /* its last rows, the newer first; or PW_NONE */
    uint16_t recent_id[2]; /* and their IPv4 identifications */
};
_Static_assert(sizeof(struct pw_side) <= 64, "a million conversations must fit in 256 MB");

struct pw_stream;

struct pw_conversation {
    struct pw_endpoint endpoint[2]; /* by pw_side_index */
    struct pw_side side[2];
    struct pw_stream *stream; /* reassembly; NULL until bytes flow. Private to stream/. */
    uint32_t number;          /* among its transport's, as tshark counts */
    uint32_t first_row, last_row;
    uint32_t packets;
    uint32_t first_message, last_message; /* PW_NONE where there is none */
    uint32_t syn_row, answer_row,
        open_row;                   /* SYN, SYN+ACK, the packet that completed; or PW_NONE */
    uint32_t fin_row[2], close_row; /* each side's FIN, by side where fin_seen; what ended it */
    uint16_t syn_retries;
    uint8_t transport;   /* 6 or 17 */
    uint8_t opening;     /* enum pw_opening */
    uint8_t closing;     /* enum pw_closing */
    uint8_t closer;      /* who spoke first of closing: pw_side_index */
    uint8_t application; /* enum pw_application */
    bool guessed;        /* who is the client is a guess: no SYN was captured */
    bool simultaneous;   /* both sides sent a SYN of their own */
    bool encrypted;      /* it speaks TLS, whatever is inside */
    bool http2;          /* it speaks HTTP/2, whatever its streams carry */
};

/* An application message: one HTTP message, one WebSocket frame, one TLS record, one HTTP/2 frame,
 * one DNS message over TCP. */
struct pw_message {
    uint64_t start;  /* in its side's bytes of its stream, 0 is the first (TCP: after the SYN) */
    uint64_t length; /* bytes of it on the wire */
    uint32_t conversation;
    uint32_t first_row, last_row; /* the packets its first byte came in, and that completed it:
                                     PW_NONE where only the end of the capture did */
    uint32_t stream;              /* TCP's own bytes, or those that something in them carries */
    uint32_t next;                /* the conversation's next message, or PW_NONE */
    uint32_t answers;             /* an HTTP response: the request's message; a WebSocket frame that
                                     completes a message: its first frame; else PW_NONE */
    uint8_t application;          /* enum pw_application */
    uint8_t side;                 /* pw_side_index of the sender */
    uint8_t opcode;               /* WebSocket: the frame's; TLS: the type of what is inside */
    bool opened;                  /* TLS: it was deciphered */
    bool final;                   /* WebSocket: the frame has FIN; TLS: it is in clear */
};

enum pw_event_kind {
    PW_EVENT_TCP_HANDSHAKE,
    PW_EVENT_TCP_CLOSE,
    PW_EVENT_TCP_ANALYSIS,
    PW_EVENT_TLS_HANDSHAKE,
    PW_EVENT_HTTP_REQUEST,
    PW_EVENT_HTTP_RESPONSE,
    PW_EVENT_WEBSOCKET_UPGRADE,
    PW_EVENT_WEBSOCKET_MESSAGE,
    PW_EVENT_WEBSOCKET_PING,
    PW_EVENT_WEBSOCKET_PONG,
    PW_EVENT_WEBSOCKET_CLOSE,
    PW_EVENT_WEBSOCKET_VIOLATION,
    PW_EVENT_SSE_EVENT,
    PW_EVENT_ENGINEIO_PACKET,
    PW_EVENT_SOCKETIO_PACKET,
    PW_EVENT_DNS_QUERY,
    PW_EVENT_DNS_RESPONSE,
    PW_EVENT_ARP_REQUEST,
    PW_EVENT_ARP_REPLY,
    PW_EVENT_ICMP_ECHO,
    PW_EVENT_ICMP_UNREACHABLE,
    PW_EVENT_ICMP_TIME_EXCEEDED,
    PW_EVENT_KINDS
};

/* Results, by event kind. */
enum {
    PW_HANDSHAKE_COMPLETE,
    PW_HANDSHAKE_REFUSED,
    PW_HANDSHAKE_UNANSWERED,
    PW_HANDSHAKE_INCOMPLETE
};
enum { PW_CLOSE_FIN, PW_CLOSE_RESET, PW_CLOSE_HALF };
/* An HTTP event's extra: it was said in HTTP/2, and describes its message another way. */
enum { PW_HTTP_VERSION_2 = 2 };
enum { PW_UPGRADE_ACCEPTED, PW_UPGRADE_REJECTED, PW_UPGRADE_INVALID };
enum pw_analysis_kind {
    PW_ANALYSIS_RETRANSMISSION,
    PW_ANALYSIS_FAST_RETRANSMISSION,
    PW_ANALYSIS_SPURIOUS_RETRANSMISSION,
    PW_ANALYSIS_OUT_OF_ORDER,
    PW_ANALYSIS_DUPLICATE_PACKET,
    PW_ANALYSIS_DUPLICATE_ACK,
    PW_ANALYSIS_LOST_SEGMENT,
    PW_ANALYSIS_ACK_LOST_SEGMENT,
    PW_ANALYSIS_ZERO_WINDOW,
    PW_ANALYSIS_ZERO_WINDOW_PROBE,
    PW_ANALYSIS_ZERO_WINDOW_PROBE_ACK,
    PW_ANALYSIS_WINDOW_UPDATE,
    PW_ANALYSIS_WINDOW_FULL,
    PW_ANALYSIS_KEEP_ALIVE,
    PW_ANALYSIS_KEEP_ALIVE_ACK,
    PW_ANALYSIS_PORT_REUSED,
};

/* Something that happened, stamped with the packet that completed it. */
struct pw_event {
    union {
        uint64_t value; /* HTTP: body length, decoded from chunks */
        struct {
            uint32_t at, length; /* of a packet in its message's content */
        } part;
        struct {
            uint32_t row;    /* the earlier row it is about, or PW_NONE */
            uint32_t number; /* bytes missing, duplicates so far, or the earlier conversation */
        } analysis;
    };
    uint32_t row;          /* PW_NONE: only the end of the capture showed it */
    uint32_t conversation; /* or PW_NONE */
    uint32_t message;      /* its first message, or PW_NONE */
    uint32_t last_message; /* its last, or PW_NONE */
    uint32_t about;        /* an earlier event that this one answers, or PW_NONE */
    uint32_t engine;       /* its Engine.IO session, or PW_NONE */
    uint32_t open;         /* Socket.IO: sessions that were open then */
    uint8_t kind;          /* enum pw_event_kind */
    uint8_t result;        /* by kind */
    uint8_t side;          /* who: pw_side_index */
    uint8_t extra;         /* by kind */
};

/* A datagram put together from fragments, at the row that completed it. */
struct pw_fragment {
    uint32_t row;
    uint32_t at, size; /* in that row's packet */
    uint32_t offset;   /* in the datagram's payload */
};
struct pw_datagram {
    uint32_t row;
    uint32_t length;
    uint32_t count;
    uint8_t protocol;
    struct pw_fragment *fragments; /* by offset */
};

/* Totals the wire has driven, for the last line of json and for saying when a cap was reached. */
struct pw_totals {
    uint64_t bytes;      /* on the wire */
    uint32_t malformed;  /* packets with a cut or faulty layer */
    uint32_t tcp, udp;   /* conversations */
    uint32_t handshakes; /* complete ones */
    uint32_t upgrades;   /* accepted ones */
    uint32_t messages;   /* WebSocket data messages */
    uint32_t gaps;       /* places where a stream's bytes were given up as not captured */
    uint32_t dropped;    /* things left out because a cap was reached */
};

/* Caps on what the wire can grow. Stated in docs/architecture.md. */
#define PW_CAP_WAITING   1024u /* out-of-order segments held for one direction of a connection */
#define PW_CAP_REQUESTS  256u  /* HTTP requests waiting for their response on one connection */
#define PW_CAP_DATAGRAMS 512u  /* datagrams waiting for fragments */
#define PW_CAP_FRAGMENTS 256u  /* fragments of one datagram */
#define PW_CAP_SHOWN     (1u << 20)  /* bytes of one message that are taken apart on screen */
#define PW_CAP_NESTED    3u          /* streams carried by streams: TLS in TLS */
#define PW_CAP_INFLATED  (64u << 20) /* bytes one compressed message may become */
#define PW_CAP_HELD      (64u << 20) /* bytes kept of messages and bodies that are not whole yet */
#define PW_CAP_CARRIED   65536u      /* streams carried by others */
#define PW_CAP_OFFER     512u        /* bytes kept of what a request or a hello offers */
#define PW_CAP_INFLATERS 512u        /* directions with compressed messages, each with its window */
#define PW_CAP_ENGINES   100000u     /* Engine.IO sessions */
#define PW_CAP_ACKS      1024u       /* events of a session that wait for their acknowledgement */
#define PW_CAP_PACKETS   4096u       /* Engine.IO packets in one polling body */

struct pw_session;

/* A new, empty picture. The caller owns it: pw_session_free. The store must outlive it. */
struct pw_session *pw_session_new(struct pw_store store);
void pw_session_free(struct pw_session *session);
/* Secrets of TLS connections, as key logs write them (draft-ietf-tls-keylogfile), for the packets
 * that come after. Answers how many lines were understood. */
uint32_t pw_session_keys(struct pw_session *session, struct pw_bytes log);
/* Add the next packet of the capture. */
void pw_session_add(struct pw_session *session, const struct pw_packet *packet);
/* There are no more packets: what only the end can show becomes events with row PW_NONE. */
void pw_session_finish(struct pw_session *session);

uint32_t pw_session_rows(const struct pw_session *session);
uint32_t pw_session_conversations(const struct pw_session *session);
uint32_t pw_session_messages(const struct pw_session *session);
uint32_t pw_session_events(const struct pw_session *session);
/* Item i, below the count; the pointer stays good as long as the session. */
const struct pw_row *pw_session_row(const struct pw_session *session, uint32_t i);
const struct pw_conversation *pw_session_conversation(const struct pw_session *session, uint32_t i);
const struct pw_message *pw_session_message(const struct pw_session *session, uint32_t i);
const struct pw_event *pw_session_event(const struct pw_session *session, uint32_t i);
const struct pw_totals *pw_session_totals(const struct pw_session *session);
bool pw_session_finished(const struct pw_session *session);

/* One past the last event (or message) of a row; its first is in the row. */
uint32_t pw_row_events_end(const struct pw_session *session, uint32_t row);
uint32_t pw_row_messages_end(const struct pw_session *session, uint32_t row);
/* First event that only the end of the capture showed; equals the event count where there is none.
 */
uint32_t pw_session_end_events(const struct pw_session *session);

#endif
