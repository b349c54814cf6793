"""How documents and answers are framed between a process that opens documents and the one that asked.

What belongs here: the two headers. It is imported on both sides.
"""

from __future__ import annotations

import struct

REQUEST = struct.Struct(">IQ")
"""Lengths of the name and of the document, in bytes; both follow."""
ANSWER = struct.Struct(">qII")
"""Lengths of the text (-1: none), of the reason and of the kind, in bytes; all three follow."""
READY = b"ready"
"""What the process says first, when its limits stand."""
