/* The pictures of bundled captures: see pictures.h. */
#include "pictures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pcap_file.h"

/* A bundled capture and its picture. */
struct picture {
    struct pcap_file file;
    struct pw_session *session;
};

static void picture_free(struct picture *picture)
{
    pw_session_free(picture->session);
    pcap_file_free(&picture->file);
}

#define PICTURES 256 /* captures, and some to spare */
static struct {
    char name[64];
    struct picture picture;
} opened[PICTURES];
static uint32_t opened_count;

static void index_picture(struct picture *picture)
{
    picture->session = pw_session_new(pcap_file_store(&picture->file));
    pw_session_keys(picture->session, pcap_file_keys(picture->file.name));
    for (uint32_t i = 0; i < picture->file.count; i++)
        pw_session_add(picture->session, &picture->file.packets[i]);
    pw_session_finish(picture->session);
}

static const struct pw_session *open_picture(void *self, const char *name)
{
    char path[512];
    (void)self;
    for (uint32_t i = 0; i < opened_count; i++)
        if (strcmp(opened[i].name, name) == 0)
            return opened[i].picture.session;
    snprintf(path, sizeof path, "%s/%s", PW_CAPTURES, name);
    if (access(path, R_OK) != 0 || opened_count == PICTURES)
        return NULL;
    /* The picture's store points at the file it was read into: it must not move afterwards. */
    struct picture *picture = &opened[opened_count].picture;
    snprintf(opened[opened_count++].name, sizeof opened->name, "%s", name);
    picture->file = pcap_file_read(path);
    index_picture(picture);
    return picture->session;
}

const struct pw_captures pictures = {.open = open_picture};

const struct pw_session *picture_of(const char *name)
{
    const struct pw_session *session = open_picture(NULL, name);
    if (!session) {
        fprintf(stderr, "%s cannot be read\n", name);
        exit(1);
    }
    return session;
}

void pictures_free(void)
{
    while (opened_count)
        picture_free(&opened[--opened_count].picture);
}
