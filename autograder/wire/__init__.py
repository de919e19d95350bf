"""The form in which answers cross the wall: a JSON header, then the raw bytes of all arrays.

A frame is ``MAGIC``, the lengths of header and payload, the header, the payload. The header is a
tree of nodes; an array is a node that names its dtype and shape, and its bytes stand in the payload
in the order of the nodes. Nothing in a frame can run: no pickle, no object arrays.

The side that decodes trusts nothing: whatever is wrong with a frame is one exception,
:class:`WireError`, raised before anything large is allocated.
"""

from autograder.wire.decoder import decode
from autograder.wire.encoder import encode
from autograder.wire.form import (
    DTYPES,
    FROM_AUTHOR,
    FROM_STUDENT,
    MAGIC,
    PREFIX,
    Limits,
    Opaque,
    WireError,
    read_lengths,
)

__all__ = [
    "DTYPES",
    "FROM_AUTHOR",
    "FROM_STUDENT",
    "MAGIC",
    "PREFIX",
    "Limits",
    "Opaque",
    "WireError",
    "decode",
    "encode",
    "read_lengths",
]
