/* Input that is still coming: pipes, byte by byte, standard input and named pipes. */
#include "capture_test.h"

#include <CUnit/Basic.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int saved_input = -1;

/* Put fd (which is closed) where standard input was; -1 puts that back. */
static void be_input(int fd)
{
    if (saved_input < 0)
        saved_input = dup(STDIN_FILENO);
    dup2(fd < 0 ? saved_input : fd, STDIN_FILENO);
    if (fd >= 0)
        close(fd);
}

static void send(int to, const char *bytes, size_t length)
{
    while (length) {
        ssize_t wrote = write(to, bytes, length);
        if (wrote <= 0)
            _exit(2);
        bytes += wrote;
        length -= (size_t)wrote;
    }
}

/* A child that writes all of it, so many bytes at a time. */
static pid_t start_writer(int to, int unused, const struct pw_buffer *bytes, size_t step)
{
    pid_t child = fork();
    if (child)
        return child;
    if (unused >= 0)
        close(unused);
    for (size_t at = 0; at < bytes->length; at += step)
        send(to, bytes->text + at, bytes->length - at < step ? bytes->length - at : step);
    _exit(0);
}

static void check_pipe(const struct pw_buffer *bytes, size_t step, const struct pcap_file *of)
{
    int ends[2];
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    pid_t child = start_writer(ends[1], ends[0], bytes, step);
    close(ends[1]);
    be_input(ends[0]);
    struct pw_capture *capture = opened("-");
    be_input(-1);
    check_all(capture, of, NULL);
    CU_ASSERT_EQUAL(pw_capture_descriptor(capture), -1);
    pw_capture_close(capture);
    waitpid(child, NULL, 0);
}

static void test_pipe(void)
{
    struct pcap_file upgrade = bundled("upgrade");
    for (int form = 0; form < FORM_COUNT; form++) {
        struct pw_buffer plain = {0}, packed = {0};
        form_make((enum form)form, &upgrade, &plain);
        form_gzip(&plain, &packed);
        check_pipe(&plain, 1 << 16, &upgrade);
        check_pipe(&packed, 1 << 16, &upgrade);
        check_pipe(&plain, 1, &upgrade);
        check_pipe(&packed, 1, &upgrade);
        check_pipe(&plain, 7, &upgrade);
        pw_buffer_free(&plain);
        pw_buffer_free(&packed);
    }
    pcap_file_free(&upgrade);
}

/* Look at one of the packets that are known so far. */
static void look_back(struct pw_capture *capture, const struct pcap_file *of,
                      const uint64_t *offsets, uint32_t known)
{
    struct pw_store store = pw_capture_store(capture);
    struct pw_packet out;
    uint32_t n = (uint32_t)random() % known;
    struct pw_packet wanted = of->packets[n];
    wanted.offset = offsets[n];
    CU_ASSERT_FATAL(store.fetch(store.self, &wanted, &out));
    CU_ASSERT(same_packet(&out, &of->packets[n]));
}

/* After each byte: every packet that is there is told, none that is not, and all of them can be
 * fetched. Nothing ever blocks. */
static void check_byte_by_byte(const struct pw_buffer *bytes, size_t header,
                               const struct pcap_file *of)
{
    int ends[2];
    struct pw_error error = {{0}};
    struct pw_packet packet;
    uint64_t offsets[256];
    uint32_t known = 0;
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    send(ends[1], bytes->text, header);
    be_input(ends[0]);
    struct pw_capture *capture = opened("-");
    be_input(-1);
    for (size_t at = header; at <= bytes->length; at++) {
        enum pw_read got;
        pw_capture_feed(capture, false);
        while ((got = pw_capture_next(capture, &packet, &error)) == PW_READ_PACKET) {
            CU_ASSERT_FATAL(known < of->count);
            CU_ASSERT(same_packet(&packet, &of->packets[known]));
            offsets[known++] = packet.offset;
        }
        CU_ASSERT_EQUAL(got, PW_READ_WAIT);
        CU_ASSERT(pw_capture_descriptor(capture) >= 0);
        if (known)
            look_back(capture, of, offsets, known);
        if (at < bytes->length)
            send(ends[1], bytes->text + at, 1);
    }
    CU_ASSERT_EQUAL(known, of->count);
    close(ends[1]);
    CU_ASSERT_EQUAL(read_on(capture, &packet, &error), PW_READ_END);
    pw_capture_close(capture);
}

