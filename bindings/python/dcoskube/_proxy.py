# SPDX-License-Identifier: Apache-2.0
"""The proxy in front of the API servers: a model, rendered into files."""

from __future__ import annotations

from typing import Iterable, List, Mapping, Optional, Tuple

from ._api import StrPath, decode, lib, milliseconds, path, text, text_or_none, u32
from ._errors import Finding, Number, call, make, take_findings
from ._files import Files
from ._handle import Handle


class ProxyMode(Number):
    """Where TLS ends (dcoskube_proxy_mode)."""

    TERMINATE = 1
    PASSTHROUGH = 2


class ProxyTimeout(Number):
    """The timeouts, named as HAProxy names them (dcoskube_proxy_timeout)."""

    CONNECT = 1
    CLIENT = 2
    SERVER = 3
    TUNNEL = 4
    CLIENT_FIN = 5
    HTTP_REQUEST = 6
    HTTP_KEEP_ALIVE = 7
    QUEUE = 8
    CHECK = 9


class Renderer(Number):
    """What can be rendered (dcoskube_renderer)."""

    HAPROXY = 1


class Cluster:
    """A cluster behind a proxy, which owns it."""

    def __init__(self, proxy: Proxy, pointer: int) -> None:
        self._proxy = proxy
        self._pointer = pointer

    @property
    def _as_parameter(self) -> int:
        self._proxy._as_parameter  # a closed proxy has no clusters any more
        return self._pointer

    def set_service(self, service: str) -> None:
        """The API server is the VIP of a DC/OS service."""
        call("dcoskube_cluster_set_service", self._as_parameter, text(service))

    def set_upstream(self, host: str, port: int) -> None:
        """The API server is at host and port."""
        call("dcoskube_cluster_set_upstream", self._as_parameter, text(host), u32(port))

    def set_ca_file(self, file: StrPath) -> None:
        """The CA that signed the API server's certificate: a path where the proxy runs."""
        call("dcoskube_cluster_set_ca_file", self._as_parameter, path(file))

    @property
    def hostname(self) -> str:
        return decode(lib.dcoskube_cluster_hostname(self._as_parameter))

    @property
    def service(self) -> str:
        """The service's name; empty for a cluster that was given by host and port."""
        return decode(lib.dcoskube_cluster_service(self._as_parameter))

    @property
    def upstream(self) -> str:
        """Where the API server is: host:port."""
        return decode(lib.dcoskube_cluster_upstream(self._as_parameter))

    @property
    def ca_file(self) -> str:
        return decode(lib.dcoskube_cluster_ca_file(self._as_parameter))

    def __repr__(self) -> str:
        return "<Cluster, closed>" if self._proxy.closed else f"<Cluster {self.hostname}: {self.upstream}>"


