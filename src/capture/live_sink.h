/* Where captured records go: the spool, and the file of -w. In batches of whole records, so that
 * both files can be read at any moment, and are whole however we end. */
#ifndef PW_CAPTURE_LIVE_SINK_H
#define PW_CAPTURE_LIVE_SINK_H

#include "capture/live_private.h"

struct pw_live_sink {
    struct pw_live_news *news; /* told what was seen, dropped, and saved no further */
    const char *path;          /* of -w, or NULL */
    int spool, save;           /* save: -1 where nothing is saved (any more) */
    bool save_pipe;            /* the file of -w cannot be shortened */
    uint64_t keep;             /* bytes of the spool that are kept */
    uint64_t size, saved;      /* bytes in either, whole records only */
    uint64_t asked_at;         /* the size at which the disk was asked how much it really holds */
    uint64_t waiting;          /* packets in the batch */
    bool flushed;              /* something was written: whoever tells of it resets this */
    size_t held;
    uint8_t batch[1u << 20];
};

/* A line of news, made safe, and cut at what there is room for. */
void pw_live_text(char text[256], const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Open the file of -w. False with errno where that fails. */
bool pw_live_sink_open(struct pw_live_sink *sink);
/* Write the header of a classic pcap file to both. False, with the name of the one that could not
 * be written in *which, and errno. */
bool pw_live_sink_begin(struct pw_live_sink *sink, uint32_t snapshot, uint32_t link,
                        const char **which);
void pw_live_sink_add(struct pw_live_sink *sink, const struct pcap_pkthdr *header,
                      const uint8_t *data);
void pw_live_sink_flush(struct pw_live_sink *sink);

#endif
