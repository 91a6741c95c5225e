# SPDX-License-Identifier: Apache-2.0
"""The name under which DC/OS publishes an API server inside the cluster."""

from __future__ import annotations

import ctypes
from typing import Optional

from ._api import decode, lib, take_text, text, u32
from ._errors import call, make
from ._handle import Handle


class Vip(Handle):
    """The VIP of a service: Vip("dev/kubernetes01").address."""

    _free = "dcoskube_vip_free"

    def __init__(
        self,
        service: str,
        *,
        prefix: Optional[str] = None,
        zone: Optional[str] = None,
        port: Optional[int] = None,
    ) -> None:
        self._own(make("dcoskube_vip_new", text(service), 0))
        if prefix is not None:
            self.set_prefix(prefix)
        if zone is not None:
            self.set_zone(zone)
        if port is not None:
            self.set_port(port)

    def set_prefix(self, prefix: str) -> None:
        """Change the first label or labels ("apiserver")."""
        call("dcoskube_vip_set_prefix", self._as_parameter, text(prefix))

    def set_zone(self, zone: str) -> None:
        """Change the zone ("l4lb.thisdcos.directory")."""
        call("dcoskube_vip_set_zone", self._as_parameter, text(zone))

    def set_port(self, port: int) -> None:
        """Change the port (6443)."""
        call("dcoskube_vip_set_port", self._as_parameter, u32(port))

    @property
    def service(self) -> str:
        return decode(lib.dcoskube_vip_service(self._as_parameter))

    @property
    def host(self) -> str:
        """The host that DNS publishes."""
        return decode(lib.dcoskube_vip_host(self._as_parameter))

    @property
    def documented_host(self) -> str:
        """The host by the documentation's rule."""
        return decode(lib.dcoskube_vip_documented_host(self._as_parameter))

    @property
    def address(self) -> str:
        """host:port of the published one."""
        return decode(lib.dcoskube_vip_address(self._as_parameter))

    @property
    def port(self) -> int:
        return int(lib.dcoskube_vip_port(self._as_parameter))

    @property
    def differs(self) -> bool:
        """Do the published and the documented host differ in more than case?"""
        return bool(lib.dcoskube_vip_differs(self._as_parameter))

    def same(self, other: Vip) -> bool:
        """Do two services get one address?"""
        return bool(lib.dcoskube_vip_same(self._as_parameter, other._as_parameter))

    def __repr__(self) -> str:
        return "<Vip, closed>" if self.closed else f"<Vip {self.service}: {self.address}>"


def context_name_from_url(url: str) -> str:
    """The kubeconfig context name that `dcos kubernetes kubeconfig` derives from an API server's URL."""
    out = ctypes.c_void_p()
    call("dcoskube_context_name_from_url", text(url), ctypes.byref(out))
    return take_text(out)
