r"""A recogniser of words: what the special-category recognisers are made of.

Here: one Presidio recogniser that finds words and phrases, throws out homonyms and denials, and says whether the
mention is stated or implied and about whom. Not here: any word of any category; those stand in `scanners/recognisers`.

How patterns are written (all of them Python regular expressions):

- They are met at word boundaries, in lower-case text of the same length; underscores count as spaces. `cased` patterns
  are met in the text as it stands.
- A space stands for one or two spaces, hyphens or line breaks (` ?` for none to two), an apostrophe for either kind. So
  neither may stand inside square brackets.
- A pattern may hold one capturing group: the mention is then the group, and the rest is the context it needs.
- Every gap is bounded (`(?:\w+ ){0,2}`), so that no text takes longer than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from scanners import sentence
from scanners.finding import IMPLIED, STATED, SUBJECT
from scanners.result import result_of
from scanners.text import is_date, is_machine_text, lower

STATED_SCORE = 0.85
IMPLIED_SCORE = 0.7
HEADED_SCORE = 0.75
LONGEST_ANSWER = 200

HOW = "stated_or_implied"
ABOUT = "about"

_NOTHING = re.compile(
    r"(?:(?:no|none|nil|n\.?/?a\.?|nope|nothing|not|false|0|f|n|never|unknown|unspecified|undisclosed|tbc|tba|blank|"
    r"null|-+|"
    r"prefer not to (?:say|answer|disclose)|rather not say|decline[ds]? to (?:say|answer)|as (?:above|before)|"
    r"see above)\b"
    r"|\?+|x)"
    r"(?:[\s,]+(?:i|have|has|had|any|at|all|known|stated|given|specified|applicable|required|needed|disclosed|"
    r"declared|provided|"
    r"reported|recorded|asked|collected|sure|available|answered|say|selected|special|specific|particular|other|further|additional|"
    r"medical|health|"
    r"dietary|diet|access|accessibility|food|requirements?|needs?|allerg(?:y|ies)|conditions?|restrictions?|issues|"
    r"disabilit(?:y|ies)|convictions?|preferences?|religion|faith|adjustments?|membership|offences?|member|or|and|"
    r"that|of|"
    r"i['\u2019]m|aware|thanks?|thank|you|to|speak|this|time|yet|for|me|us|the))*[\s.!]*"
)
_TRUE = re.compile(r"(?:y|yes|true|t|1|x)[.!]?")


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    how: str
    score: float


def is_nothing(answer: str) -> bool:
    """Whether an answer says that there is nothing to say: `None`, `n/a`, `no known allergies`, `prefer not to say`."""
    return _NOTHING.fullmatch(answer.strip(" \t\r\n.\"'").lower()) is not None


def phrases(text: str, **parts: str) -> tuple[str, ...]:
    r"""Patterns written as a block: separated by semicolons, `\` at a line's end joins it to the next.

    `<name>` stands for the part of that name. Two lines of the block are two patterns only where a semicolon ends the
    first.
    """
    for name, part in parts.items():
        text = text.replace(f"<{name}>", part)
    return tuple(p.strip() for p in re.sub(r"\\\n\s*", "", text).split(";") if p.strip())


def _widen(pattern: str) -> str:
    return pattern.replace(" ?", r"[\s\-\u2013]{0,2}").replace(" ", r"[\s\-\u2013]{1,2}").replace("'", "['\u2019]")


def _compile(patterns: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(set(patterns), key=lambda p: (-len(p), p))
    if not longest_first:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(_widen(p) for p in longest_first) + r")(?!\w)")


def _spans(pattern: re.Pattern[str] | None, text: str) -> Iterator[tuple[int, int]]:
    if pattern is not None:
        for match in pattern.finditer(text):
            yield match.span(match.lastindex or 0)


class TermRecogniser(EntityRecognizer):
    """Finds the words of one special category.

    Args:
        name: the file's name; its capitals are the Presidio entity.
        stated: patterns that say it outright.
        implied: patterns that let it be concluded.
        cased: patterns whose capitals matter (`MS`, `HIV`); stated.
        guards: a mention that overlaps a match of one of these is something else (`black coffee`).
        cased_guards: the same, where capitals matter.
        headers: what a column's name, or a label before a colon, says when any answer under it is of this category.
        headed_how: whether such an answer is `stated` or `implied`.
        nothing: further answers that mean "none" under such a header (`standard`).
    """

    def __init__(
        self,
        name: str,
        *,
        stated: Iterable[str] = (),
        implied: Iterable[str] = (),
        cased: Iterable[str] = (),
        guards: Iterable[str] = (),
        cased_guards: Iterable[str] = (),
        headers: Iterable[str] = (),
        headed_how: str = STATED,
        nothing: Iterable[str] = (),
    ) -> None:
        self._stated = _compile(stated)
        self._implied = _compile(implied)
        self._cased = _compile(cased)
        self._guards = _compile(guards)
        self._cased_guards = _compile(cased_guards)
        headers = tuple(headers)
        self._header = _compile(headers)
        self._label = (
            re.compile(
                r"(?<!\w)(?:"
                + "|".join(_widen(h) for h in headers)
                + r")[\"')]?\s?[:=?]+\s{0,3}[\"']?([^,;.:\n\"}\]]{1,60})"
            )
            if headers
            else None
        )
        self._headed_how = headed_how
        self._nothing = _compile(nothing)
        super().__init__(supported_entities=[name.upper()], name=name)

    @property
    def needs(self) -> tuple[re.Pattern[str], ...]:
        """Patterns one of which matches wherever a mention is found without the header's help (`scanners.gates`)."""
        return tuple(p for p in (self._stated, self._implied, self._cased, self._label) if p is not None)

    def header_role(self, header: str) -> str:
        """All that a result depends on of a column's name: whether it asks for this category."""
        return "asks" if self._header is not None and self._header.search(header) else ""

    def load(self) -> None:
        """Nothing to load."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Every mention in the text that is no homonym and not denied, in the order of the text."""
        del entities, nlp_artifacts
        low = lower(text)
        mentions = [_Mention(s, e, STATED, STATED_SCORE) for s, e in _spans(self._stated, low)]
        mentions += [_Mention(s, e, STATED, STATED_SCORE) for s, e in _spans(self._cased, text)]
        mentions += [_Mention(s, e, IMPLIED, IMPLIED_SCORE) for s, e in _spans(self._implied, low)]
        mentions += self._labelled(low)
        if not mentions:
            return []
        shut = [*_spans(self._guards, low), *_spans(self._cased_guards, text)]
        kept: list[_Mention] = []
        for mention in sorted(mentions, key=lambda m: (m.start, -m.score, -m.end)):
            if kept and mention.start < kept[-1].end:
                continue
            if any(s < mention.end and mention.start < e for s, e in shut):
                continue
            if self._is_left(text, low, mention):
                continue
            kept.append(mention)
        return [self._result(m, sentence.about_whom(low, m.start, m.end)) for m in kept]

    def enhance_using_context(
        self,
        text: str,
        raw_recognizer_results: list[RecognizerResult],
        other_raw_recognizer_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """Under a header that asks for this category, any answer that is not "none" is one finding."""
        del other_raw_recognizer_results, nlp_artifacts
        if raw_recognizer_results or self._header is None or not context or len(text) > LONGEST_ANSWER:
            return raw_recognizer_results
        if not any(self._header.search(header) for header in context):
            return raw_recognizer_results
        answer = text.strip()
        if not self._is_answer(answer.lower()):
            return raw_recognizer_results
        start = text.index(answer)
        mention = _Mention(start, start + len(answer), self._headed_how, HEADED_SCORE)
        return [self._result(mention, SUBJECT)]

    def _is_answer(self, answer: str) -> bool:
        if not answer or is_nothing(answer) or is_date(answer):
            return False
        if self._nothing is not None and self._nothing.fullmatch(answer.strip(" .")):
            return False
        return _TRUE.fullmatch(answer) is not None or not is_machine_text(answer)

    def _labelled(self, low: str) -> Iterator[_Mention]:
        if self._label is None:
            return
        for match in self._label.finditer(low):
            answer = match.group(1)
            if self._is_answer(answer.strip()):
                end = match.start(1) + len(answer.rstrip())
                yield _Mention(match.start(1), end, self._headed_how, IMPLIED_SCORE)

    @staticmethod
    def _is_left(text: str, low: str, mention: _Mention) -> bool:
        return (
            sentence.is_denied(low, mention.start, mention.end)
            or sentence.names_a_thing(text, low, mention.start, mention.end)
            or sentence.in_an_address(text, mention.start, mention.end)
        )

    def _result(self, mention: _Mention, about: str) -> RecognizerResult:
        said = {HOW: mention.how, ABOUT: about}
        return result_of(self, mention.start, mention.end, mention.score, **said)