class Proxy(Handle):
    """One listener, its timeouts and certificates, and the clusters behind it."""

    _free = "dcoskube_proxy_free"

    def __init__(
        self,
        *,
        mode: Optional[ProxyMode] = None,
        listen: Optional[str] = None,
        target: Optional[str] = None,
        install_dir: Optional[StrPath] = None,
        certificates: Iterable[StrPath] = (),
        resolvers: Iterable[str] = (),
        timeouts: Optional[Mapping[ProxyTimeout, float]] = None,
    ) -> None:
        self._own(make("dcoskube_proxy_new", 0))
        if mode is not None:
            self.set_mode(mode)
        if listen is not None:
            self.set_listen(listen)
        if target is not None:
            self.set_target(target)
        if install_dir is not None:
            self.set_install_dir(install_dir)
        for certificate in certificates:
            self.add_certificate(certificate)
        for resolver in resolvers:
            self.add_resolver(resolver)
        for which, seconds in (timeouts or {}).items():
            self.set_timeout(which, seconds)

    def set_mode(self, mode: ProxyMode) -> None:
        """Where TLS ends."""
        call("dcoskube_proxy_set_mode", self._as_parameter, mode.value)

    def set_timeout(self, which: ProxyTimeout, seconds: float) -> None:
        """A timeout, in seconds."""
        call("dcoskube_proxy_set_timeout", self._as_parameter, which.value, milliseconds(seconds))

    def set_listen(self, listen: str) -> None:
        """Where to listen: ":6443", "10.0.0.1:6443", "[::1]:6443"."""
        call("dcoskube_proxy_set_listen", self._as_parameter, text(listen))

    def set_target(self, target: str) -> None:
        """The HAProxy version to render for."""
        call("dcoskube_proxy_set_target", self._as_parameter, text(target))

    def set_check_path(self, check_path: str) -> None:
        """What the health check GETs."""
        call("dcoskube_proxy_set_check_path", self._as_parameter, text(check_path))

    def set_install_dir(self, directory: StrPath) -> None:
        """Where the files will lie when the proxy runs."""
        call("dcoskube_proxy_set_install_dir", self._as_parameter, path(directory))

    def set_stats(self, address: Optional[str]) -> None:
        """ADDRESS:PORT of a statistics page; None: no such page."""
        call("dcoskube_proxy_set_stats", self._as_parameter, text_or_none(address))

    def set_log(self, dest: Optional[str]) -> None:
        """Where to log: "stdout", "stderr", "/dev/log" or ADDRESS:PORT; None: nowhere."""
        call("dcoskube_proxy_set_log", self._as_parameter, text_or_none(dest))

    def add_certificate(self, file: StrPath) -> None:
        """A certificate file for the listener: a path where the proxy runs."""
        call("dcoskube_proxy_add_certificate", self._as_parameter, path(file))

    def add_resolver(self, address: str) -> None:
        """A name server, ADDRESS:PORT; the first one given replaces the default."""
        call("dcoskube_proxy_add_resolver", self._as_parameter, text(address))

    def add_cluster(
        self,
        hostname: str,
        *,
        service: Optional[str] = None,
        upstream: Optional[Tuple[str, int]] = None,
        ca_file: Optional[StrPath] = None,
    ) -> Cluster:
        """Add a cluster under its public host name; give its service or its upstream (host, port)."""
        if service is not None and upstream is not None:
            raise ValueError("give a service or an upstream, not both")
        cluster = Cluster(self, make("dcoskube_proxy_add_cluster", self._as_parameter, text(hostname)))
        if service is not None:
            cluster.set_service(service)
        if upstream is not None:
            cluster.set_upstream(*upstream)
        if ca_file is not None:
            cluster.set_ca_file(ca_file)
        return cluster

    @property
    def mode(self) -> ProxyMode:
        return ProxyMode(lib.dcoskube_proxy_get_mode(self._as_parameter))

    @property
    def port(self) -> int:
        return int(lib.dcoskube_proxy_port(self._as_parameter))

    def timeout(self, which: ProxyTimeout) -> float:
        """A timeout, in seconds."""
        return float(lib.dcoskube_proxy_get_timeout(self._as_parameter, which.value)) / 1000

    @property
    def target(self) -> str:
        return decode(lib.dcoskube_proxy_target(self._as_parameter))

    @property
    def install_dir(self) -> str:
        return decode(lib.dcoskube_proxy_install_dir(self._as_parameter))

    @property
    def clusters(self) -> List[Cluster]:
        pointer = self._as_parameter
        count = lib.dcoskube_proxy_cluster_count(pointer)
        return [Cluster(self, lib.dcoskube_proxy_cluster(pointer, i)) for i in range(count)]

    def findings(self) -> List[Finding]:
        """What will surprise somebody, though it can be rendered."""
        return take_findings(make("dcoskube_proxy_findings", self._as_parameter))

    def render(self, renderer: Renderer = Renderer.HAPROXY) -> Files:
        """The configuration, the main file first."""
        return Files._adopt(make("dcoskube_proxy_render", self._as_parameter, renderer.value, 0))
