"""From what a notice says to the clauses that are proposed for it, and what could not be placed.

What belongs here: which sentence becomes which clause, with which quote. Its values are
``pipelines.drafting.notice.given``'s, its text ``pipelines.drafting.notice.write``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipelines.drafting.notice.asked import Asked, Given, Value, open_value
from pipelines.drafting.notice.given import given, rights_of
from pipelines.drafting.notice.kinds import KINDS, RIGHTS
from pipelines.drafting.notice.rights import with_rights
from rules.categories import is_special
from rules.rule import Rule
from rules.terms import Remedy
from scanners.prose.periods import Period
from scanners.prose.reading import Reading, Said

_NEVER_ERASES = {
    "registration", "request", "breach", "disposal", "processor", "disclosure", "assessment", "notice_version", "store",
    "statistic", "safeguard",
}  # fmt: skip
_PROMISING = re.compile(
    r"\b(?:we|you|our|they|it)\b.*\b(?:will|shall|never|always|only|not|may|must|can|ensure|"
    r"within|any time|keep|delete)\b"
)
_MAY_TELL = {"user.demographic.dietary_requirement"}


@dataclass(frozen=True)
class Proposal:
    """One proposed clause.

    Attributes:
        id: its id, made of what it is; unique in the draft.
        kind: the kind of promise.
        said: the sentence or list it rests on.
        quote: the words it quotes, which stand in the notice.
        start: where they begin in the notice's text.
        end: where they end.
        law: the articles behind it.
        rule: the rule that proves it, or None.
        given: its values with their evidence.
        remedy: the remedy, or what has to be decided; None without a rule.
        unprovable: without a rule, why no data prove it.
        notes: what its reader should know.
    """

    id: str
    kind: str
    said: Said
    quote: str
    start: int
    end: int
    law: tuple[str, ...]
    rule: str | None
    given: Given
    remedy: Value | None
    unprovable: str
    notes: tuple[str, ...] = ()

    @property
    def line(self) -> int:
        """The line of the notice on which the quote begins."""
        return self.said.line

    @property
    def opens(self) -> int:
        """How many lines a person has to decide."""
        values = [*self.given.values(), *([self.remedy] if self.remedy else [])]
        return sum(value.open for value in values)


@dataclass(frozen=True)
class Draft:
    """What is proposed for a notice: clauses, and the sentences that seem to promise something and were not placed."""

    reading: Reading
    proposals: tuple[Proposal, ...]
    unplaced: tuple[Said, ...]
    stores: Mapping[str, list[str]] = field(default_factory=dict)


def propose(reading: Reading, rules: Mapping[str, Rule], stores: Mapping[str, list[str]] | None = None) -> Draft:
    """The draft for a notice that was read.

    Args:
        reading: the notice.
        rules: the rules there are, by id: a kind whose rule is missing becomes an unprovable clause.
        stores: provider to the names of its stores, as far as they are bound.
    """
    bound = {provider.lower(): names for provider, names in (stores or {}).items()}
    found: list[Proposal] = []
    for said in with_rights(reading):
        found += _of(reading, said, rules, bound)
    leading = {(one.said.sentence.lead_start, one.kind) for one in found if one.said.sentence.lead}
    found = [one for one in found if not (_only_leads(one) and (one.start, one.kind) in leading)]
    placed = {one.said.start for one in found} | {start for start, _ in leading}
    spans = [(one.start, one.end) for one in found]
    unplaced = tuple(
        said
        for said in reading.said
        if said.start not in placed
        and not any(start <= said.start < end for start, end in spans)
        and (_PROMISING.search(said.text) or said.periods or said.companies or said.countries or said.data)
    )
    return Draft(reading, tuple(_named(found)), unplaced, stores or {})


def _only_leads(one: Proposal) -> bool:
    """Whether a sentence only leads into a list and promises nothing by itself."""
    return one.quote.endswith(":") and not re.search(r"\b(?:not|never|only)\b", one.said.text)


def _of(reading: Reading, said: Said, rules: Mapping[str, Rule], stores: dict[str, list[str]]) -> Iterator[Proposal]:
    for kind in _kinds(said):
        about: Sequence[Period | None] = (_keeping(said) or [None]) if kind == "kept-for-period" else [None]
        for period in about:
            yield _proposal(reading, said, kind, period, rules, stores)


def _keeping(said: Said) -> list[Period]:
    """The periods of a sentence for which records are kept: what is said of backups is a promise of its own."""
    ends = [0, *(period.end for period in said.periods)]
    return [
        period
        for period, since in zip(said.periods, ends, strict=False)
        if "backups-expire" not in said.kinds or not re.search(r"back-?up", said.text[since : period.start])
    ]


def _kinds(said: Said) -> list[str]:
    """The kinds of a sentence as clauses: a named company, and data that tell of health or belief, among them."""
    kinds = [kind for kind in said.kinds if not (kind == "statutory-minimum" and "kept-for-period" in said.kinds)]
    speaks_of_sharing = {
        "shared-only",
        "transfer",
        "not-sold",
        "disposal",
        "anonymous",
        "source-told",
        "safeguards",
    } & set(kinds)
    if said.companies and not speaks_of_sharing and ("used-for" in kinds or not {*kinds} - {"never-held"}):
        kinds = [*(kind for kind in kinds if kind != "used-for"), "processor-named"]
    tells = [key for key in said.categories if is_special(key) or key in _MAY_TELL]
    if "declared-data" in kinds and tells:
        kinds.append("special-categories")
    one_rule = [kind for kind in ("processor-named", "people-held", "used-for", "collected-when") if kind in kinds]
    kinds = [kind for kind in kinds if kind not in one_rule[1:]]
    return list(dict.fromkeys(kinds))


def _proposal(
    reading: Reading,
    said: Said,
    kind: str,
    period: Period | None,
    rules: Mapping[str, Rule],
    stores: dict[str, list[str]],
) -> Proposal:
    known = KINDS[kind]
    context = f"{said.before} | {said.sentence.lead} | {said.sentence.heading}"
    title = reading.titles[0].said if reading.titles else ""
    asked = Asked(said, kind, context, period, title, stores)
    rule, reason, notes = _rule(asked, known.rule), known.reason, []
    if rule is not None and rule not in rules:
        rule, reason = None, f"Nothing in the library proves it yet: the rule {rule} is not there."
    values: Given = given(rule, asked) if rule else {}
    if kind in {"right", "request-clock"}:
        law = (*(RIGHTS[right][0] for right in rights_of(asked)), *known.law)
    else:
        law = known.law
    if rule is None and not reason:
        reason = "It names no measure, figure or register that data could be held against; a person attests it."
    if kind == "right" and rights_of(asked) == ["complaint"] and not re.search(r"\bus\b", said.text):
        rule, values, reason = None, {}, "A complaint to the regulator reaches no store of the controller."
    if kind == "kept-for-period" and "statutory-minimum" in said.kinds:
        notes.append("a law may keep some of it longer: give those records statutory_until in their maps")
    if kind == "kept-for-period" and len(_keeping(said)) > 1:
        notes.append(
            "the sentence gives several periods: tell the clauses apart, or the shorter flags what the longer keeps"
        )
    if kind in {"kept-for-period", "inactive"} and "hold" in said.kinds:
        notes.append("legal claims keep a record: on_hold in the maps")
    if kind == "transfer" and said.countries:
        notes.append(f"countries named: {', '.join(said.countries)}")
    return Proposal(
        id=_id(kind, asked, values),
        kind=kind,
        said=said,
        quote=said.quote,
        start=said.start,
        end=said.end,
        law=tuple(dict.fromkeys(law)),
        rule=rule,
        given=values,
        remedy=_remedy(rules[rule]) if rule else None,
        unprovable="" if rule else reason,
        notes=tuple(notes),
    )


def _rule(asked: Asked, rule: str | None) -> str | None:
    """The rule of a kind, where the words name what the rule asks for."""
    text = asked.text
    if asked.kind == "disposal" and not re.search(r"certificat\w+|disks?|drives?|equipment|hardware|shred\w*", text):
        return None
    if asked.kind == "safeguards" and not re.search(r"encrypt\w*|devices?|laptops?|phones?|\bfiles?\b", text):
        return None
    if asked.kind == "anonymous" and not re.search(
        r"statist\w+|aggregat\w+|totals|figures|groups?\b|at least \w+ people", text
    ):
        return "undeclared-category"
    return rule


def _remedy(rule: Rule) -> Value:
    """A task where nothing could be deleted; everywhere else it is left open."""
    if rule.over in _NEVER_ERASES:
        return Value(Remedy.TASK.value, "deletes nothing; confirm")
    return open_value("what is proposed for a flagged record")


def _id(kind: str, asked: Asked, values: Given) -> str:
    parts = [kind]
    who = values.get("subject_type") or values.get("subject_types")
    if kind in {"kept-for-period", "inactive", "request-clock", "breach-clock"}:
        period = values.get("period") or values.get("within")
        length = str(period.value).replace(" ", "-") if period and not period.open else "period"
        parts = [length]
        rights = values.get("rights")
        if rights and not rights.open:
            parts = [rights.value[0], length] if len(rights.value) == 1 else ["requests", length]
        elif who and not who.open:
            parts = [str(who.value).replace("_", "-"), length]
        elif kind == "inactive":
            parts = ["inactive", length]
        elif kind == "breach-clock":
            parts = ["breaches", length]
    elif kind == "processor-named":
        parts = [asked.said.companies[0].name]
    elif who and not who.open and isinstance(who.value, list):
        parts.append(str(who.value[0]))
    elif kind == "right":
        parts = ["right", *rights_of(asked)[:1]]
    elif kind == "lawful-basis" and not values["evidenced"].open:
        parts = ["basis", str(values["evidenced"].value[0])]
    plain = re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")
    return plain if plain[:1].isalpha() else f"kept-{plain}"


def _named(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """The proposals with ids that are at most 50 letters and stand once."""
    seen: dict[str, int] = {}
    for one in found:
        name = one.id[:50].strip("-")
        seen[name] = seen.get(name, 0) + 1
        yield replace(one, id=name if seen[name] == 1 else f"{name}-{seen[name]}")
