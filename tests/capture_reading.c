/* The same packets from every form of file, forwards, again in any order, filtered, and saved. */
#include "capture_test.h"

#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void test_forms(void)
{
    struct pcap_file http = bundled("http");
    for (int form = 0; form < FORM_COUNT; form++) {
        struct pw_buffer plain = {0}, packed = {0};
        form_make((enum form)form, &http, &plain);
        form_gzip(&plain, &packed);
        struct pw_capture *capture = opened(put_file("plain", &plain));
        check_all(capture, &http, NULL);
        pw_capture_close(capture);
        capture = opened(put_file("packed", &packed));
        check_all(capture, &http, NULL);
        pw_capture_close(capture);
        /* Two members, split in the midst of a record, and padding behind them. */
        struct pw_buffer head = {.text = plain.text, .length = plain.length / 2};
        struct pw_buffer tail = {.text = plain.text + head.length,
                                 .length = plain.length - head.length};
        pw_buffer_clear(&packed);
        form_gzip(&head, &packed);
        form_gzip(&tail, &packed);
        pw_buffer_add(&packed, "\0\0\0\0\0", 5);
        capture = opened(put_file("members", &packed));
        check_all(capture, &http, NULL);
        pw_capture_close(capture);
        pw_buffer_free(&plain);
        pw_buffer_free(&packed);
    }
    pcap_file_free(&http);
}

static void check_bundled(struct pcap_file *file, void *self)
{
    char path[1024];
    (void)self;
    snprintf(path, sizeof path, "%s/%s.pcap", PW_CAPTURES, file->name);
    struct pw_capture *capture = opened(path);
    check_all(capture, file, NULL);
    pw_capture_close(capture);
}

static void test_bundled(void)
{
    pcap_files_each(check_bundled, NULL);
}

/* Fetch packets in random order, from time to time read one more. */
static void check_again(struct pw_capture *capture, const struct pcap_file *of)
{
    struct pw_error error = {{0}};
    struct pw_store store = pw_capture_store(capture);
    struct pw_packet packet, out;
    uint64_t *offsets = calloc(of->count, sizeof *offsets);
    uint32_t known = 0;
    while (known < of->count) {
        CU_ASSERT_EQUAL_FATAL(read_on(capture, &packet, &error), PW_READ_PACKET);
        CU_ASSERT(same_packet(&packet, &of->packets[known]));
        offsets[known++] = packet.offset;
        for (int i = 0; i < 5; i++) {
            uint32_t n = (uint32_t)random() % known;
            packet = of->packets[n];
            packet.offset = offsets[n];
            CU_ASSERT_FATAL(store.fetch(store.self, &packet, &out));
            CU_ASSERT(same_packet(&out, &of->packets[n]));
            CU_ASSERT_EQUAL(out.offset, offsets[n]);
        }
    }
    CU_ASSERT_EQUAL(read_on(capture, &packet, &error), PW_READ_END);
    for (uint32_t n = of->count; n-- > 0;) {
        packet = of->packets[n];
        packet.offset = offsets[n];
        CU_ASSERT(store.fetch(store.self, &packet, &out));
        CU_ASSERT(same_packet(&out, &of->packets[n]));
    }
    /* Not what is there: a packet of another time, and no packet at all. */
    packet.time++;
    CU_ASSERT_FALSE(store.fetch(store.self, &packet, &out));
    packet.offset = 1u << 30;
    CU_ASSERT_FALSE(store.fetch(store.self, &packet, &out));
    free(offsets);
}

static void test_again(void)
{
    struct pcap_file http = bundled("http");
    for (int form = 0; form < FORM_COUNT; form++) {
        struct pw_buffer plain = {0}, packed = {0};
        form_make((enum form)form, &http, &plain);
        form_gzip(&plain, &packed);
        struct pw_capture *capture = opened(put_file("plain", &plain));
        check_again(capture, &http);
        pw_capture_close(capture);
        capture = opened(put_file("packed", &packed));
        check_again(capture, &http);
        pw_capture_close(capture);
        pw_buffer_free(&plain);
        pw_buffer_free(&packed);
    }
    pcap_file_free(&http);
}

