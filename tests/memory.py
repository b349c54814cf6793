"""The most memory that this process has held, in KiB.

Linux's ``ru_maxrss`` starts at what the process that started this one had held, so a small program run by a large one
looks large, and what it adds looks like nothing. ``VmHWM`` is of the program alone (proc(5)).
"""

import resource
import sys
from pathlib import Path


def peak_kibibytes():
    """The high-water mark of this process since its program began."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1])
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used >> 10 if sys.platform == "darwin" else used
