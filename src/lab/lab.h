#ifndef PW_LAB_LAB_H
#define PW_LAB_LAB_H
#include <stdint.h>
struct pw_lab_stage { const char *server; };
struct pw_lab_scene { const char *name; int (*play)(const struct pw_lab_stage *stage); };
int pw_lab_serve(const char *address, int ready);
const struct pw_lab_scene *pw_lab_scene_at(uint32_t i);
const struct pw_lab_scene *pw_lab_scene_find(const char *name);
#endif
