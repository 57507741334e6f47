"""Copying: the first way that works of local tool, tmux, terminal; else there is none."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from typing import Final

LOCAL_TOOLS: Final = (
    ("pbcopy",),
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("clip.exe",),
)
TMUX: Final = ("tmux", "load-buffer", "-w", "-")

OSC_LIMIT: Final = 74_000
"""Bytes of text that a terminal takes in one OSC 52 sequence; more is cut off by some."""

PATIENCE: Final = 3.0
"""Seconds that a tool is waited for."""

Pipe = Callable[[tuple[str, ...], bytes], bool]
"""Gives text to a command and says whether it took it."""


def pipe(command: tuple[str, ...], octets: bytes) -> bool:
    """Give text to a command's standard input; whether it ended well."""
    path = shutil.which(command[0])
    if path is None:
        return False
    try:
        done = subprocess.run(  # noqa: S603  # no shell; the commands are those above
            [path, *command[1:]],
            input=octets,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def ways(environment: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The commands to try: over ssh a local tool would copy on the wrong machine."""
    is_remote = any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
    found: list[tuple[str, ...]] = []
    for tool in () if is_remote else LOCAL_TOOLS:
        needs = {"wl-copy": "WAYLAND_DISPLAY", "xclip": "DISPLAY"}.get(tool[0])
        if needs is None or environment.get(needs):
            found.append(tool)
    if environment.get("TMUX"):
        found.append(TMUX)
    return found


TERMINAL: Final = "the terminal (OSC 52)"
"""The way that is left to the app: only it writes to the terminal."""


def copy(text: str, environment: Mapping[str, str] = os.environ, give: Pipe = pipe) -> str:
    """Copy a text by the first command that takes it; the way it went, empty when none is left.

    When the way is `TERMINAL` nothing was done yet: the app must send the text as OSC 52, and
    nobody knows whether the terminal listens.
    """
    octets = text.encode("utf-8", "surrogateescape")
    for command in ways(environment):
        if give(command, octets):
            return command[0]
    return TERMINAL if len(octets) <= OSC_LIMIT else ""
