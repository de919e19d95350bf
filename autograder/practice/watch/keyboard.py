"""Single keys from a terminal, which is left as it was found."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager

ESCAPE = b"\x1b"
END = "q"
"""What a keyboard that is gone says: the same as who wants to leave."""


class Keyboard:
    """Reads keys as they are pressed.

    Parameters
    ----------
    descriptor : int
        A terminal that hands over keys one by one.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self, seconds: float) -> str:
        """Wait for keys, for some time at most.

        Returns
        -------
        str
            What was pressed, in order; empty if nothing was. Arrows and the like are left out.
        """
        ready, _, _ = select.select([self._descriptor], [], [], seconds)
        if not ready:
            return ""
        try:
            pressed = os.read(self._descriptor, 64)
        except OSError:
            return END
        if not pressed:
            return END
        return "" if pressed.startswith(ESCAPE) else pressed.decode(errors="ignore").lower()


def has_keyboard() -> bool:
    """Tell whether keys can be read one by one: whether a person sits at this terminal."""
    try:
        import termios
    except ImportError:
        return False
    try:
        termios.tcgetattr(sys.stdin.fileno())
    except (termios.error, OSError, ValueError):
        return False
    return sys.stdin.isatty()


@contextmanager
def keyboard() -> Iterator[Keyboard]:
    """Take keys one by one, without showing them, until the end of the block.

    Ctrl-C interrupts as ever; Ctrl-Z does nothing, as it would leave the terminal like this.
    """
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSANOW)
        changed = termios.tcgetattr(descriptor)
        changed[6][termios.VSUSP] = b"\0"
        termios.tcsetattr(descriptor, termios.TCSANOW, changed)
        yield Keyboard(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)
