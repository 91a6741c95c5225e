/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube/marathon.h - the proxy as a Marathon app: the descriptor that
 * `dcos marathon app add` takes.
 *
 * Pure: the model in, JSON out.  Checked by Marathon's own rules before it
 * leaves.  The defaults are, field for field, the descriptor of the DC/OS
 * Kubernetes 1.1.0 documentation ("Connecting Clients").
 */
#ifndef DCOSKUBE_MARATHON_H
#define DCOSKUBE_MARATHON_H

#include <stddef.h>
#include <stdint.h>

#include <dcoskube/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The id that the documentation uses. */
#define DCOSKUBE_MARATHON_ID "/kubernetes-haproxy"

typedef struct dcoskube_marathon_app dcoskube_marathon_app;

/*
 * Make an app with the documented values: image haproxy:1.7, command
 * `/usr/local/sbin/haproxy -f /haproxy/haproxy.conf`, 0.1 CPUs, 128 MiB, one
 * instance, port 6443 required on the host's network, role slave_public,
 * constraint hostname UNIQUE.
 *
 *   id     the app's id, with or without a leading slash; not NULL.  Marathon's
 *          rule: path segments of a-z 0-9 - . that begin and end with a letter
 *          or digit; the last one none of "restart", "tasks", "versions".
 *   flags  0
 *   out    receives a new object, to be freed with dcoskube_marathon_app_free(); not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL, unknown flags);
 *   DCOSKUBE_ERR_INVALID (against the rule, in Marathon's words);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_new(const char *id, uint32_t flags, dcoskube_marathon_app **out,
                                                       dcoskube_error *err);

/*
 * Set one text of the descriptor.
 *
 *   app     not NULL
 *   path    set_config_dir: the directory on the agent that is mounted (this
 *           one has no default and must be set); set_container_path: where it
 *           appears in the container ("/haproxy", and the default command names
 *           haproxy.conf there); absolute; not NULL
 *   cmd     the command, run by /bin/sh -c; not NULL, at least two characters,
 *           at most 131071 bytes
 *   image   container image, such as "haproxy:2.6"; not NULL
 *   target  HAProxy version; gives the image "haproxy:TARGET" when no image is
 *           set; an image whose version contradicts it is refused when the
 *           JSON is made; not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL);
 *   DCOSKUBE_ERR_INVALID (the message names the rule); DCOSKUBE_ERR_LIMIT;
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_set_config_dir(dcoskube_marathon_app *app, const char *path,
                                                                  dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_set_container_path(dcoskube_marathon_app *app, const char *path,
                                                                      dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_set_cmd(dcoskube_marathon_app *app, const char *cmd,
                                                           dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_set_image(dcoskube_marathon_app *app, const char *image,
                                                             dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_set_target(dcoskube_marathon_app *app, const char *target,
                                                              dcoskube_error *err);

/*
 * Set one number of the descriptor.
 *
 *   app        not NULL
 *   cpus       0.001 … 1000000
 *   mib        memory in MiB, 0 … 1000000000
 *   instances  0 … 2147483647
 *   port       1 … 65535, required on the host (with port 0 and requirePorts
 *              Marathon hangs: marathon#2520)
 *   on         0 or 1: pull the image even if the agent has it
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL, or out of range).
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_set_cpus(dcoskube_marathon_app *app, double cpus,
                                                            dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_set_mem(dcoskube_marathon_app *app, double mib, dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_set_instances(dcoskube_marathon_app *app, uint32_t instances,
                                                                 dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_set_port(dcoskube_marathon_app *app, uint32_t port,
                                                            dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_set_force_pull_image(dcoskube_marathon_app *app, int on,
                                                                        dcoskube_error *err);

/*
 * Add an accepted resource role, or a placement constraint.  The first one
 * given replaces the default.
 *
 *   app       not NULL
 *   role      such as "slave_public"; not NULL
 *   field     such as "hostname"; not NULL
 *   op        UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER or IS, any case;
 *             not NULL
 *   value     as the operator wants it; NULL for none
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL);
 *   DCOSKUBE_ERR_INVALID (in Marathon's words); DCOSKUBE_ERR_EXISTS (given
 *   twice); DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_add_role(dcoskube_marathon_app *app, const char *role,
                                                            dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_add_constraint(dcoskube_marathon_app *app, const char *field,
                                                                  const char *op, const char *value,
                                                                  dcoskube_error *err);

/*
 * Make the descriptor: JSON, indented, keys in the documentation's order,
 * ending in a line feed.
 *
 *   app      not NULL
 *   flags    0
 *   out      receives new text, to be freed with dcoskube_free(); not NULL
 *   out_len  receives its length; may be NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_INVALID (no
 *   configuration directory, or image and target contradict each other; the
 *   subject is the JSON path); DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_marathon_app_json(const dcoskube_marathon_app *app, uint32_t flags, char **out,
                                                        size_t *out_len, dcoskube_error *err);

/*
 * Free the app.
 *
 *   app  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_marathon_app_free(dcoskube_marathon_app *app);

#ifdef __cplusplus
}
#endif

#endif /* DCOSKUBE_MARATHON_H */
