/* teach/: how far a student has come, in a file that anybody may edit. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "teach/progress.h"
#include "teach_test.h"

#define MOST (256u * 1024u) /* bytes a progress file may have */

static struct pw_progress *load(const char *path)
{
    struct pw_error error = {{0}};
    struct pw_progress *progress = pw_progress_load(path, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(progress);
    CU_ASSERT_STRING_EQUAL(error.text, "");
    return progress;
}

static void check_entry_of(const struct pw_progress *progress, const char *lesson, uint32_t step,
                           uint32_t steps, uint32_t done)
{
    struct pw_progress_entry entry = pw_progress_get(progress, lesson);
    bool right = entry.step == step && entry.steps == steps && entry.done == done;
    CU_ASSERT_TRUE(right);
    if (!right)
        printf("\n%s: step %u of %u done %u", lesson, (unsigned)entry.step, (unsigned)entry.steps,
               (unsigned)entry.done);
}

/* Saves and compares what is in the file then. */
static void check_saved(struct pw_progress *progress, const char *path, const char *wanted)
{
    char text[1024] = "";
    struct pw_error error = {{0}};
    CU_ASSERT_TRUE(pw_progress_save(progress, &error));
    CU_ASSERT_STRING_EQUAL(error.text, "");
    FILE *file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    CU_ASSERT_STRING_EQUAL(text, wanted);
    if (strcmp(text, wanted) != 0)
        printf("\nwanted %s\ngot %s", wanted, text);
}

/* What somebody wrote by hand stays where it stands. */
void test_progress(void)
{
    char path[512];
    snprintf(path, sizeof path, "%s",
             scratch_file("progress", "# my own note\n\n"
                                      "01-a step 2 of 7 done 1\n"
                                      "what is this\n"
                                      "  06-b   step 4\tof 5 done 5  \r\n"
                                      "01-a step 6 of 7 done 6\n"
                                      "no end"));
    struct pw_progress *progress = load(path);
    check_entry_of(progress, "01-a", 2, 7, 1);
    check_entry_of(progress, "14-c", 0, 0, 0);
    check_entry_of(progress, "#", 0, 0, 0);
    /* Nothing changed, nothing rewritten. */
    check_saved(progress, path,
                "# my own note\n\n01-a step 2 of 7 done 1\nwhat is this\n"
                "  06-b   step 4\tof 5 done 5  \r\n01-a step 6 of 7 done 6\nno end\n");
    pw_progress_set(progress, "01-a", (struct pw_progress_entry){.step = 3, .steps = 7, .done = 2});
    pw_progress_set(progress, "14-c", (struct pw_progress_entry){.step = 1, .steps = 5});
    check_entry_of(progress, "14-c", 1, 5, 0);
    check_saved(progress, path,
                "# my own note\n\n01-a step 3 of 7 done 2\nwhat is this\n"
                "  06-b   step 4\tof 5 done 5  \r\n01-a step 6 of 7 done 6\nno end\n"
                "14-c step 1 of 5 done 0\n");
    pw_progress_reset(progress, "01-a");
    check_entry_of(progress, "01-a", 0, 0, 0);
    check_saved(progress, path,
                "# my own note\n\nwhat is this\n  06-b   step 4\tof 5 done 5  \r\nno end\n"
                "14-c step 1 of 5 done 0\n");
    /* Forgotten and begun again. */
    pw_progress_set(progress, "01-a", (struct pw_progress_entry){.step = 1, .steps = 7});
    check_entry_of(progress, "01-a", 1, 7, 0);
    pw_progress_reset(progress, NULL);
    pw_progress_set(progress, "02-d", (struct pw_progress_entry){.step = 9, .steps = 9, .done = 9});
    pw_progress_free(progress);
    /* What was not saved is not there; what was, is. */
    progress = load(path);
    check_entry_of(progress, "14-c", 1, 5, 0);
    check_entry_of(progress, "02-d", 0, 0, 0);
    pw_progress_free(progress);
}

/* Lines that are no lines of ours are passed over, whatever is wrong with them. */
void test_damaged_progress(void)
{
    static const char *const lines[] = {
        "01-a",
        "01-a step",
        "01-a step 1 of 2",
        "01-a step 1 of 2 done",
        "01-a step 1 of 2 done 1 more",
        "01-a step one of 2 done 1",
        "01-a step -1 of 2 done 1",
        "01-a step 1 of 99999999999 done 1",
        "01-a step 18446744073709551617 of 2 done 1",
        "01-a Step 1 of 2 done 1",
        "step 1 of 2 done 1",
        "\xff\xfe\x01 \x1b[31m",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char path[512], whole[128];
        snprintf(whole, sizeof whole, "%s\n", lines[i]);
        snprintf(path, sizeof path, "%s", scratch_file("progress", whole));
        struct pw_progress *progress = load(path);
        check_entry_of(progress, "01-a", 0, 0, 0);
        check_saved(progress, path, whole);
        pw_progress_free(progress);
    }
    /* More done, or farther, than there are steps is all of them. */
    struct pw_progress *progress = load(scratch_file("progress", "01-a step 9 of 4 done 7\n"));
    check_entry_of(progress, "01-a", 4, 4, 4);
    pw_progress_free(progress);
    progress = load(scratch_file("progress", ""));
    check_entry_of(progress, "01-a", 0, 0, 0);
    pw_progress_free(progress);
}

/* How questions were answered stands beside it, in lines of its own. */
void test_answers(void)
{
    char path[512];
    struct pw_answer answer = {.step = 5, .tries = 1, .beliefs = {19}, .belief_count = 1};
    snprintf(path, sizeof path, "%s",
             scratch_file("answers", "01-a answer 2 right tries 1 hints 0\n"
                                     "01-a answer 3 wrong tries 1 hints 0\n"
                                     "01-a answer 4 right tries 2 hints 1 beliefs 39\n"
                                     "06-b answer 7 right tries 3 hints 2 beliefs 3 5\n"));
    struct pw_progress *progress = load(path);
    struct pw_answer read;
    CU_ASSERT_TRUE(pw_progress_answer(progress, "06-b", 0, &read));
    CU_ASSERT_TRUE(read.step == 7 && read.right && read.tries == 3 && read.hints == 2 &&
                   read.belief_count == 2 && read.beliefs[0] == 3 && read.beliefs[1] == 5);
    CU_ASSERT_TRUE(pw_progress_answer(progress, "01-a", 0, &read));
    CU_ASSERT_EQUAL(read.step, 2);
    CU_ASSERT_FALSE(pw_progress_answer(progress, "01-a", 1, &read));
    pw_progress_answered(progress, "01-a", &answer);
    answer = (struct pw_answer){.step = 7, .right = true, .tries = 4};
    pw_progress_answered(progress, "06-b", &answer);
    check_saved(progress, path,
                "01-a answer 2 right tries 1 hints 0\n"
                "01-a answer 3 wrong tries 1 hints 0\n"
                "01-a answer 4 right tries 2 hints 1 beliefs 39\n"
                "06-b answer 7 right tries 4 hints 0\n"
                "01-a answer 5 open tries 1 hints 0 beliefs 19\n");
    pw_progress_reset(progress, "01-a");
    check_saved(progress, path,
                "01-a answer 3 wrong tries 1 hints 0\n"
                "01-a answer 4 right tries 2 hints 1 beliefs 39\n"
                "06-b answer 7 right tries 4 hints 0\n");
    pw_progress_free(progress);
}

/* Two copies at once, and somebody with an editor: each keeps what the others wrote. */
void test_progress_of_two(void)
{
    char path[512];
    snprintf(path, sizeof path, "%s", scratch_file("two", "01-a step 2 of 7 done 1\n"));
    struct pw_progress *one = load(path), *other = load(path);
    pw_progress_set(one, "01-a", (struct pw_progress_entry){.step = 5, .steps = 7, .done = 4});
    pw_progress_set(other, "01-a", (struct pw_progress_entry){.step = 3, .steps = 7, .done = 2});
    pw_progress_set(other, "06-b", (struct pw_progress_entry){.step = 1, .steps = 9});
    check_saved(one, path, "01-a step 5 of 7 done 4\n");
    check_saved(other, path, "01-a step 3 of 7 done 4\n06-b step 1 of 9 done 0\n");
    FILE *file = fopen(path, "a");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs("a note\n", file);
    fclose(file);
    pw_progress_set(one, "14-c", (struct pw_progress_entry){.step = 1, .steps = 2});
    check_saved(one, path,
                "01-a step 3 of 7 done 4\n06-b step 1 of 9 done 0\na note\n"
                "14-c step 1 of 2 done 0\n");
    /* Forgetting everything forgets what the other did too. */
    pw_progress_reset(other, NULL);
    check_saved(other, path, "a note\n");
    pw_progress_free(one);
    pw_progress_free(other);
}

static void check_unreadable(const char *path, const char *why)
{
    char wanted[640];
    struct pw_error error = {{0}};
    snprintf(wanted, sizeof wanted, "%s: %s", path, why);
    CU_ASSERT_PTR_NULL(pw_progress_load(path, &error));
    CU_ASSERT_STRING_EQUAL(error.text, wanted);
}

static void check_unsaved(const char *path, const char *why)
{
    char wanted[640];
    struct pw_error error = {{0}};
    snprintf(wanted, sizeof wanted, "%s: %s", path, why);
    struct pw_progress *progress = load(path);
    pw_progress_set(progress, "01-a", (struct pw_progress_entry){.step = 1, .steps = 2});
    CU_ASSERT_FALSE(pw_progress_save(progress, &error));
    CU_ASSERT_STRING_EQUAL(error.text, wanted);
    if (strcmp(error.text, wanted) != 0)
        printf("\n%s", error.text);
    pw_progress_free(progress);
}

/* What cannot be read or written is said, and what was there stays. */
void test_unreadable_progress(void)
{
    char path[512];
    check_unreadable(scratch_directory(), "Is a directory");
    char *large = calloc(1, MOST + 1);
    memset(large, '\n', MOST);
    check_unreadable(scratch_file("progress", large), "File too large");
    large[MOST - 1] = '\0';
    pw_progress_free(load(scratch_file("progress", large)));
    free(large);
    check_unsaved("/dev/null/packetwalk/progress", "Not a directory");
    check_unsaved("/proc/packetwalk/progress", "No such file or directory");
    /* A loop of links is neither a file nor none. */
    snprintf(path, sizeof path, "%s/loop", scratch_directory());
    CU_ASSERT_EQUAL(symlink("loop", path), 0);
    check_unreadable(path, "Too many levels of symbolic links");
    unlink(path);
    if (geteuid() == 0)
        return; /* the superuser reads and writes everything */
    snprintf(path, sizeof path, "%s", scratch_file("progress", "kept\n"));
    chmod(path, 0);
    check_unreadable(path, "Permission denied");
    chmod(path, 0600);
    chmod(scratch_directory(), 0500);
    check_unsaved(path, "Permission denied");
    chmod(scratch_directory(), 0700);
    struct pw_progress *progress = load(path);
    check_saved(progress, path, "kept\n");
    pw_progress_free(progress);
}

/* Directories on the way are made, links stay links, and nothing is left lying beside. */
void test_where_progress_is(void)
{
    char path[512], link[512], beside[600];
    struct stat status;
    snprintf(path, sizeof path, "%s/new/and/newer/progress", scratch_directory());
    struct pw_progress *progress = load(path);
    pw_progress_set(progress, "01-a", (struct pw_progress_entry){.step = 1, .steps = 2});
    check_saved(progress, path, "01-a step 1 of 2 done 0\n");
    pw_progress_free(progress);
    snprintf(link, sizeof link, "%s/link", scratch_directory());
    CU_ASSERT_EQUAL_FATAL(symlink("new/and/newer/progress", link), 0);
    progress = load(link);
    pw_progress_set(progress, "01-a", (struct pw_progress_entry){.step = 2, .steps = 2});
    check_saved(progress, path, "01-a step 2 of 2 done 0\n");
    CU_ASSERT_TRUE(lstat(link, &status) == 0 && S_ISLNK(status.st_mode));
    pw_progress_free(progress);
    unlink(link);
    /* The directory is empty once the file is gone. */
    CU_ASSERT_EQUAL(unlink(path), 0);
    snprintf(beside, sizeof beside, "%s/new/and/newer", scratch_directory());
    CU_ASSERT_EQUAL(rmdir(beside), 0);
}
