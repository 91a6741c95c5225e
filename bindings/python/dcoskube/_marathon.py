# SPDX-License-Identifier: Apache-2.0
"""The proxy as a Marathon app."""

from __future__ import annotations

import ctypes
from typing import Optional

from ._api import StrPath, path, take, text, text_or_none, u32
from ._errors import call, make
from ._handle import Handle

#: The id that the documentation uses.
MARATHON_ID = "/kubernetes-haproxy"


class MarathonApp(Handle):
    """The descriptor that `dcos marathon app add` takes; the defaults are the documentation's."""

    _free = "dcoskube_marathon_app_free"

    def __init__(self, id: str = MARATHON_ID, *, config_dir: Optional[StrPath] = None) -> None:
        self._own(make("dcoskube_marathon_app_new", text(id), 0))
        if config_dir is not None:
            self.set_config_dir(config_dir)

    def set_config_dir(self, directory: StrPath) -> None:
        """The directory on the agent that is mounted; it has no default."""
        call("dcoskube_marathon_app_set_config_dir", self._as_parameter, path(directory))

    def set_container_path(self, directory: StrPath) -> None:
        """Where the directory appears in the container."""
        call("dcoskube_marathon_app_set_container_path", self._as_parameter, path(directory))

    def set_cmd(self, cmd: str) -> None:
        """The command, run by /bin/sh -c."""
        call("dcoskube_marathon_app_set_cmd", self._as_parameter, text(cmd))

    def set_image(self, image: str) -> None:
        """The container image."""
        call("dcoskube_marathon_app_set_image", self._as_parameter, text(image))

    def set_target(self, target: str) -> None:
        """The HAProxy version; gives the image when none is set."""
        call("dcoskube_marathon_app_set_target", self._as_parameter, text(target))

    def set_cpus(self, cpus: float) -> None:
        call("dcoskube_marathon_app_set_cpus", self._as_parameter, float(cpus))

    def set_mem(self, mib: float) -> None:
        """Memory in MiB."""
        call("dcoskube_marathon_app_set_mem", self._as_parameter, float(mib))

    def set_instances(self, instances: int) -> None:
        call("dcoskube_marathon_app_set_instances", self._as_parameter, u32(instances))

    def set_port(self, port: int) -> None:
        """The port that is required on the host."""
        call("dcoskube_marathon_app_set_port", self._as_parameter, u32(port))

    def set_force_pull_image(self, on: bool) -> None:
        call("dcoskube_marathon_app_set_force_pull_image", self._as_parameter, int(bool(on)))

    def add_role(self, role: str) -> None:
        """An accepted resource role; the first one given replaces the default."""
        call("dcoskube_marathon_app_add_role", self._as_parameter, text(role))

    def add_constraint(self, field: str, op: str, value: Optional[str] = None) -> None:
        """A placement constraint; the first one given replaces the default."""
        call("dcoskube_marathon_app_add_constraint", self._as_parameter, text(field), text(op), text_or_none(value))

    def json(self) -> str:
        """The descriptor."""
        out, size = ctypes.c_void_p(), ctypes.c_size_t()
        call("dcoskube_marathon_app_json", self._as_parameter, 0, ctypes.byref(out), ctypes.byref(size))
        return take(out, size).decode("utf-8")
