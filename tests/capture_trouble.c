/* Captures that are broken, cut short, odd, or no captures at all. */
#include "capture_test.h"

#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PACKET "aaaaaabbbbbb\x08\x00and some more"

/* Where the records of a form end, told by reading it whole. */
static void find_ends(const char *path, const struct pcap_file *of, uint64_t *ends)
{
    struct pw_error error = {{0}};
    struct pw_packet packet;
    struct pw_capture *capture = opened(path);
    uint64_t total;
    for (uint32_t i = 0; i < of->count; i++) {
        CU_ASSERT_EQUAL_FATAL(read_on(capture, &packet, &error), PW_READ_PACKET);
        pw_capture_progress(capture, &ends[i], &total);
    }
    pw_capture_close(capture);
}

static void check_cut(const char *path, uint64_t size, const struct pcap_file *of,
                      const uint64_t *ends)
{
    struct pw_error error = {{0}};
    struct pw_packet packet;
    struct pw_capture *capture = pw_capture_open(path, &error);
    uint32_t whole = 0, got = 0;
    while (whole < of->count && ends[whole] <= size)
        whole++;
    if (!capture) {
        CU_ASSERT_EQUAL(whole, 0);
        CU_ASSERT_STRING_NOT_EQUAL(error.text, "");
        return;
    }
    enum pw_read last;
    while ((last = read_on(capture, &packet, &error)) == PW_READ_PACKET) {
        CU_ASSERT_FATAL(got < whole);
        CU_ASSERT(same_packet(&packet, &of->packets[got]));
        got++;
    }
    CU_ASSERT_EQUAL(got, whole);
    CU_ASSERT(last == PW_READ_END || last == PW_READ_BAD);
    if (whole && ends[whole - 1] == size)
        CU_ASSERT_EQUAL(last, PW_READ_END);
    if (last == PW_READ_BAD) {
        char place[64];
        snprintf(place, sizeof place, "after packet %u", got);
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, place));
        CU_ASSERT_EQUAL(pw_capture_next(capture, &packet, &error), PW_READ_BAD);
    }
    pw_capture_close(capture);
}

/* A file cut at every byte gives all whole packets, and then says how it ends. */
static void test_cut(void)
{
    struct pcap_file handshake = bundled("upgrade");
    char path[512];
    uint64_t ends[256];
    for (int form = 0; form < FORM_COUNT; form++) {
        struct pw_buffer bytes = {0};
        form_make((enum form)form, &handshake, &bytes);
        snprintf(path, sizeof path, "%s", put_file("cut", &bytes));
        find_ends(path, &handshake, ends);
        for (size_t size = bytes.length; size-- > 0;) {
            CU_ASSERT_EQUAL_FATAL(truncate(path, (off_t)size), 0);
            check_cut(path, size, &handshake, ends);
        }
        pw_buffer_free(&bytes);
    }
    pcap_file_free(&handshake);
}

/* Packed files cut at every byte: never END, because gzip says when it is over. */
static void test_cut_packed(void)
{
    struct pcap_file handshake = bundled("handshake");
    struct pw_buffer bytes = {0}, packed = {0};
    struct pw_packet packet;
    char path[512];
    form_make(FORM_PCAPNG, &handshake, &bytes);
    form_gzip(&bytes, &packed);
    snprintf(path, sizeof path, "%s", put_file("cut", &packed));
    for (size_t size = packed.length; size-- > 0;) {
        struct pw_error error = {{0}};
        CU_ASSERT_EQUAL_FATAL(truncate(path, (off_t)size), 0);
        struct pw_capture *capture = pw_capture_open(path, &error);
        uint32_t got = 0;
        while (capture && read_on(capture, &packet, &error) == PW_READ_PACKET)
            CU_ASSERT(same_packet(&packet, &handshake.packets[got++]));
        CU_ASSERT_STRING_NOT_EQUAL(error.text, "");
        pw_capture_close(capture);
    }
    pw_buffer_free(&bytes);
    pw_buffer_free(&packed);
    pcap_file_free(&handshake);
}

