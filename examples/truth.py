"""What must be flagged: written down by the generator as it plants each breach, never worked out by running the rules.

Here: the truth file. Not here: what the night said, and comparing the two.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

Place = tuple[str, str, tuple[str, ...]]
VERDICTS = ("kept", "broken", "unproved", "attested")


class Truth:
    """Per clause: its verdict, the records that break it, those that nearly do, and how many cannot be judged."""

    def __init__(self) -> None:
        self._flags: dict[str, set[Place]] = defaultdict(set)
        self._near: dict[str, set[Place]] = defaultdict(set)
        self._undated: dict[str, int] = defaultdict(int)
        self._verdicts: dict[str, str] = {}

    def flag(self, clause: str, store: str, table: str, *key: str) -> None:
        """This record breaks the clause; ``key`` are its source key's values. Saying it twice is saying it once."""
        self._flags[clause].add((store, table, tuple(map(str, key))))

    def near_miss(self, clause: str, store: str, table: str, *key: str) -> None:
        """This record looks like a breach of the clause and is none."""
        self._near[clause].add((store, table, tuple(map(str, key))))

    def undated(self, clause: str, n: int = 1) -> None:
        """So many more records in the clause's scope have no usable date."""
        self._undated[clause] += n

    def verdict(self, clause: str, verdict: str) -> None:
        """What the night must say of the clause: kept, broken, unproved or attested."""
        if verdict not in VERDICTS:
            raise ValueError(f"'{verdict}' is not a verdict: {', '.join(VERDICTS)}")
        self._verdicts[clause] = verdict

    def clauses(self) -> dict[str, dict[str, Any]]:
        """The truth by clause, sorted; each place as [store, table, [key values]].

        Raises:
            ValueError: a clause has flags and is not broken or the other way round, was planted but has no verdict, or
                a record is both a flag and a near miss.
        """
        planted = {*self._flags, *self._near, *self._undated}
        if unsaid := sorted(planted - set(self._verdicts)):
            raise ValueError(f"no verdict is stated for {', '.join(unsaid)}")
        for clause, verdict in self._verdicts.items():
            if (verdict == "broken") != bool(self._flags[clause]):
                raise ValueError(f"{clause} is said to be {verdict} and has {len(self._flags[clause])} flags")
            if both := self._flags[clause] & self._near[clause]:
                raise ValueError(f"{clause}: {len(both)} records are both flags and near misses")
        return {
            clause: {
                "verdict": self._verdicts[clause],
                "flags": [[s, t, list(k)] for s, t, k in sorted(self._flags[clause])],
                "near_misses": [[s, t, list(k)] for s, t, k in sorted(self._near[clause])],
                "undated": self._undated[clause],
            }
            for clause in sorted(self._verdicts)
        }

    def write(self, path: Path, as_of: date) -> None:
        """Write the truth as JSON."""
        told = {"as_of": as_of.isoformat(), "clauses": self.clauses()}
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
