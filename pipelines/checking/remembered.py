"""What the text around each clause was when somebody last looked at it, kept in ``FOLDER/.abide/notice.json``.

What belongs here: digests, and what to look at again. The file holds no words: of each clause a digest of the clause
and one of its surroundings (heading and paragraph). A clause whose surroundings changed while it did not is told until
the clause is changed too, or ``abide check --seen`` says that it was looked at. A folder without the file is remembered
as it stands; nothing is told of it. No version control is asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipelines.checking.lint import Lint, Seen, mark_of
from rules.document import line_of, read_yaml
from rules.notice import Clause
from stores.keys import STATE

KIND = "text-changed"
LAW = ("UK GDPR Art. 5(2)",)
_FILE = "notice.json"
_FORM = 1


def look_again(seen: Seen) -> list[Lint]:
    """The clauses whose surroundings changed since they were last looked at."""
    before = _read(seen.controller.folder)
    return list(_changed(seen, before, _now(seen))) if before else []


def remember(seen: Seen, *, all_seen: bool) -> bool:
    """Write down what stands now: everything if it was all seen; else what is new, gone, or was itself changed.

    Returns:
        False if the folder cannot be written: then nothing is remembered, and the check is as good.
    """
    before, now = _read(seen.controller.folder), _now(seen)
    kept = {
        name: before[name] if not all_seen and name in before and before[name]["clause"] == one["clause"] else one
        for name, one in now.items()
    }
    if kept == before:
        return True
    state = seen.controller.folder / STATE
    try:
        if not state.is_dir():
            state.mkdir(mode=0o700)
            (state / ".gitignore").write_text("*\n", encoding="utf-8")
        part = state / f"{_FILE}.part"
        part.touch(mode=0o600)
        part.write_text(json.dumps({"form": _FORM, "clauses": kept}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        part.replace(state / _FILE)
    except OSError:
        with suppress(OSError):
            (state / f"{_FILE}.part").unlink()
        return False
    return True


def _now(seen: Seen) -> dict[str, dict[str, str]]:
    found = {}
    for start, end, clause in seen.clauses_at:
        blocks = {said.sentence.block for said in seen.reading.said if start < said.end and said.start < end}
        around = [said for said in seen.reading.said if said.sentence.block in blocks]
        words = [around[0].sentence.heading, *(said.quote for said in around)] if around else []
        found[clause.id] = {"clause": _digest(clause), "around": mark_of(" ".join(words))}
    return found


def _digest(clause: Clause) -> str:
    told = clause.model_dump(mode="json")
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _changed(seen: Seen, before: dict[str, Any], now: dict[str, dict[str, str]]) -> Iterator[Lint]:
    path = seen.controller.folder / "notice.yaml"
    for i, clause in enumerate(seen.controller.notice.clauses):
        was, stands = before.get(clause.id), now.get(clause.id)
        if was and stands and was["clause"] == stands["clause"] and was["around"] != stands["around"]:
            line = line_of(read_yaml(path), ["clauses", i])
            told = f"The text around the quote of '{clause.id}' is not what it was."
            todo = "see whether the clause still says what the notice does, then abide check --seen"
            yield Lint(KIND, clause.id, path, line, clause.quote, told, LAW, todo)


def _read(folder: Path) -> dict[str, dict[str, str]]:
    try:
        found = json.loads((folder / STATE / _FILE).read_text(encoding="utf-8"))
        clauses = found["clauses"] if found["form"] == _FORM else {}
        return {str(k): {"clause": str(v["clause"]), "around": str(v["around"])} for k, v in clauses.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