/* As `cat a.pcapng b.pcapng` makes: time means another thing in each section. */
static void test_sections(void)
{
    struct pcap_file http = bundled("http");
    struct pw_buffer file = {0};
    uint32_t third = http.count / 3;
    form_section(&http, 0, third, 9, false, &file);
    form_section(&http, third, third, 9, false, &file); /* one without packets */
    form_section(&http, third, 2 * third, 6, false, &file);
    form_section(&http, 2 * third, http.count, 9, false, &file);
    struct pw_capture *capture = opened(put_file("sections", &file));
    check_again(capture, &http);
    pw_capture_close(capture);
    pw_buffer_free(&file);
    pcap_file_free(&http);
}

/* A section whose interfaces are announced here and there, and another behind it. */
static void test_sections_mixed(void)
{
    struct pcap_file http = bundled("http"), twice = http;
    struct pw_buffer file = {0};
    size_t size = http.count * sizeof *http.packets;
    twice.packets = malloc(2 * size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(twice.packets);
    memcpy(twice.packets, http.packets, size);
    memcpy(twice.packets + http.count, http.packets, size);
    twice.count = 2 * http.count;
    form_make(FORM_PCAPNG_MIXED, &http, &file);
    form_section(&http, 0, http.count, 6, false, &file);
    struct pw_capture *capture = opened(put_file("sections", &file));
    check_again(capture, &twice);
    pw_capture_close(capture);
    pw_buffer_free(&file);
    free(twice.packets);
    pcap_file_free(&http);
}

/* TCP segments with SYN, told by hand: Ethernet, IPv4 without options. */
static bool is_syn(const struct pw_packet *packet)
{
    return packet->captured > 47 && packet->data[12] == 8 && packet->data[13] == 0 &&
           packet->data[23] == 6 && (packet->data[47] & 2);
}

static void test_filter(void)
{
    struct pcap_file http = bundled("http");
    struct pw_buffer file = {0};
    form_make(FORM_PCAPNG_MIXED, &http, &file);
    struct pw_capture *capture = opened(put_file("filter", &file));
    struct pw_error error = {{0}};
    struct pw_packet packet;
    CU_ASSERT_FALSE(pw_capture_filter(capture, "tcp prt 80", &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "tcp prt 80"));
    CU_ASSERT(pw_capture_filter(capture, "tcp[tcpflags] & tcp-syn != 0", &error));
    uint32_t syns = 0;
    for (uint32_t i = 0; i < http.count; i++) {
        if (!is_syn(&http.packets[i]))
            continue;
        syns++;
        CU_ASSERT_EQUAL(read_on(capture, &packet, &error), PW_READ_PACKET);
        CU_ASSERT(same_packet(&packet, &http.packets[i]));
    }
    CU_ASSERT(syns > 1);
    CU_ASSERT_EQUAL(read_on(capture, &packet, &error), PW_READ_END);
    /* What is saved is what was shown. */
    char target[512];
    snprintf(target, sizeof target, "%s", in_folder("syns.pcap"));
    CU_ASSERT(pw_capture_save(capture, target, &error));
    pw_capture_close(capture);
    struct pcap_file saved = pcap_file_read(target);
    CU_ASSERT_EQUAL(saved.count, syns);
    pcap_file_free(&saved);
    pw_buffer_free(&file);
    pcap_file_free(&http);
}

/* A filter that nothing passes must not hold a screen up: now and then it says WAIT. */
static void test_filter_patience(void)
{
    struct pw_buffer file = {0};
    struct pw_error error = {{0}};
    struct pw_packet packet;
    form_pcap_header(&file, 262144, 1);
    for (uint32_t i = 0; i < 30000; i++)
        form_record(&file, i, 0, 20, 20, (const uint8_t *)"aaaaaabbbbbb\x08\x00......");
    struct pw_capture *capture = opened(put_file("many", &file));
    CU_ASSERT(pw_capture_filter(capture, "arp", &error));
    unsigned waits = 0;
    enum pw_read got;
    while ((got = pw_capture_next(capture, &packet, &error)) == PW_READ_WAIT) {
        CU_ASSERT_EQUAL(pw_capture_descriptor(capture), -1);
        pw_capture_feed(capture, true); /* returns at once: there is nothing to wait for */
        waits++;
    }
    CU_ASSERT_EQUAL(got, PW_READ_END);
    CU_ASSERT(waits > 1);
    pw_capture_close(capture);
    pw_buffer_free(&file);
}

static void check_saved(const char *source, const struct pcap_file *of)
{
    struct pw_error error = {{0}};
    char from[512], target[512];
    snprintf(from, sizeof from, "%s", source);
    snprintf(target, sizeof target, "%s", in_folder("saved.pcap"));
    struct pw_capture *capture = opened(from);
    check_all(capture, of, NULL);
    CU_ASSERT(pw_capture_save(capture, target, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "");
    struct pw_capture *saved = opened(target);
    check_all(saved, of, NULL);
    pw_capture_close(saved);
    /* A full disk is told, and so is overwriting what is being read. */
    CU_ASSERT_FALSE(pw_capture_save(capture, "/dev/full", &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "No space left"));
    CU_ASSERT_FALSE(pw_capture_save(capture, "/nonexistent/x", &error));
    pw_capture_close(capture);
}

static void test_save(void)
{
    struct pcap_file http = bundled("http");
    struct pw_error error = {{0}};
    for (int form = 0; form < FORM_COUNT; form++) {
        struct pw_buffer plain = {0}, packed = {0};
        form_make((enum form)form, &http, &plain);
        form_gzip(&plain, &packed);
        check_saved(put_file("plain", &plain), &http);
        check_saved(put_file("packed", &packed), &http);
        pw_buffer_free(&plain);
        pw_buffer_free(&packed);
    }
    char path[512];
    snprintf(path, sizeof path, "%s", in_folder("plain"));
    struct pw_capture *capture = opened(path);
    CU_ASSERT_FALSE(pw_capture_save(capture, path, &error));
    check_all(capture, &http, NULL);
    pw_capture_close(capture);
    pcap_file_free(&http);
}

static void test_progress(void)
{
    struct pcap_file http = bundled("http");
    struct pw_buffer plain = {0}, packed = {0};
    uint64_t done, total;
    form_make(FORM_PCAP, &http, &plain);
    form_gzip(&plain, &packed);
    struct pw_capture *capture = opened(put_file("plain", &plain));
    pw_capture_progress(capture, &done, &total);
    CU_ASSERT(done == 24 && total == plain.length);
    check_all(capture, &http, NULL);
    pw_capture_progress(capture, &done, &total);
    CU_ASSERT(done == plain.length && total == plain.length);
    pw_capture_close(capture);
    capture = opened(put_file("packed", &packed));
    check_all(capture, &http, NULL);
    pw_capture_progress(capture, &done, &total);
    CU_ASSERT(done == packed.length && total == packed.length);
    pw_capture_close(capture);
    pw_buffer_free(&plain);
    pw_buffer_free(&packed);
    pcap_file_free(&http);
}

void add_reading_tests(void)
{
    CU_pSuite suite = CU_add_suite("reading", NULL, NULL);
    CU_add_test(suite, "the same packets in every form, packed or not", test_forms);
    CU_add_test(suite, "all bundled captures", test_bundled);
    CU_add_test(suite, "again, in any order, between reading", test_again);
    CU_add_test(suite, "pcapng of several sections", test_sections);
    CU_add_test(suite, "interfaces in the midst of the first of two sections", test_sections_mixed);
    CU_add_test(suite, "filter", test_filter);
    CU_add_test(suite, "a filter that nothing passes", test_filter_patience);
    CU_add_test(suite, "save and read again", test_save);
    CU_add_test(suite, "progress", test_progress);
}
