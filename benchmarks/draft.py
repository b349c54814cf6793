"""How well ``abide draft`` reads real notices: the share of their promises it proposes, and of its proposals right.

    python benchmarks/draft.py [--shared ../shared] [--rows] [--unjudged]

Two real notices and a table of what each promises stand in ``SHARED`` (``notices/*.txt``, ``design/clauses.md``); they
are read from there and never copied. A row of the table is *present* if a proposal's quote overlaps the row's quoted
words in the notice and the proposal's kind agrees with the row's family of rules by ``FAMILIES``. A row that quotes
nothing (a silence of the notice) cannot be present. A proposal is *right* if a person judged it so, reading the notice:
kind, rule and every value that is not left open are true to the quoted words. Judgements stand in
``draft_judged.csv`` by a digest of the whole proposal, so that one that changes is unjudged, and unjudged counts as
wrong. A proposal *agrees with a row* if it is over a row's words and of its families: that needs no judgement. Of the
two example notices: for each clause a person wrote, whether a proposal over the same words names the same rule. Whoever
wrote the patterns had read all four; ``tests/notices`` holds seven others.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipelines.commands.draft import made_from  # noqa: E402
from pipelines.drafting.notice.propose import Draft, Proposal  # noqa: E402
from pipelines.drafting.notice.write import declared  # noqa: E402
from rules.notice import notice_layout, words  # noqa: E402
from stores.controller import load_controller  # noqa: E402

JUDGED = Path(__file__).with_name("draft_judged.csv")
NOTICES = {"mass": "mass-privacy-notice.txt", "mesma": "mesma-privacy-notice.txt"}
LETTER = {"mass": "M", "mesma": "E"}

FAMILIES: dict[str, set[str]] = {
    "declared-data": {"CAT"},
    "never-held": {"CAT"},
    "backups-expire": {"RET", "DISP"},
    "special-categories": {"SPEC"},
    "no-special-categories": {"SPEC"},
    "children": {"SPEC"},
    "lawful-basis": {"BASIS"},
    "interests-weighed": {"BASIS"},
    "used-for": {"PURP"},
    "people-held": {"PURP"},
    "processor-named": {"PURP", "SHARE"},
    "collected-when": {"PURP", "PROV"},
    "no-automated-decisions": {"PURP"},
    "automated-decisions": {"PURP"},
    "consent-evidenced": {"CONS"},
    "cookies-agreed": {"CONS"},
    "marketing-asked-for": {"CONS"},
    "calls-screened": {"CONS"},
    "objection-respected": {"SUPP"},
    "suppressed-minimal": {"SUPP"},
    "kept-for-period": {"RET", "MIN"},
    "inactive": {"RET"},
    "kept-while": {"RET"},
    "open-ended": {"RET", "LINT"},
    "identity-asked": {"RET"},
    "statutory-minimum": {"MIN"},
    "hold": {"HOLD"},
    "shared-only": {"SHARE"},
    "not-sold": {"SHARE"},
    "told-before-disclosure": {"SHARE"},
    "processor-contract": {"SHARE"},
    "transfer": {"XFER"},
    "source-told": {"PROV"},
    "accurate": {"ACC"},
    "request-clock": {"SLA"},
    "right": {"SLA"},
    "refusals": {"SLA"},
    "contact-route": {"SLA"},
    "breach-clock": {"SLA"},
    "erasure-carried-out": {"SLA", "DISP"},
    "disposal": {"DISP"},
    "anonymous": {"ANON"},
    "safeguards": {"SEC"},
    "security-reviewed": {"SEC"},
    "registration": {"LINT"},
    "changes-told": {"LINT"},
    "notice-version": {"LINT"},
    "controller-identity": {"LINT"},
    "forms-tell": {"LINT", "CONS"},
    "systems-checked": {"LINT"},
}
"""Kind of proposal to the families of clauses.md it agrees with. Beside them: keeping for a period or until silence
agrees with DISP where the quote itself says that the data are deleted or destroyed; of a right, rectification agrees
with ACC and restriction with PURP (Art. 18(2): only storing is left)."""

EXPECTED: dict[str, dict[str, list[str]]] = {
    "mass": {
        "periods": ["36 months", "36 months", "72 hours"],
        "recipients": ["Google Analytics", "Facebook", "ASC-HS", "UKFast", "StreamShredding Ltd"],
        "categories": [
            *("user.name", "user.contact.phone_number", "user.contact.address", "user.contact.email"),
            *(
                "user.demographic.gender",
                "user.demographic.dietary_requirement",
                "user.device.ip_address",
                "user.device",
            ),
            *("user.behavior.browsing_history", "user.demographic.language", "user.behavior.purchase_history"),
            *("user.behavior", "user.account.username", "user.demographic.profile", "user.location"),
            *("user.demographic.age_range", "user.demographic.date_of_birth"),
        ],
    },
    "mesma": {
        "periods": ["12 months", "12 months", "1 month", "1 month", "28 days"],
        "recipients": [
            *(
                "Google Analytics",
                "WordPress.com",
                "Automattic",
                "Microsoft 365",
                "Microsoft Azure",
                "HubSpot",
                "Crisp",
            ),
            *("Xero", "Eventbrite", "Zoom"),
        ],
        "categories": [
            *("user.name", "user.contact.email", "user.contact.address", "user.job_title", "user.contact.organization"),
            *("user.device.ip_address", "user.contact.phone_number"),
        ],
    },
}
"""What each notice states, as facts: periods in order, companies that get data, categories that are collected."""


@dataclass(frozen=True)
class Row:
    """One row of clauses.md: its id, its quotes (each as its pieces between ellipses), its families."""

    id: str
    quotes: tuple[tuple[str, ...], ...]
    families: frozenset[str]


def rows(table: Path) -> list[Row]:
    """The rows of clauses.md."""
    found = []
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) < 7 or not re.fullmatch(r"[ME]\d\d", cells[0]):
            continue
        quoted = re.findall(r'"([^"]+)"', cells[1])
        quotes = tuple(tuple(p.strip() for p in quote.split("...") if p.strip()) for quote in quoted)
        families = frozenset(re.findall(r"\b[A-Z]{3,5}\b", cells[4].split(":")[0].split("(")[0]))
        found.append(Row(cells[0], quotes, families))
    return found


def flat(text: str) -> str:
    """A text for finding quotes in: single spaces, straight marks, lower case; as long as with curly marks."""
    return words(text).translate(str.maketrans("\u2018\u2019“”", "''\"\"")).lower()


def agrees(proposal: Proposal, families: frozenset[str]) -> bool:
    """Whether the kind of a proposal agrees with the families of a row."""
    own = set(FAMILIES[proposal.kind])
    if proposal.kind in {"kept-for-period", "inactive"} and re.search(r"\b(?:delet|destroy|eras)", proposal.said.text):
        own.add("DISP")
    if proposal.kind in {"right", "request-clock"}:
        rights = proposal.given["rights"].value if "rights" in proposal.given else []
        own |= ({"ACC"} if "rectification" in rights else set()) | ({"PURP"} if "restriction" in rights else set())
    return bool(own & families)


def spans(quote: tuple[str, ...], text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces of a row's quote stand in the notice, one after the other."""
    at = 0
    for piece in quote:
        place = text.find(flat(piece), at)
        if place < 0:
            return
        yield place, place + len(flat(piece))
        at = place + 1


