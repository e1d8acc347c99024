/* What the doctor sees of rights: capabilities(7), user_namespaces(7), landlock(7). */
#include <net/if.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "app/doctor_private.h"
#include "base/error.h"
#include "base/translate.h"
#include "capture/namespaces.h"
#include "capture/rights.h"

#define NAMES_MOST 12

static void name_interfaces(struct pw_buffer *out)
{
    struct if_nameindex *all = if_nameindex();
    size_t count = 0;
    for (; all && all[count].if_name; count++)
        if (count < NAMES_MOST)
            pw_buffer_print(out, "%s%s", count ? ", " : "", all[count].if_name);
    if (count > NAMES_MOST)
        pw_buffer_print(out, _(" and %zu more"), count - NAMES_MOST);
    if (all)
        if_freenameindex(all);
}

static void tell_how_to_capture(struct pw_finding *finding)
{
    struct pw_rights_obstacle obstacle = pw_rights_obstacles();
    const char *why = pw_rights_explain(&obstacle);
    if (why) {
        pw_doctor_mend(finding, _("setcap would not help:"), NULL);
        pw_doctor_mend(finding, why, NULL);
        return;
    }
    struct pw_buffer command = {0};
    pw_buffer_text(&command, "sudo setcap cap_net_raw+ep ");
    pw_rights_program(&command);
    pw_doctor_mend(finding,
                   _("An administrator can give it to this program; everybody who may run it may "
                     "then read all of this machine's traffic (docs/rights.md):"),
                   pw_buffer_get(&command));
    pw_buffer_free(&command);
}

void pw_doctor_capture(struct pw_finding *finding)
{
    struct pw_buffer names = {0};
    name_interfaces(&names);
    if (pw_rights_can_capture()) {
        pw_doctor_say(finding, PW_HEALTH_OK,
                      _("packetwalk live can capture here, with -i from: any%s%s."),
                      names.length ? ", " : "", pw_buffer_get(&names));
    } else {
        pw_doctor_say(finding, PW_HEALTH_NOTE,
                      _("packetwalk live may not capture: it lacks the right CAP_NET_RAW. Lessons, "
                        "the lab and files do not need it."));
        tell_how_to_capture(finding);
    }
    pw_buffer_free(&names);
}

void pw_doctor_namespaces(struct pw_finding *finding)
{
    static const char prefix[] = "lab: ";
    struct pw_error error = {{0}};
    if (pw_namespaces_allowed(&error)) {
        pw_doctor_say(finding, PW_HEALTH_OK,
                      _("Allowed, tried just now: packetwalk lab can make its private network, and "
                        "needs no rights for it."));
        return;
    }
    size_t skip = strncmp(error.text, prefix, strlen(prefix)) == 0 ? strlen(prefix) : 0;
    pw_doctor_say(finding, PW_HEALTH_NOTE, _("packetwalk lab cannot be used: %s."),
                  error.text + skip);
}

static void say_landlock(struct pw_finding *finding, int abi)
{
    if (abi >= 4)
        pw_doctor_say(finding, PW_HEALTH_OK,
                      _("Landlock has version %d: whoever reads packets can open only the files it "
                        "needs, and make no TCP connection."),
                      abi);
    else if (abi >= 1)
        pw_doctor_say(finding, PW_HEALTH_NOTE,
                      _("Landlock has version %d: whoever reads packets can open only the files it "
                        "needs%s. TCP connections are not kept from it: that is version 4, Linux "
                        "6.7."),
                      abi, abi < 3 ? _(", but could empty others (version 3, Linux 6.2)") : "");
    else if (abi == -1)
        pw_doctor_say(finding, PW_HEALTH_NOTE,
                      _("Landlock is in the kernel, but was not switched on at boot: whoever reads "
                        "packets has no rights, but can open every file you can."));
    else
        pw_doctor_say(
            finding, PW_HEALTH_NOTE,
            _("%s: whoever reads packets has no rights, but can open every file you can."),
            abi == 0 ? _("Without Landlock, which is there from Linux 5.13")
                     : _("Landlock cannot be used in this container"));
}

void pw_doctor_kernel(struct pw_finding *finding)
{
    struct utsname name = {{0}};
    int abi = pw_landlock_abi();
    uname(&name);
    pw_doctor_say(finding, PW_HEALTH_OK, "%s %s.", name.sysname, name.release);
    say_landlock(finding, abi);
    if (abi == -1)
        pw_doctor_mend(finding,
                       _("An administrator can put landlock first in the list that the kernel is "
                         "given as lsm= when it starts (/sys/kernel/security/lsm has the present "
                         "one)."),
                       NULL);
}

void pw_doctor_privileges(struct pw_finding *finding)
{
    if (pw_rights_no_new_privileges())
        pw_doctor_say(
            finding, PW_HEALTH_NOTE,
            _("no_new_privs is set for this shell: what is started from it gains no "
              "rights, neither by setcap nor by sudo. A container or a service sets that; "
              "live capture needs a shell without."));
    else
        pw_doctor_say(
            finding, PW_HEALTH_OK,
            _("no_new_privs is not set: setcap and sudo work from here. packetwalk sets it "
              "for itself before it reads a packet."));
}
