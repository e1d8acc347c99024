/* teach/: how far a student has come, in a file that anybody may edit. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "teach/progress.h"
#include "teach_test.h"

static void check_file(const char *path, const char *wanted)
{
    char text[1024] = "";
    FILE *file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    CU_ASSERT_STRING_EQUAL(text, wanted);
    if (strcmp(text, wanted) != 0)
        printf("\nwanted %s\ngot %s", wanted, text);
}

void test_progress(void)
{
    struct pw_error error = {{0}};
    char path[512];
    snprintf(path, sizeof path, "%s",
             scratch_file("progress", "# my own note\n"
                                      "01-a step 2 of 7 done 1\n"
                                      "what is this\n"
                                      "06-b step 99999999999 of 2\n"));
    struct pw_progress *progress = pw_progress_load(path, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(progress);
    CU_ASSERT_EQUAL(pw_progress_get(progress, "01-a").step, 2);
    CU_ASSERT_EQUAL(pw_progress_get(progress, "01-a").done, 1);
    CU_ASSERT_EQUAL(pw_progress_get(progress, "06-b").step, 0);
    CU_ASSERT_EQUAL(pw_progress_get(progress, "14-c").steps, 0);
    pw_progress_set(progress, "01-a", (struct pw_progress_entry){.step = 3, .steps = 7, .done = 2});
    pw_progress_set(progress, "14-c", (struct pw_progress_entry){.step = 1, .steps = 5});
    CU_ASSERT_TRUE(pw_progress_save(progress, &error));
    check_file(path, "# my own note\n01-a step 3 of 7 done 2\nwhat is this\n"
                     "06-b step 99999999999 of 2\n14-c step 1 of 5 done 0\n");
    pw_progress_reset(progress, "01-a");
    CU_ASSERT_TRUE(pw_progress_save(progress, &error));
    check_file(path, "# my own note\nwhat is this\n06-b step 99999999999 of 2\n"
                     "14-c step 1 of 5 done 0\n");
    pw_progress_free(progress);
    /* One that is not there is empty; one that is a directory is said. */
    progress = pw_progress_load("/dev/null/packetwalk/progress", &error);
    CU_ASSERT_PTR_NOT_NULL(progress);
    CU_ASSERT_FALSE(pw_progress_save(progress, &error));
    CU_ASSERT_TRUE(*error.text != '\0');
    pw_progress_free(progress);
    CU_ASSERT_PTR_NULL(pw_progress_load(scratch_directory(), &error));
}
