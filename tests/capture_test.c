/* Reading captures in every form, forwards and again, while they grow, and when they are broken. */
#include "capture_test.h"

#include <CUnit/Basic.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[256];

const char *in_folder(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

const char *put_file(const char *name, const struct pw_buffer *bytes)
{
    const char *path = in_folder(name);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(pw_buffer_get(bytes), 1, bytes->length, out) != bytes->length ||
        fclose(out) != 0) {
        perror(path);
        exit(2);
    }
    return path;
}

struct pcap_file bundled(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.pcap", PW_CAPTURES, name);
    return pcap_file_read(path);
}

bool same_packet(const struct pw_packet *a, const struct pw_packet *b)
{
    return a->time == b->time && a->length == b->length && a->captured == b->captured &&
           a->link == b->link && memcmp(a->data, b->data, a->captured) == 0;
}

enum pw_read read_on(struct pw_capture *capture, struct pw_packet *packet, struct pw_error *error)
{
    enum pw_read got;
    while ((got = pw_capture_next(capture, packet, error)) == PW_READ_WAIT)
        pw_capture_feed(capture, true);
    return got;
}

void check_all(struct pw_capture *capture, const struct pcap_file *of, uint64_t *offsets)
{
    struct pw_error error = {{0}};
    struct pw_packet packet;
    for (uint32_t i = 0; i < of->count; i++) {
        enum pw_read got = read_on(capture, &packet, &error);
        CU_ASSERT_EQUAL_FATAL(got, PW_READ_PACKET);
        CU_ASSERT(same_packet(&packet, &of->packets[i]));
        if (offsets)
            offsets[i] = packet.offset;
    }
    for (int again = 0; again < 2; again++) {
        CU_ASSERT_EQUAL(read_on(capture, &packet, &error), PW_READ_END);
    }
    CU_ASSERT_STRING_EQUAL(error.text, "");
}

struct pw_capture *opened(const char *path)
{
    struct pw_error error = {{0}};
    struct pw_capture *capture = pw_capture_open(path, &error);
    if (!capture)
        fprintf(stderr, "%s\n", error.text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(capture);
    return capture;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

int main(void)
{
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/capture_test-XXXXXX",
             temporary && *temporary ? temporary : "/tmp");
    if (!mkdtemp(folder) || CU_initialize_registry() != CUE_SUCCESS)
        return 2;
    add_reading_tests();
    add_growing_tests();
    add_trouble_tests();
    add_rights_tests();
    add_fence_tests();
    CU_basic_set_mode(CU_BRM_NORMAL);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return failures ? 1 : 0;
}
