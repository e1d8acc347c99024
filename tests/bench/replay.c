/*
 * Puts the packets of a capture on a network device, for the live benchmarks:
 *
 *     replay CAPTURE DEVICE COUNT RATE
 *
 * COUNT packets, RATE a second (0: as fast as goes), from the start again when the capture ends.
 * Prints how many went and in how many seconds.
 */
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define HELD  100000 /* packets kept in memory, so that reading a file is not what is measured */
#define BATCH 32

static struct iovec held[HELD];
static int count;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int load(const char *path)
{
    char text[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *header;
    const u_char *data;
    pcap_t *pcap = pcap_open_offline(path, text);
    while (pcap && count < HELD && pcap_next_ex(pcap, &header, &data) == 1) {
        held[count].iov_base = malloc(header->caplen);
        if (!held[count].iov_base)
            return 0;
        memcpy(held[count].iov_base, data, header->caplen);
        held[count++].iov_len = header->caplen;
    }
    if (pcap)
        pcap_close(pcap);
    return count > 0;
}

static void pace(double start, double rate, long sent)
{
    double ahead = rate > 0 ? (double)sent / rate - (now() - start) : 0;
    if (ahead > 0.0005) {
        struct timespec pause = {.tv_nsec = (long)(ahead * 1e9)};
        nanosleep(&pause, NULL);
    }
}

static long send_all(int fd, long wanted, double rate)
{
    struct mmsghdr messages[BATCH];
    long sent = 0;
    double start = now();
    memset(messages, 0, sizeof messages);
    while (sent < wanted) {
        int batch = wanted - sent < BATCH ? (int)(wanted - sent) : BATCH;
        for (int i = 0; i < batch; i++) {
            messages[i].msg_hdr.msg_iov = &held[(sent + i) % count];
            messages[i].msg_hdr.msg_iovlen = 1;
        }
        int went = sendmmsg(fd, messages, (unsigned)batch, 0);
        if (went < 0 && errno != ENOBUFS && errno != EINTR)
            return -1;
        sent += went > 0 ? went : 0;
        pace(start, rate, sent);
    }
    printf("%ld packets in %.3f s\n", sent, now() - start);
    return sent;
}

int main(int argc, char **argv)
{
    if (argc != 5 || !load(argv[1]))
        return 2;
    struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(argv[2])};
    int fd = socket(AF_PACKET, SOCK_RAW, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof to) != 0 ||
        send_all(fd, strtol(argv[3], NULL, 10), strtod(argv[4], NULL)) < 0) {
        perror("replay");
        return 1;
    }
    return 0;
}
