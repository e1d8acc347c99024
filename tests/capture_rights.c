/* What is said where a right or a namespace is refused. Settings are made up: nothing here depends
 * on the machine, but that asking it answers something. */
#include "capture_test.h"

#include <CUnit/Basic.h>
#include <errno.h>
#include <string.h>

#include "capture/namespaces.h"
#include "capture/rights.h"

static const struct pw_namespace_settings usual = {
    .user_most = 60000, .net_most = 60000, .for_users = -1, .restricted = -1};

static void check_reason(const struct pw_namespace_settings *settings, enum pw_namespace_step step,
                         int number, const char *words)
{
    struct pw_error error = {{0}};
    CU_ASSERT_FALSE(pw_namespaces_explain(settings, step, number, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, words));
    CU_ASSERT_EQUAL(strncmp(error.text, "lab: ", 5), 0);
    CU_ASSERT_PTR_NULL(strchr(error.text, '\n'));
    CU_ASSERT(strlen(error.text) < 400); /* what the lab's report holds */
    if (!strstr(error.text, words))
        fprintf(stderr, "not \"%s\": %s\n", words, error.text);
}

static void test_limits(void)
{
    struct pw_namespace_settings none = usual, no_net = usual;
    none.user_most = 0;
    no_net.net_most = 0;
    for (int i = 0; i < 2; i++) {
        int number = i ? EUSERS : ENOSPC;
        check_reason(&usual, PW_NAMESPACE_MAKE, number, "end another lab");
        check_reason(&none, PW_NAMESPACE_MAKE, number, "sysctl -w user.max_user_namespaces=");
        check_reason(&no_net, PW_NAMESPACE_MAKE, number, "sysctl -w user.max_net_namespaces=");
    }
}

static void test_refusals(void)
{
    static const enum pw_namespace_step steps[] = {PW_NAMESPACE_MAKE, PW_NAMESPACE_MAP,
                                                   PW_NAMESPACE_UP};
    struct pw_namespace_settings debian = usual, ubuntu = usual, open = usual;
    debian.for_users = 0;
    ubuntu.restricted = 1;
    open.for_users = 1;
    open.restricted = 0;
    check_reason(&debian, PW_NAMESPACE_MAKE, EPERM, "sysctl -w kernel.unprivileged_userns_clone=1");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        check_reason(&ubuntu, steps[i], EPERM,
                     "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
        check_reason(&ubuntu, steps[i], EACCES, "AppArmor");
    }
    check_reason(&usual, PW_NAMESPACE_MAKE, EPERM, "seccomp");
    check_reason(&open, PW_NAMESPACE_MAKE, EPERM, "seccomp");
    check_reason(&open, PW_NAMESPACE_MAP, EPERM, "may not say who it is");
    check_reason(&open, PW_NAMESPACE_UP, EPERM, "may not use its own network");
}

/* A setting that refuses is not blamed for what it has not done. */
static void test_other_reasons(void)
{
    struct pw_namespace_settings both = usual;
    both.user_most = 0;
    both.restricted = 1;
    check_reason(&usual, PW_NAMESPACE_MAKE, EINVAL, "this kernel has none");
    check_reason(&usual, PW_NAMESPACE_MAKE, ENOSYS, "this kernel has none");
    check_reason(&both, PW_NAMESPACE_MAKE, EINVAL, "this kernel has none");
    check_reason(&both, PW_NAMESPACE_MAKE, ENOMEM, strerror(ENOMEM));
    check_reason(&both, PW_NAMESPACE_UP, ENODEV, strerror(ENODEV));
}

static void check_lesson(const struct pw_rights_obstacle *obstacle, bool command, const char *words)
{
    static const char first[] =
        "packetwalk: eth0: capture needs the right CAP_NET_RAW, which this process does not have\n";
    static const char *const ways[] = {"packetwalk lab ", "packetwalk lesson ",
                                       "sudo tcpdump -i eth0 -U -w - | packetwalk read -"};
    struct pw_buffer text = {0};
    pw_rights_teach("eth0", "/opt/packetwalk", obstacle, &text);
    CU_ASSERT_EQUAL(strncmp(text.text, first, strlen(first)), 0);
    CU_ASSERT_EQUAL(strstr(text.text, "sudo setcap cap_net_raw+ep /opt/packetwalk\n") != NULL,
                    command);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.text, words));
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        CU_ASSERT_PTR_NOT_NULL(strstr(text.text, ways[i]));
    for (const char *at = text.text + strlen(first), *end; (end = strchr(at, '\n')); at = end + 1)
        CU_ASSERT(end - at <= 80);
    pw_buffer_free(&text);
}

static void test_lesson(void)
{
    check_lesson(&(struct pw_rights_obstacle){0}, true, "chmod 750");
    check_lesson(&(struct pw_rights_obstacle){.no_new_privileges = true}, false, "no_new_privs");
    check_lesson(&(struct pw_rights_obstacle){.out_of_bounds = true}, false, "bounding set");
    check_lesson(&(struct pw_rights_obstacle){.no_set_id = true}, false, "nosuid");
}

static void check_quoted(const char *path, const char *expected)
{
    struct pw_buffer text = {0};
    pw_rights_quote(path, &text);
    CU_ASSERT_STRING_EQUAL(pw_buffer_get(&text), expected);
    pw_buffer_free(&text);
}

static void test_quoting(void)
{
    check_quoted("/usr/local/bin/packetwalk", "/usr/local/bin/packetwalk");
    check_quoted("/home/a b/packetwalk", "'/home/a b/packetwalk'");
    check_quoted("/tmp/$(reboot)", "'/tmp/$(reboot)'");
    check_quoted("/tmp/it's", "'/tmp/it'\\''s'");
    check_quoted("", "''");
    check_quoted("/tmp/a\x1b[31m", "'/tmp/a\\x1b[31m'");
}

/* Whatever this machine allows, it is told, and tried without harm more than once. */
static void test_here(void)
{
    for (int again = 0; again < 2; again++) {
        struct pw_error error = {{0}};
        bool allowed = pw_namespaces_allowed(&error);
        CU_ASSERT_EQUAL(allowed, error.text[0] == '\0');
    }
    CU_ASSERT(pw_landlock_abi() >= -2);
    CU_ASSERT_EQUAL(pw_rights_can_capture(), pw_rights_can_capture());
}

void add_rights_tests(void)
{
    CU_pSuite suite = CU_add_suite("rights", NULL, NULL);
    CU_add_test(suite, "namespaces: limits", test_limits);
    CU_add_test(suite, "namespaces: refusals", test_refusals);
    CU_add_test(suite, "namespaces: other reasons", test_other_reasons);
    CU_add_test(suite, "the lesson about the right to capture", test_lesson);
    CU_add_test(suite, "paths for a shell", test_quoting);
    CU_add_test(suite, "this machine", test_here);
}
