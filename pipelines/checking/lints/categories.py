"""Categories that the last night found in the data, and which neither the notice nor a clause declares."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.checking.lint import Lint, Seen
from pipelines.checking.night import last_night, report_of
from rules.categories import covers, is_category

KIND = "category-not-declared"
LAW = ("UK GDPR Art. 5(1)(a)", "UK GDPR Art. 14(1)(d)")


def find(seen: Seen) -> Iterator[Lint]:
    """Each category that the scanners found, with the stores it was found in; nothing without a report."""
    path, records = report_of(seen.controller.folder), last_night(seen.controller.folder)
    try:
        found = {
            (str(entry["category"]), str(store["store"]))
            for store in records["stores"]
            for entry in store["categories"]
            if "scanner" in entry["said_by"]
        }
        night = str(records["as_of"])
    except (KeyError, TypeError):
        return
    declared = _declared(seen)
    for category in sorted({category for category, _ in found}):
        if is_category(category) and not any(covers(wide, category) for wide in declared):
            stores = ", ".join(sorted(store for one, store in found if one == category))
            told = f"The night of {night} found {category} in {stores}, and the notice declares it nowhere."
            todo = "declare it, or stop holding it; a clause with undeclared-category flags the records"
            yield Lint(KIND, category.replace(".", "-").replace("_", "-"), path, 0, "", told, LAW, todo)


def _declared(seen: Seen) -> set[str]:
    told = (one for one in seen.reading.said if "no-special-categories" not in one.kinds)
    said = {key for one in told for key in one.categories}
    given = (clause.given.get("categories") for clause in seen.controller.notice.clauses)
    return said | {str(key) for keys in given if isinstance(keys, (list, tuple)) for key in keys}
