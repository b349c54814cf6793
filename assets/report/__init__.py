"""The report of one night: what a compliance officer reads and what other programs take up. No Dagster in it.

What belongs here: reading a finished snapshot and writing files. Nothing here judges, scans or opens a store.
"""

from assets.report.errors import ReportError
from assets.report.write import write_reports

__all__ = ["ReportError", "write_reports"]
