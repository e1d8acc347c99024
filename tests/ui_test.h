/* The tests of the ui room, one file a theme. */
#ifndef PW_TESTS_UI_TEST_H
#define PW_TESTS_UI_TEST_H

#include "screen.h"

void test_golden_screens(void);
void test_longer_words(void);

void test_wrap(void);
void test_cells(void);
void test_plain_characters(void);

void test_key_tables(void);
void test_backwards_is_forwards(void);
void test_resize_keeps_the_place(void);
void test_selection_lights_its_bytes(void);
void test_bytes_light_their_field(void);
void test_lessons_by_keyboard(void);
void test_finding(void);
void test_clicks(void);
void test_predicting(void);
void test_asking_on(void);
void test_random_keys(void);

void test_live_follows_until_one_moves(void);
void test_live_pauses(void);
void test_live_filter(void);
void test_lab_scenes(void);
void test_task_on_the_screen(void);

void test_player(void);
void test_playing(void);
void test_playing_by_hand(void);
void test_playing_what_grows(void);
void test_playing_silence(void);
void test_jumping(void);

#endif
