"""What grader and worker say to each other over their socket.

The grader sends ``RUN`` or ``TEST``, with the processor seconds that the child may take, the rare
modules that it needs, and the two pipe ends; the worker makes a child. When the grader has read
enough it sends ``END``, or ``HUNG_UP`` where the answers broke off; the worker kills what is left
and answers with the child's ``FATE``. When the socket closes, the worker ends its child and itself.

A child's pipe for answers begins with one byte, which is written before any student code is there:
``UP`` when its wall is up. ``NO_WALL`` and ``NO_PROCESS`` mean that there will be no answer, and
why: the rest is a sentence. Whatever goes wrong before ``UP`` is the machine's doing, whatever goes
wrong behind it may be the student's.
"""

from __future__ import annotations

import struct
from errno import EAGAIN, ENOMEM

SINGLE_USE = "--single-use"
"""The argument of a worker that serves one request by itself, without a child."""
READY = b"!"
RUN, TEST, END, HUNG_UP = b"R", b"T", b"E", b"H"
UP, NO_WALL, NO_PROCESS = b"+", b"W", b"P"
LONGEST_SENTENCE = 600
START_SECONDS = 20.0
"""So long may a worker take until it is ready, and a child until its wall is up."""
FATE = struct.Struct("<q?")
"""The exit code of a child, or minus the signal that ended it; whether the machine ended it."""
ORDER = struct.Struct("<cqq")


def no_process(error: OSError) -> str:
    """Say why no process can be made, and what to do."""
    if error.errno == EAGAIN:
        return "no more processes are allowed here; raise the limit, as with: ulimit -u 4096"
    if error.errno == ENOMEM:
        return "there is no memory for another process; grade with fewer --jobs"
    return f"{error.strerror}; look at the machine with: autograder doctor"