def present(row: Row, text: str, proposals: Sequence[tuple[int, int, Proposal]]) -> list[Proposal]:
    """The proposals by which a row is present: over the words of at least one of its quotes, and of its families."""
    places = [span for quote in row.quotes for span in spans(quote, text)]
    return [
        p for start, end, p in proposals if agrees(p, row.families) and any(start < e and s < end for s, e in places)
    ]


def placed(draft: Draft, text: str) -> list[tuple[int, int, Proposal]]:
    """Each proposal with the place of its quote in the flat text."""
    found, at = [], 0
    for proposal in draft.proposals:
        start = text.find(flat(proposal.quote), max(0, at - 3000))
        at = start
        found.append((start, start + len(flat(proposal.quote)), proposal))
    return found


def digest(proposal: Proposal) -> str:
    """The digest by which a proposal was judged: its words, kind, rule and values."""
    told = [proposal.kind, proposal.quote, proposal.rule, {k: v.value for k, v in proposal.given.items()}]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def judgements() -> dict[str, bool]:
    """Every judgement a person gave, by digest."""
    if not JUDGED.is_file():
        return {}
    with JUDGED.open(encoding="utf-8") as file:
        return {row["proposal"]: row["right"] == "yes" for row in csv.DictReader(file)}


def drafted(path: Path) -> Draft:
    """The draft of a notice on its own, as ``abide draft NOTICE`` makes it."""
    return made_from(notice_layout(path), None, "")


