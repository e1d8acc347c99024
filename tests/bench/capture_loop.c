/*
 * What does reading packets cost beside libpcap alone? Runs a bare pcap_next_ex loop and a
 * pw_capture_next loop over the same file in turns, so that both meet the same machine, and prints
 * the best of each and their ratio; then fetches packets in random order.
 *
 *     capture_loop FILE [ROUNDS]
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "capture/capture.h"

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(const char *why)
{
    fprintf(stderr, "capture_loop: %s\n", why);
    exit(1);
}

static double bare(const char *path, unsigned long long *bytes)
{
    char why[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *header;
    const u_char *data;
    double start = now();
    pcap_t *pcap = pcap_open_offline(path, why);
    if (!pcap)
        fail(why);
    while (pcap_next_ex(pcap, &header, &data) == 1)
        *bytes += header->caplen + data[0];
    pcap_close(pcap);
    return now() - start;
}

static double ours(const char *path, unsigned long long *bytes)
{
    struct pw_error error;
    struct pw_packet packet;
    double start = now();
    struct pw_capture *capture = pw_capture_open(path, &error);
    if (!capture)
        fail(error.text);
    for (;;) {
        enum pw_read got = pw_capture_next(capture, &packet, &error);
        if (got == PW_READ_WAIT)
            pw_capture_feed(capture, true);
        else if (got == PW_READ_PACKET)
            *bytes += packet.captured + packet.data[0];
        else
            break;
    }
    pw_capture_close(capture);
    return now() - start;
}

/* Nanoseconds to look at a packet again, anywhere in the file. */
static double again(const char *path, unsigned want)
{
    struct pw_error error;
    struct pw_packet packet;
    size_t count = 0, room = 1 << 20;
    struct pw_packet *known = malloc(room * sizeof *known);
    struct pw_capture *capture = pw_capture_open(path, &error);
    if (!known || !capture)
        fail("no memory");
    while (count < room && pw_capture_next(capture, &packet, &error) == PW_READ_PACKET)
        known[count++] = packet;
    struct pw_store store = pw_capture_store(capture);
    double start = now();
    for (unsigned i = 0; i < want && count; i++)
        if (!store.fetch(store.self, &known[(size_t)random() % count], &packet))
            fail("a packet cannot be fetched");
    double took = now() - start;
    pw_capture_close(capture);
    free(known);
    return took / want * 1e9;
}

int main(int count, char **arguments)
{
    if (count < 2)
        fail("which FILE?");
    int rounds = count > 2 ? atoi(arguments[2]) : 7;
    double best_bare = 1e9, best_ours = 1e9;
    unsigned long long a = 0, b = 0;
    for (int i = 0; i < rounds; i++) {
        double took = bare(arguments[1], &a);
        best_bare = took < best_bare ? took : best_bare;
        took = ours(arguments[1], &b);
        best_ours = took < best_ours ? took : best_ours;
    }
    printf("libpcap alone %.1f ms, pw_capture_next %.1f ms, ratio %.2f%s\n", best_bare * 1e3,
           best_ours * 1e3, best_ours / best_bare, a == b ? "" : "; THE BYTES DIFFER");
    printf("a packet again: %.0f ns\n", again(arguments[1], 100000));
    return a != b;
}
