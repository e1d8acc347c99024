/* capture/: the fence. A process of its own gives up its rights and then tries what it may not. */
#include <CUnit/CUnit.h>
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/fence.h"
#include "capture_test.h"

enum {
    DROPPED = 1,
    CLOSED = 2,
    READS = 4,     /* what is listed */
    WRITES = 8,    /* where it is allowed */
    NO_OTHER = 16, /* and nothing else */
    NO_WRITE = 32, /* what may only be read */
    NO_TCP = 64,
};

static bool opens(const char *folder, const char *name, int flags)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0 || errno != EACCES;
}

static bool connects(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(9)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool allowed = connect(fd, (const struct sockaddr *)&to, sizeof to) == 0 || errno != EACCES;
    close(fd);
    return allowed;
}

/* In the child: what holds, as bits. */
static int behind_the_fence(const char *scratch)
{
    struct pw_error error;
    const char *const read[] = {PW_CAPTURES, "/no/such/folder", NULL};
    const char *const write[] = {scratch, NULL};
    struct pw_fence fence = {.read = read, .write = write};
    int holds = 0;
    if (pw_fence_drop(&error) && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
        holds |= DROPPED;
    if (pw_fence_close(&fence, &error))
        holds |= CLOSED;
    if (opens(PW_CAPTURES, "upgrade.pcap", O_RDONLY))
        holds |= READS;
    if (opens(scratch, "new", O_RDWR | O_CREAT | O_TRUNC) &&
        opens(scratch, ".", O_TMPFILE | O_RDWR))
        holds |= WRITES;
    if (!opens("/etc", "passwd", O_RDONLY) && !opens("/etc", ".", O_RDONLY | O_DIRECTORY))
        holds |= NO_OTHER;
    if (!opens(PW_CAPTURES, "fence-test", O_RDWR | O_CREAT) &&
        !opens(PW_CAPTURES, "upgrade.pcap", O_RDWR))
        holds |= NO_WRITE;
    if (!connects())
        holds |= NO_TCP;
    return holds;
}

static void test_fence(void)
{
    char scratch[] = "/tmp/packetwalk-fence-XXXXXX";
    char made[64];
    int status = 0;
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(scratch));
    pid_t child = fork();
    if (child == 0)
        _exit(behind_the_fence(scratch));
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_TRUE(WIFEXITED(status));
    int holds = WEXITSTATUS(status), wanted = DROPPED | CLOSED | READS | WRITES;
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
#ifdef PW_SANITIZED
    version = 0; /* the sanitizers open files of their own: no fence stands here */
#endif
    if (version >= 1)
        wanted |= NO_OTHER | NO_WRITE;
    else
        printf("\nSKIPPED: there is no Landlock here, so files are not fenced\n");
    if (version >= 4)
        wanted |= NO_TCP;
    CU_ASSERT_EQUAL(holds & wanted, wanted);
    if ((holds & wanted) != wanted)
        printf("\nbehind the fence: %#x, wanted %#x\n", (unsigned)holds, (unsigned)wanted);
    snprintf(made, sizeof made, "%s/new", scratch);
    unlink(made);
    rmdir(scratch);
}

void add_fence_tests(void)
{
    CU_pSuite suite = CU_add_suite("the fence", NULL, NULL);
    CU_add_test(suite, "behind it only what is needed can be opened", test_fence);
}
