"""The exceptions of the report, drawn whole.

AbideError
└── ReportError     the snapshot does not hold what a report of this night needs, or the report cannot be written
"""

from __future__ import annotations

from rules.errors import AbideError


class ReportError(AbideError):
    """The report is not written; the one before it stays as it is."""