def measured(name: str, shared: Path) -> dict[str, Any]:
    """What one real notice gives."""
    path = shared / "notices" / NOTICES[name]
    draft = drafted(path)
    text = flat(notice_layout(path).text)
    proposals = placed(draft, text)
    mine = [row for row in rows(shared / "design" / "clauses.md") if row.id.startswith(LETTER[name])]
    hits = {row.id: present(row, text, proposals) for row in mine}
    right = judgements()
    said = [p.value for s in draft.reading.said for p in s.periods]
    return {
        "draft": draft,
        "rows": mine,
        "hits": hits,
        "periods_missing": _missing(EXPECTED[name]["periods"], said),
        "recipients_missing": _missing(EXPECTED[name]["recipients"], [r.name for r in draft.reading.recipients]),
        "categories_missing": _missing(EXPECTED[name]["categories"], declared(draft)),
        "right": [p for p in draft.proposals if right.get(digest(p)) is True],
        "wrong": [p for p in draft.proposals if right.get(digest(p)) is False],
        "unjudged": [p for p in draft.proposals if digest(p) not in right],
    }


def _missing(expected: Sequence[str], found: Sequence[str]) -> list[str]:
    left = list(found)
    missing = []
    for one in expected:
        if one in left:
            left.remove(one)
        else:
            missing.append(one)
    return missing


def examples_match(folder: Path) -> tuple[int, int, list[str]]:
    """Of the clauses a person wrote for an example: how many a proposal over the same words has by rule; which not."""
    controller = load_controller(folder)
    draft = drafted(next(folder.glob("notice.txt")))
    text = flat(controller.text)
    proposals = placed(draft, text)
    missed = []
    for clause in controller.notice.clauses:
        start = text.find(flat(clause.quote))
        end = start + len(flat(clause.quote))
        if not any(s < end and start < e and p.rule == clause.rule for s, e, p in proposals):
            missed.append(f"{clause.id} ({clause.rule})")
    return len(controller.notice.clauses) - len(missed), len(controller.notice.clauses), missed


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--rows", action="store_true", help="name the rows that are missed")
    parser.add_argument("--unjudged", action="store_true", help="print each proposal nobody has judged, as JSON lines")
    given = parser.parse_args()
    if not (given.shared / "notices").is_dir():
        sys.exit(f"{given.shared / 'notices'} is not there: nothing to measure on. Say --shared FOLDER.")
    totals = {"rows": 0, "present": 0, "proposals": 0, "right": 0, "agreeing": 0}
    for name in NOTICES:
        found = measured(name, given.shared)
        hit = sum(bool(p) for p in found["hits"].values())
        _count(totals, found, hit)
        print(f"{name}: {hit} of {len(found['rows'])} rows present; {_told(found)}")
        for what in ("periods", "recipients", "categories"):
            missing = found[f"{what}_missing"]
            print(f"  {what}: " + (f"missing {', '.join(missing)}" if missing else "all found"))
        if given.rows:
            print(
                "  missed:",
                ", ".join(f"{r.id} {'+'.join(sorted(r.families))}" for r in found["rows"] if not found["hits"][r.id]),
            )
        for p in found["unjudged"] if given.unjudged else []:
            print(
                json.dumps(
                    {
                        "proposal": digest(p),
                        "line": p.line,
                        "kind": p.kind,
                        "rule": p.rule,
                        "quote": p.quote,
                        "given": {k: v.value for k, v in p.given.items()},
                    },
                    ensure_ascii=False,
                )
            )
    print(
        f"both: {totals['present']} of {totals['rows']} rows present ({totals['present'] / totals['rows']:.1%}); "
        f"{totals['right']} of {totals['proposals']} proposals right ({totals['right'] / totals['proposals']:.1%}), "
        f"{totals['agreeing']} agree with a row ({totals['agreeing'] / totals['proposals']:.1%})"
    )
    for folder in sorted((ROOT / "examples").glob("*/notice.yaml")):
        same, whole, missed = examples_match(folder.parent)
        print(f"{folder.parent.name}: {same} of {whole} clauses have a proposal with the same rule")
        if given.rows:
            print("  missed:", ", ".join(missed))


def _count(totals: dict[str, int], found: Mapping[str, Any], hit: int) -> None:
    totals["rows"] += len(found["rows"])
    totals["present"] += hit
    totals["proposals"] += len(found["draft"].proposals)
    totals["right"] += len(found["right"])
    totals["agreeing"] += len({p.id for hits in found["hits"].values() for p in hits})


def _told(found: Mapping[str, Any]) -> str:
    whole = len(found["draft"].proposals)
    return (
        f"{whole} proposals: {len(found['right'])} right, {len(found['wrong'])} wrong, "
        f"{len(found['unjudged'])} unjudged"
    )


if __name__ == "__main__":
    main()
