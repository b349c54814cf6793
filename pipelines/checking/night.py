"""What the last night wrote of a controller's processing, for lints that hold the notice against the data.

What belongs here: reading ``report/processing_records.json``. A folder without a night, or with one of another form,
has nothing to hold the notice against; no lint tells of that.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_REPORT = "processing_records.json"


def report_of(folder: Path) -> Path:
    """Where a night writes it."""
    return folder / "report" / _REPORT


def last_night(folder: Path) -> dict[str, Any]:
    """The records of processing of the last night; empty if there are none that can be read."""
    try:
        found = json.loads(report_of(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
