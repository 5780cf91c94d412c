"""What each quality that the technician may choose asks of the picture. How it is coded is decided in encode.py."""

from dataclasses import dataclass

from agent.protocol.messages import Quality


@dataclass(frozen=True)
class Aim:
    """What the sender does for a quality."""

    video: bool
    """Whether what moves may go as lossy video."""
    crf: int
    """How coarse that may be: x264's constant rate factor, 0 to 51."""
    refine_seconds: float
    """How long nothing has changed on the screen when what went as video is sent again, lossless."""
    pause_seconds: float
    """Least time from one frame to the next: a change that is overtaken meanwhile costs nothing."""


AIMS: dict[Quality, Aim] = {
    Quality.AUTOMATIC: Aim(video=True, crf=31, refine_seconds=0.1, pause_seconds=0.0),
    Quality.SHARP: Aim(video=False, crf=0, refine_seconds=0.0, pause_seconds=0.0),
    Quality.SMOOTH: Aim(video=True, crf=33, refine_seconds=1.0, pause_seconds=0.0),
    Quality.LEAST: Aim(video=True, crf=36, refine_seconds=1.5, pause_seconds=0.2),
}
