"""What the installer writes into a build: one module with a packed Bundle (agent/brand_bundle.py). It lies inside the
executable."""

import importlib

EMBEDDED_MODULE = "handrail_brand"
"""The module's name; its `PACKED` is the bundle."""


def embedded() -> str:
    """Return the packed bundle of this build. Raise ModuleNotFoundError where this is none."""
    return str(importlib.import_module(EMBEDDED_MODULE).PACKED)
