"""The night's core: what each step does to the warehouse, without Dagster.

What belongs here: the steps between a store and a verdict, in the order in which they run. Dagster assets call them and
say what they did; they read nothing from each other but the warehouse. ``as_of`` is always passed in.
"""

from assets.night.contract import contract_of
from assets.night.drift import Drift, drift_of
from assets.night.finding import find_table
from assets.night.judging import conclude, judge_rule
from assets.night.linking import link_subjects, record_store
from assets.night.reading import land_store
from assets.night.state import ClauseResult, Reading, begin
from assets.night.terms import Term

__all__ = [
    "ClauseResult",
    "Drift",
    "Reading",
    "Term",
    "begin",
    "conclude",
    "contract_of",
    "drift_of",
    "find_table",
    "judge_rule",
    "land_store",
    "link_subjects",
    "record_store",
]
