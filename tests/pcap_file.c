/* The tests' reader of pcap files: see pcap_file.h. */
#include "pcap_file.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t word(const uint8_t *at, bool swapped)
{
    if (swapped)
        return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    return (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

static void fail(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    exit(99);
}

static uint8_t *slurp(const char *path, size_t *size)
{
    FILE *in = fopen(path, "rb");
    if (!in || fseek(in, 0, SEEK_END) != 0)
        fail(path, "cannot be opened");
    *size = (size_t)ftell(in);
    rewind(in);
    uint8_t *bytes = malloc(*size + 1);
    if (!bytes || fread(bytes, 1, *size, in) != *size)
        fail(path, "cannot be read");
    fclose(in);
    return bytes;
}

static char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *name = strdup(slash ? slash + 1 : path);
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = '\0';
    return name;
}

struct pcap_file pcap_file_read(const char *path)
{
    struct pcap_file file = {0};
    size_t size;
    file.bytes = slurp(path, &size);
    file.name = base_name(path);
    if (size < 24)
        fail(path, "is too short for a capture");
    uint32_t magic = word(file.bytes, false);
    bool swapped = magic == 0xd4c3b2a1 || magic == 0x4d3cb2a1;
    bool nano = magic == 0xa1b23c4d || magic == 0x4d3cb2a1;
    uint32_t link = word(file.bytes + 20, swapped) & 0xffff;
    file.packets = calloc(size / 16 + 1, sizeof *file.packets);
    for (size_t at = 24; at + 16 <= size;) {
        const uint8_t *record = file.bytes + at;
        uint32_t captured = word(record + 8, swapped);
        if (captured > size - at - 16)
            fail(path, "is cut short");
        file.packets[file.count++] = (struct pw_packet){
            .time = (uint64_t)word(record, swapped) * 1000000000u +
                    (uint64_t)word(record + 4, swapped) * (nano ? 1u : 1000u),
            .offset = at,
            .length = word(record + 12, swapped),
            .captured = captured,
            .link = link,
            .data = record + 16,
        };
        at += 16 + captured;
    }
    return file;
}

void pcap_file_free(struct pcap_file *file)
{
    free(file->name);
    free(file->packets);
    free(file->bytes);
    *file = (struct pcap_file){0};
}

static bool fetch(void *self, const struct pw_packet *wanted, struct pw_packet *out)
{
    const struct pcap_file *file = self;
    uint32_t low = 0, high = file->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (file->packets[middle].offset == wanted->offset) {
            *out = file->packets[middle];
            return true;
        }
        if (file->packets[middle].offset < wanted->offset)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

struct pw_store pcap_file_store(struct pcap_file *file)
{
    return (struct pw_store){.self = file, .fetch = fetch};
}

void pcap_files_each(void (*each)(struct pcap_file *file, void *self), void *self)
{
    glob_t found;
    if (glob(PW_CAPTURES "/*.pcap", 0, NULL, &found) != 0)
        fail(PW_CAPTURES, "holds no captures");
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct pcap_file file = pcap_file_read(found.gl_pathv[i]);
        each(&file, self);
        pcap_file_free(&file);
    }
    globfree(&found);
}

struct pw_bytes pcap_file_keys(const char *name)
{
    static char log[1 << 16];
    char path[512];
    snprintf(path, sizeof path, "%s/%s.keys", PW_CAPTURES, name);
    FILE *file = fopen(path, "r");
    if (!file)
        return pw_bytes_of(NULL, 0);
    size_t length = fread(log, 1, sizeof log, file);
    fclose(file);
    return pw_bytes_of(log, length);
}
