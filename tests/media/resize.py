"""Gives a running Xvfb another size, as a person does in the display settings (RandR 1.2)."""

from typing import Any

import xcffib
import xcffib.randr
import xcffib.xproto


def resize(display: str, width: int, height: int) -> None:
    """Set the screen of `display` to `width` by `height` pixels, at most the size it began with."""
    x: Any = xcffib.connect(display)
    randr = x(xcffib.randr.key)
    root = x.get_setup().roots[0].root
    resources = randr.GetScreenResources(root).reply()
    crtc, output = resources.crtcs[0], resources.outputs[0]
    known = [mode.id for mode in resources.modes if (mode.width, mode.height) == (width, height)]
    mode = known[0] if known else _new_mode(randr, root, output, width, height)
    now = resources.config_timestamp
    randr.SetCrtcConfig(crtc, 0, now, 0, 0, 0, 1, 0, []).reply()
    randr.SetScreenSize(root, width, height, width // 4, height // 4)
    randr.SetCrtcConfig(crtc, 0, now, 0, 0, mode, 1, 1, [output]).reply()
    x.disconnect()


def _new_mode(randr: Any, root: int, output: int, width: int, height: int) -> int:
    name = f"{width}x{height}"
    info = xcffib.randr.ModeInfo.synthetic(
        0, width, height, width * height * 60, width, width, width, 0, height, height, height, len(name), 0
    )
    mode: int = randr.CreateMode(root, info, len(name), name).reply().mode
    randr.AddOutputMode(output, mode)
    return mode
