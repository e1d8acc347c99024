/* ui/: views on a grid of cells, without a terminal. */
#include "ui_test.h"

#include <CUnit/Basic.h>

int main(void)
{
    struct pw_error error = {{0}};
    screen_words = pw_words_load(PW_LESSONS "/en/explain", &error);
    screen_glossary = pw_glossary_load(PW_LESSONS "/en/glossary.md", &error);
    if (!screen_words || !screen_glossary) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("ui", NULL, NULL);
    CU_add_test(suite, "text breaks into lines", test_wrap);
    CU_add_test(suite, "cells hold wide, combining and unsafe text", test_cells);
    CU_add_test(suite, "plain characters alone where there are no others", test_plain_characters);
    CU_add_test(suite, "key tables are whole and help tells them", test_key_tables);
    CU_add_test(suite, "going back shows what going on showed", test_backwards_is_forwards);
    CU_add_test(suite, "a resize keeps the place", test_resize_keeps_the_place);
    CU_add_test(suite, "what is selected is lit", test_selection_lights_its_bytes);
    CU_add_test(suite, "every byte lights its field", test_bytes_light_their_field);
    CU_add_test(suite, "lessons by keyboard, both ways", test_lessons_by_keyboard);
    CU_add_test(suite, "finding in the packet list", test_finding);
    CU_add_test(suite, "clicks on every pane", test_clicks);
    CU_add_test(suite, "predicting what comes next", test_predicting);
    CU_add_test(suite, "asking on", test_asking_on);
    CU_add_test(suite, "live packets are followed until one moves",
                test_live_follows_until_one_moves);
    CU_add_test(suite, "live capture is paused, and goes on", test_live_pauses);
    CU_add_test(suite, "what is captured is changed while it runs", test_live_filter);
    CU_add_test(suite, "the lab's scenes", test_lab_scenes);
    CU_add_test(suite, "a task on the screen", test_task_on_the_screen);
    CU_add_test(suite, "a player's waits", test_player);
    CU_add_test(suite, "playing, and playing back", test_playing);
    CU_add_test(suite, "keys while it plays", test_playing_by_hand);
    CU_add_test(suite, "playing what still grows", test_playing_what_grows);
    CU_add_test(suite, "silence is skipped, and said", test_playing_silence);
    CU_add_test(suite, "going to a packet by number, and by text", test_jumping);
    CU_add_test(suite, "keys at random harm nothing", test_random_keys);
    CU_add_test(suite, "golden screens", test_golden_screens);
    CU_add_test(suite, "a language whose words are longer", test_longer_words);
    CU_basic_set_mode(CU_BRM_NORMAL);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    pw_glossary_free(screen_glossary);
    pw_words_free(screen_words);
    return failures ? 1 : 0;
}