static void check_refused(const char *path, const char *why)
{
    struct pw_error error = {{0}};
    struct pw_capture *capture = pw_capture_open(path, &error);
    CU_ASSERT_PTR_NULL(capture);
    pw_capture_close(capture);
    if (!strstr(error.text, why))
        fprintf(stderr, "%s\n", error.text);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, why));
    CU_ASSERT_PTR_NULL(strchr(error.text, '\n'));
}

static const char *put_text(const char *name, const char *text, size_t length)
{
    struct pw_buffer bytes = {0};
    pw_buffer_add(&bytes, text, length);
    const char *path = put_file(name, &bytes);
    pw_buffer_free(&bytes);
    return path;
}

static void test_refused(void)
{
    struct pw_buffer garbage = {0}, packed = {0};
    check_refused(in_folder(""), "is a directory");
    check_refused(in_folder("absent"), "No such file");
    check_refused(in_folder("ab\x1b[31msent"), "\\x1b");
    check_refused(put_text("empty", "", 0), "it is empty");
    check_refused(put_text("text", "Dear Sir or Madam", 17), "no pcap or pcapng magic");
    check_refused(put_text("short", "x", 1), "no pcap or pcapng magic");
    check_refused(put_text("header", "\xd4\xc3\xb2\xa1\x02\x00", 6), "cut short inside the file");
    check_refused(put_text("xz", "\xfd\x37zXZ\0\0\0\0", 9), "unxz");
    check_refused(put_text("gzip", "\x1f\x8b", 2), "gzip");
    check_refused(put_text("gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff", 13),
                  "gzip data is damaged");
    check_refused(
        put_text("version", "\xd4\xc3\xb2\xa1\x09\0\x04\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\0", 24),
        "libpcap can read");
    pw_buffer_text(&garbage, "this is not the capture you are looking for");
    form_gzip(&garbage, &packed);
    check_refused(put_file("packed", &packed), "no pcap or pcapng magic");
    pw_buffer_free(&garbage);
    pw_buffer_free(&packed);
}

/* Open what is in bytes (which is freed), read on to the end, count packets. */
static enum pw_read read_bytes(struct pw_buffer *bytes, uint32_t *count, struct pw_packet *last,
                               struct pw_error *error)
{
    struct pw_packet packet;
    struct pw_capture *capture = opened(put_file("odd", bytes));
    enum pw_read got;
    *count = 0;
    *error = (struct pw_error){{0}};
    while ((got = read_on(capture, &packet, error)) == PW_READ_PACKET) {
        *last = packet;
        ++*count;
    }
    pw_capture_close(capture);
    pw_buffer_free(bytes);
    return got;
}

static void test_broken(void)
{
    struct pw_buffer bytes = {0}, packed = {0};
    struct pw_error error;
    struct pw_packet last;
    uint32_t count;
    /* A record that claims to be larger than anything can be: the second, at byte 24 + 16 + 27. */
    form_pcap_header(&bytes, 262144, 1);
    form_record(&bytes, 1, 2, 27, 27, (const uint8_t *)PACKET);
    form_word(&bytes, 3, false);
    form_word(&bytes, 4, false);
    form_word(&bytes, 262145, false);
    form_word(&bytes, 262145, false);
    pw_buffer_add(&bytes, PACKET, 27);
    CU_ASSERT_EQUAL(read_bytes(&bytes, &count, &last, &error), PW_READ_BAD);
    CU_ASSERT_EQUAL(count, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "broken after packet 1, at byte 67"));
    /* What follows gzip data that is over, and is none itself. */
    form_pcap_header(&bytes, 262144, 1);
    form_record(&bytes, 1, 2, 27, 27, (const uint8_t *)PACKET);
    form_gzip(&bytes, &packed);
    pw_buffer_text(&packed, "and then?");
    CU_ASSERT_EQUAL(read_bytes(&packed, &count, &last, &error), PW_READ_BAD);
    CU_ASSERT_EQUAL(count, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "what follows is no gzip"));
    pw_buffer_free(&bytes);
}

