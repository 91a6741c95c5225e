/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube/vip.h - the name under which DC/OS publishes a Kubernetes API
 * server inside the cluster.
 *
 * Pure: bytes in, names out.  Two rules meet here.  The documentation says
 * `apiserver.<service name without slashes>.l4lb.thisdcos.directory`; dcos-net
 * publishes a name that it also lower-cases, whose `_` are `-`, whose labels
 * are cut to 63 characters and have no dash at an edge.  The second is what
 * resolves.  Sources: DC/OS SDK EndpointUtils.java, dcos-net mesos_state.erl.
 */
#ifndef DCOSKUBE_VIP_H
#define DCOSKUBE_VIP_H

#include <stdint.h>

#include <dcoskube/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The defaults of a new dcoskube_vip. */
#define DCOSKUBE_VIP_PREFIX "apiserver"
#define DCOSKUBE_VIP_ZONE "l4lb.thisdcos.directory"
#define DCOSKUBE_VIP_PORT 6443

typedef struct dcoskube_vip dcoskube_vip;

/*
 * Make the VIP of a service, with the default prefix, zone and port.
 *
 *   service  the name the package was installed under, with or without a
 *            leading slash and groups ("kubernetes", "/dev/kubernetes01");
 *            not NULL.  Letters, digits, `-`, `_`, `.` and `/`; refused: an
 *            empty name or group, a group `.` or `..` (Marathon resolves it
 *            away), `__` (the SDK refuses it), a name of which DNS would
 *            publish nothing or an empty label.
 *   flags    0
 *   out      receives a new object, to be freed with dcoskube_vip_free(); not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL, unknown flags);
 *   DCOSKUBE_ERR_INVALID (can never be a DC/OS service; the message says why);
 *   DCOSKUBE_ERR_LIMIT (the published or the documented name would
 *   pass 253 characters); DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_vip_new(const char *service, uint32_t flags, dcoskube_vip **out,
                                              dcoskube_error *err);

/*
 * Change the first label(s) ("apiserver"), the zone, or the port.
 *
 *   vip     not NULL
 *   prefix  letters, digits, `-`, `_`, `.`; not NULL
 *   zone    host name of at least one label; not NULL
 *   port    1 … 65535
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL, or a port outside
 *   the range); DCOSKUBE_ERR_INVALID; DCOSKUBE_ERR_LIMIT;
 *   DCOSKUBE_ERR_NO_MEMORY.  On failure the object is as it was.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_vip_set_prefix(dcoskube_vip *vip, const char *prefix, dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_vip_set_zone(dcoskube_vip *vip, const char *zone, dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_vip_set_port(dcoskube_vip *vip, uint32_t port, dcoskube_error *err);

/*
 * The parts: the service as it was given (without leading and trailing
 * slash), the host that DNS publishes, the host by the documentation's rule,
 * and `host:port` of the published one.
 *
 *   vip  may be NULL
 *
 * Returns: borrowed text, valid until the next set or free; "" for NULL.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_vip_service(const dcoskube_vip *vip);
DCOSKUBE_API const char *dcoskube_vip_host(const dcoskube_vip *vip);
DCOSKUBE_API const char *dcoskube_vip_documented_host(const dcoskube_vip *vip);
DCOSKUBE_API const char *dcoskube_vip_address(const dcoskube_vip *vip);

/*
 * The port.
 *
 *   vip  may be NULL
 *
 * Returns: the port; 0 for NULL.
 * Since: 0.1
 */
DCOSKUBE_API uint32_t dcoskube_vip_port(const dcoskube_vip *vip);

/*
 * Do the published and the documented host differ in more than case (DNS
 * ignores it)?
 *
 *   vip  may be NULL
 *
 * Returns: 1 if they do, else 0.
 * Since: 0.1
 */
DCOSKUBE_API int dcoskube_vip_differs(const dcoskube_vip *vip);

/*
 * Do two services get one address?  `dev/k8s` and `devk8s` do.
 *
 *   a, b  may be NULL
 *
 * Returns: 1 if host and port are the same, else 0.
 * Since: 0.1
 */
DCOSKUBE_API int dcoskube_vip_same(const dcoskube_vip *a, const dcoskube_vip *b);

/*
 * Free the object.
 *
 *   vip  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_vip_free(dcoskube_vip *vip);

/*
 * The kubeconfig context name that `dcos kubernetes kubeconfig` derives from
 * an API server's URL: the scheme is dropped, `.` becomes `-`, `:` is dropped:
 * https://kube-apiserver.example.com:6443 gives kube-apiserver-example-com6443
 * (documented for DC/OS Kubernetes 1.1.0 to 2.8.0).  Host names are
 * lower-cased; inside the brackets of an IPv6 address `:` becomes `-`, a path's
 * slashes become `-` and a slash at the end is dropped (inferred: the
 * documentation always passes a name then).
 *
 *   url  https://host[:port][/path], or the same without a scheme; not NULL.
 *        Refused: user information, a query, a fragment, other schemes.
 *   out  receives new text, to be freed with dcoskube_free(); not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL);
 *   DCOSKUBE_ERR_INVALID (not such a URL); DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_context_name_from_url(const char *url, char **out, dcoskube_error *err);

#ifdef __cplusplus
}
#endif

#endif /* DCOSKUBE_VIP_H */
