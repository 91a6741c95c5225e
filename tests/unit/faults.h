/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A layer of faults below the library: the linker gives us the system calls
 * that it makes (-Wl,--wrap).  The n-th one after faults_arm() fails, is cut
 * short, or is the last thing that the process does.
 */
#ifndef DK_TESTS_FAULTS_H
#define DK_TESTS_FAULTS_H

#define FAULT_SHORT (-1)      /* write() and pwrite() do half; the other calls are not counted */
#define FAULT_KILL (-2)       /* SIGKILL before the call */
#define FAULT_KILL_SHORT (-3) /* the same after half a write; the other calls are not counted */

/* The n-th call from now on fails with that errno, or one of the above. */
void faults_arm(int n, int fault);
/* No more faults.  Returns the name of the call that had one, or NULL when there were not so many. */
const char *faults_disarm(void);

#endif