static void test_odd(void)
{
    struct pw_buffer bytes = {0};
    struct pw_error error;
    struct pw_packet last;
    uint32_t count;
    /* Seconds have 32 bits without sign: the last one is in 2106. */
    form_pcap_header(&bytes, 262144, 1);
    form_record(&bytes, 0x80000000, 999999, 27, 27, (const uint8_t *)PACKET);
    form_record(&bytes, UINT32_MAX, 999999, 27, 27, (const uint8_t *)PACKET);
    CU_ASSERT_EQUAL(read_bytes(&bytes, &count, &last, &error), PW_READ_END);
    CU_ASSERT_EQUAL(last.time, 4294967295999999000u);
    /* More microseconds than a second has are what they are. */
    form_pcap_header(&bytes, 262144, 1);
    form_record(&bytes, 1, UINT32_MAX, 27, 27, (const uint8_t *)PACKET);
    CU_ASSERT_EQUAL(read_bytes(&bytes, &count, &last, &error), PW_READ_END);
    CU_ASSERT_EQUAL(last.time, 1000000000u + UINT32_MAX * 1000ull);
    /* More captured than there was on the wire; a link type that nobody knows. */
    form_pcap_header(&bytes, 262144, 4711);
    form_record(&bytes, 1, 0, 27, 5, (const uint8_t *)PACKET);
    CU_ASSERT_EQUAL(read_bytes(&bytes, &count, &last, &error), PW_READ_END);
    CU_ASSERT(count == 1 && last.captured == 27 && last.length == 5 && last.link == 4711);
    /* Raw IP is 101 in files, and something else on every system. */
    form_pcap_header(&bytes, 262144, 101);
    form_record(&bytes, 1, 0, 27, 27, (const uint8_t *)PACKET);
    CU_ASSERT_EQUAL(read_bytes(&bytes, &count, &last, &error), PW_READ_END);
    CU_ASSERT_EQUAL(last.link, 101);
}

/* Records longer than the file's snapshot length: libpcap shortens them, and the next one is found
 * all the same. */
static void test_snapped(void)
{
    struct pw_buffer bytes = {0};
    struct pw_error error = {{0}};
    struct pw_packet packet[3], again;
    form_pcap_header(&bytes, 20, 1);
    form_record(&bytes, 1, 0, 27, 27, (const uint8_t *)PACKET);
    form_record(&bytes, 2, 0, 20, 27, (const uint8_t *)PACKET);
    form_record(&bytes, 3, 0, 19, 19, (const uint8_t *)PACKET);
    struct pw_capture *capture = opened(put_file("snapped", &bytes));
    for (int i = 0; i < 3; i++)
        CU_ASSERT_EQUAL(read_on(capture, &packet[i], &error), PW_READ_PACKET);
    CU_ASSERT_EQUAL(packet[0].captured, 20);
    CU_ASSERT_EQUAL(packet[1].offset, 24 + 16 + 27);
    CU_ASSERT_EQUAL(packet[2].offset, 24 + 16 + 27 + 16 + 20);
    struct pw_store store = pw_capture_store(capture);
    for (int i = 0; i < 3; i++)
        CU_ASSERT(store.fetch(store.self, &packet[i], &again) && again.time == packet[i].time);
    pw_capture_close(capture);
    pw_buffer_free(&bytes);
}

void add_trouble_tests(void)
{
    CU_pSuite suite = CU_add_suite("trouble", NULL, NULL);
    CU_add_test(suite, "cut at every byte", test_cut);
    CU_add_test(suite, "packed and cut at every byte", test_cut_packed);
    CU_add_test(suite, "no captures", test_refused);
    CU_add_test(suite, "broken", test_broken);
    CU_add_test(suite, "odd and yet whole", test_odd);
    CU_add_test(suite, "longer than the snapshot length", test_snapped);
}
