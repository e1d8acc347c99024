/* The table of scenes: see lab.h. */
#include <string.h>

#include "lab/client.h"

static const struct pw_lab_scene scenes[] = {
#define PW_LAB_SCENE(id, name) {name, pw_lab_play_##id},
#include "lab/scenes.def"
#undef PW_LAB_SCENE
};

const struct pw_lab_scene *pw_lab_scene_at(uint32_t i)
{
    return i < sizeof scenes / sizeof *scenes ? &scenes[i] : NULL;
}

const struct pw_lab_scene *pw_lab_scene_find(const char *name)
{
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
        if (strcmp(scenes[i].name, name) == 0)
            return &scenes[i];
    return NULL;
}
