"""General text: documents of a public set, with their persons marked, cut into short stretches.

Here: reading `documents/*.jsonl.gz` (subhash-holla/pii-anon-eval-data, CC0). Not here: sentences of our own.
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from scanners.training.sentences import Sentence

_CUT = re.compile(r"\n\s*\n|(?<=[.!?])\s(?=[A-Z])")


def stretches(file: Path, limit: int) -> list[Sentence]:
    """Paragraphs and sentences of the first `limit` documents, each with its PERSON spans."""
    found = []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line, _ in zip(lines, range(limit), strict=False):
            document = json.loads(line)
            found += _cut(document["text"], document["annotations"])
    return found


def _cut(text: str, annotations: list[dict[str, object]]) -> list[Sentence]:
    persons = [(int(str(a["start"])), int(str(a["end"]))) for a in annotations if a["entity_type"] == "PERSON_NAME"]
    found, start = [], 0
    for end in [*(m.start() for m in _CUT.finditer(text)), len(text)]:
        if any(s < end < e for s, e in persons):
            continue
        if text[start:end].strip():
            inside = tuple((s - start, e - start, "PERSON") for s, e in persons if start <= s and e <= end)
            found.append(Sentence(text[start:end], inside))
        start = end
    return found
