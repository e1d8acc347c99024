/*
 * The fence: see fence.h. capabilities(7), prctl(2) PR_SET_NO_NEW_PRIVS, landlock(7).
 */
#include "capture/fence.h"

#include <cap-ng.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As <linux/landlock.h> has them; older ones lack the newer half. */
#define RULE_PATH_BENEATH 1
#define EXECUTE           (1ull << 0)
#define WRITE_FILE        (1ull << 1)
#define READ_FILE         (1ull << 2)
#define READ_DIR          (1ull << 3)
#define REMOVE_FILE       (1ull << 5)
#define MAKE_REG          (1ull << 8)
#define FIRST_VERSION     ((1ull << 13) - 1)
#define REFER             (1ull << 13) /* from version 2 */
#define TRUNCATE          (1ull << 14) /* 3 */
#define NET_BIND          (1ull << 0)  /* 4 */
#define NET_CONNECT       (1ull << 1)

/* Sanitizers open files of their own when they have something to say. */
#ifdef PW_SANITIZED
#define SANITIZED true
#else
#define SANITIZED false
#endif

struct ruleset {
    uint64_t files;
    uint64_t net;
};

struct __attribute__((packed)) path_beneath {
    uint64_t allowed;
    int32_t parent;
};

/* sudo says who called it; what it says is believed only because whoever can lie here is root
 * already. */
static bool become_caller(struct pw_error *error)
{
    const char *text = getenv("SUDO_UID");
    if (geteuid() != 0 || !text || !*text)
        return true;
    char *end;
    errno = 0;
    unsigned long number = strtoul(text, &end, 10);
    if (errno || *end || number == 0 || number >= UINT32_MAX)
        return true;
    uid_t uid = (uid_t)number;
    const struct passwd *user = getpwuid(uid);
    gid_t gid = user ? user->pw_gid : (gid_t)number;
    bool groups = user ? initgroups(user->pw_name, gid) == 0 : setgroups(0, NULL) == 0;
    if (!groups || setresgid(gid, gid, gid) != 0 || setresuid(uid, uid, uid) != 0)
        return pw_error_set(error, "rights cannot be given up: %s", strerror(errno));
    return true;
}

bool pw_fence_drop(struct pw_error *error)
{
    /* The bounding set can only be emptied while there is the right to. */
    capng_get_caps_process();
    bool bounds = capng_have_capability(CAPNG_EFFECTIVE, CAP_SETPCAP) != 0;
    capng_clear(CAPNG_SELECT_BOTH);
    if (bounds && capng_apply(CAPNG_SELECT_BOUNDS) != 0)
        return pw_error_set(error, "rights cannot be given up: %s", strerror(errno));
    if (!become_caller(error))
        return false;
    capng_clear(CAPNG_SELECT_CAPS);
    if (capng_apply(CAPNG_SELECT_CAPS) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return pw_error_set(error, "rights cannot be given up: %s", strerror(errno));
    capng_get_caps_process();
    if (capng_have_capabilities(CAPNG_SELECT_CAPS) != CAPNG_NONE)
        return pw_error_set(error, "rights cannot be given up: some are left");
    return true;
}

/* Errors are left out: what is not there need not be opened. */
static void allow(int ruleset, const char *path, uint64_t rights)
{
    struct stat about;
    int fd = path ? open(path, O_PATH | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    if (fstat(fd, &about) == 0 && !S_ISDIR(about.st_mode))
        rights &= EXECUTE | READ_FILE | WRITE_FILE | TRUNCATE;
    struct path_beneath rule = {.allowed = rights, .parent = fd};
    syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0);
    close(fd);
}

static bool restrict_to(const struct pw_fence *fence, long version)
{
    struct ruleset all = {.files = FIRST_VERSION | (version >= 2 ? REFER : 0) |
                                   (version >= 3 ? TRUNCATE : 0),
                          .net = version >= 4 ? NET_BIND | NET_CONNECT : 0};
    uint64_t read = READ_FILE | READ_DIR;
    uint64_t write = (read | WRITE_FILE | REMOVE_FILE | MAKE_REG | TRUNCATE) & all.files;
    size_t size = version >= 4 ? sizeof all : sizeof all.files;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (ruleset < 0)
        return false;
    for (const char *const *path = fence->read; path && *path; path++)
        allow(ruleset, *path, read);
    for (const char *const *path = fence->write; path && *path; path++)
        allow(ruleset, *path, write);
    bool done = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return done;
}

bool pw_fence_close(const struct pw_fence *fence, struct pw_error *error)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* ask for the version */);
    if (SANITIZED || version < 1 || restrict_to(fence, version))
        return true;
    return pw_error_set(error, "the fence cannot be closed: %s", strerror(errno));
}
