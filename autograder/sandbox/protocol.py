"""What grader and worker say to each other over their socket.

The grader sends ``RUN`` or ``TEST``, with the processor seconds that the child may take, the rare
modules that it needs, and the two pipe ends; the worker makes a child. When the grader has read
enough it sends ``END``; the worker kills what is left and answers with the child's exit code, or
minus the signal that ended it. When the socket closes, the worker ends its child and itself.
"""

from __future__ import annotations

import struct

SINGLE_USE = "--single-use"
"""The argument of a worker that serves one request by itself, without a child."""
READY = b"!"
RUN, TEST, END = b"R", b"T", b"E"
NUMBER = struct.Struct("<q")
ORDER = struct.Struct("<cqq")
