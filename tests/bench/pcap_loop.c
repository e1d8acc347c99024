/* The yardstick: a loop that does nothing but pcap_next_ex over a file. */
#include <pcap/pcap.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    char why[PCAP_ERRBUF_SIZE] = "pcap_loop FILE";
    struct pcap_pkthdr *header;
    const u_char *data;
    unsigned long packets = 0, sum = 0;
    pcap_t *pcap = argc > 1 ? pcap_open_offline(argv[1], why) : NULL;
    if (!pcap) {
        fprintf(stderr, "pcap_loop: %s\n", why);
        return 1;
    }
    while (pcap_next_ex(pcap, &header, &data) == 1) {
        packets++;
        sum += header->caplen + data[0];
    }
    printf("%lu packets, %lu\n", packets, sum);
    pcap_close(pcap);
    return 0;
}
