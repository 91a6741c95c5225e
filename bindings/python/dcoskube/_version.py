# SPDX-License-Identifier: Apache-2.0
"""The version of this package: the one of the library that it was written with."""

__version__ = "0.1.0"