static void test_byte_by_byte(void)
{
    struct pcap_file upgrade = bundled("upgrade");
    for (int form = 0; form < FORM_COUNT; form++) {
        struct pw_buffer bytes = {0};
        form_make((enum form)form, &upgrade, &bytes);
        check_byte_by_byte(&bytes, form_header((enum form)form), &upgrade);
        pw_buffer_free(&bytes);
    }
    pcap_file_free(&upgrade);
}

/* `packetwalk - < file`, and a named pipe given as FILE. */
static void test_other_inputs(void)
{
    struct pcap_file upgrade = bundled("upgrade");
    struct pw_buffer bytes = {0};
    form_make(FORM_PCAP_NANO_SWAPPED, &upgrade, &bytes);
    int fd = open(put_file("file", &bytes), O_RDONLY);
    CU_ASSERT_FATAL(fd >= 0);
    be_input(fd);
    struct pw_capture *capture = opened("-");
    be_input(-1);
    check_all(capture, &upgrade, NULL);
    pw_capture_close(capture);

    const char *path = in_folder("fifo");
    CU_ASSERT_EQUAL_FATAL(mkfifo(path, 0600), 0);
    pid_t child = fork();
    if (child == 0) {
        send(open(path, O_WRONLY), bytes.text, bytes.length);
        _exit(0);
    }
    capture = opened(path);
    check_all(capture, &upgrade, NULL);
    pw_capture_close(capture);
    waitpid(child, NULL, 0);
    pw_buffer_free(&bytes);
    pcap_file_free(&upgrade);
}

/* A thousand times as much as comes in: each feed still does only its slice. */
static void test_slices(void)
{
    struct pw_buffer plain = {0}, packed = {0};
    struct pw_error error = {{0}};
    struct pw_packet packet;
    static const uint8_t zeros[60000];
    form_pcap_header(&plain, 262144, 1);
    for (uint32_t i = 0; i < 300; i++)
        form_record(&plain, i, 0, sizeof zeros, sizeof zeros, zeros);
    form_gzip(&plain, &packed);
    struct pw_capture *capture = opened(put_file("bomb", &packed));
    uint32_t count = 0, feeds = 0, most = 0, run = 0;
    enum pw_read got;
    while ((got = pw_capture_next(capture, &packet, &error)) != PW_READ_END) {
        CU_ASSERT_FATAL(got == PW_READ_PACKET || got == PW_READ_WAIT);
        count += got == PW_READ_PACKET;
        run = got == PW_READ_PACKET ? run + 1 : 0;
        most = run > most ? run : most;
        if (got == PW_READ_WAIT) {
            CU_ASSERT_EQUAL(pw_capture_descriptor(capture), -1);
            pw_capture_feed(capture, false);
            feeds++;
        }
    }
    CU_ASSERT_EQUAL(count, 300);
    CU_ASSERT(feeds >= 16);
    CU_ASSERT(most <= 24);
    pw_capture_close(capture);
    pw_buffer_free(&plain);
    pw_buffer_free(&packed);
}

void add_growing_tests(void)
{
    CU_pSuite suite = CU_add_suite("growing", NULL, NULL);
    CU_add_test(suite, "through a pipe, whole, in sevens, byte by byte", test_pipe);
    CU_add_test(suite, "reading and fetching after every byte", test_byte_by_byte);
    CU_add_test(suite, "a file as standard input, a named pipe", test_other_inputs);
    CU_add_test(suite, "slices stay small", test_slices);
}
