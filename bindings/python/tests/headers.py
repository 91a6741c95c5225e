# SPDX-License-Identifier: Apache-2.0
"""Reads the public headers, as far as a table of prototypes and the enumerations need it."""

import glob
import os
import pathlib
import re
from typing import Dict, List, Tuple

SRC = os.environ["top_srcdir"]
Prototype = Tuple[str, List[str]]  # result, parameters, each as C writes it without its name


def sources() -> str:
    """All headers without their comments."""
    names = [f for f in sorted(glob.glob(os.path.join(SRC, "include/dcoskube/*.h*"))) if not f.endswith("version.h")]
    words = "".join(pathlib.Path(name).read_text(encoding="utf-8") for name in names)
    return re.sub(r"/\*.*?\*/", "", words, flags=re.S)


def prototypes() -> Dict[str, Prototype]:
    found: Dict[str, Prototype] = {}
    for result, name, parameters in re.findall(r"DCOSKUBE_API\s+([^;(]*?)(dcoskube_\w+)\(([^;]*?)\);", sources()):
        types = [re.sub(r"\w+$", "", " ".join(p.split())).strip() for p in parameters.split(",") if p.strip() != "void"]
        assert name not in found, name
        found[name] = (" ".join(result.split()), types)
    return found


def enums() -> Dict[str, Dict[str, int]]:
    return {
        name: {key: int(number) for key, number in re.findall(r"(DCOSKUBE_\w+)\s*=\s*(\d+)", body)}
        for name, body in re.findall(r"typedef enum (\w+) \{(.*?)\}", sources(), flags=re.S)
    }


def map_names() -> List[str]:
    words = pathlib.Path(SRC, "lib/libdcoskube.map").read_text(encoding="utf-8")
    return re.findall(r"^ *(dcoskube_\w+);", words, flags=re.M)
