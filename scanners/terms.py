"""A recogniser of words: what the special-category recognisers are made of.

Here: one Presidio recogniser that finds words and phrases, throws out homonyms, denials and general talk, and says
whether the mention is stated or implied and about whom. Not here: the words (`scanners/words`), how their patterns are
compiled (`scanners.vocabulary`), what a sentence says of a mention (`scanners.sentence`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from scanners import bearing, sentence, talk
from scanners.answer import is_nothing, is_true
from scanners.finding import IMPLIED, STATED, SUBJECT, UNKNOWN
from scanners.needs import Clause, endings_of
from scanners.result import name_of, result_of
from scanners.someone import names_someone
from scanners.text import is_date, is_machine_text, lower
from scanners.vocabulary import Finder, cues_after, cues_before, ending_in, label_of, words
from scanners.word_gate import WordGate, words_of

STATED_SCORE = 0.85
IMPLIED_SCORE = 0.7
HEADED_SCORE = 0.75
LONGEST_ANSWER = 200
LONGEST_GUARD = 70
"""Letters around a mention in which a guard of it can begin or end."""
LONGEST_CUE = 60
"""Letters before a weak word in which its cue can begin."""
MOST_AS_ONE = 12
"""Mentions behind one that are looked at for whether they begin within it."""
LOOKS = 30
LETTERS_A_LOOK = 400
"""A text is worth `LOOKS` looks at the words around a mention, and one more for each so many letters."""

NAMED = "named"
HOW = "stated_or_implied"
ABOUT = "about"

_SECTIONS = (
    *("stated", "framed", "implied", "asked", "cased"),
    *("weak", "weak_implied", "weak_cased", "named", "cues", "cues_after"),
    *("suffixes", "not_suffixed", "guards", "cased_guards", "headers", "nothing"),
)
_ENDING, _LABEL = 1, 2
"""Bits of what opens the gate behind those of the finders."""

_LEAD = re.compile(r"(?:(?:is|was|were|are|am|been|being|a|an|the|two|three|one|his|her|my|their)\s)+")


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    how: str
    score: float
    asked: bool = False
    framed: bool = False
    labelled: bool = False


class TermRecogniser(EntityRecognizer):
    """Finds the words of one special category.

    The sections of its files of words:

    - `stated`: say it outright. `implied`: let it be concluded. `cased`: stated, and their capitals matter (`HIV`).
    - `framed`: stated by a whole phrase, so that no guard applies (`member of the Black staff network`).
    - `asked`: implied, even by a question (`will there be a hearing loop?`).
    - `weak`, `weak_implied`, `weak_cased`: the same as without `weak`, but only where one of `cues` stands before the
      mention in the same clause, at most three words away, or one of `cues_after` directly behind it.
    - `named`: stated, but only in a sentence that names a person (`scanners.someone`).
    - `suffixes`: a word of four letters or more with such an ending is stated, unless it is one of `not_suffixed`.
    - `guards`, `cased_guards`: a mention that overlaps a match of one of these is something else (`black coffee`).
    - `headers`: what a column's name, or a label before a colon, says when any answer under it is of this category.
    - `nothing`: further answers that mean "none" under such a header (`standard`).

    Args:
        name: the file's name; its capitals are the Presidio entity.
        files: the files in `scanners/words`, without their ending; by default the one of that name.
        headed_how: whether an answer under a header is `stated` or `implied`.
        least: how likely a mention must be of a person where it stands (`scanners.bearing`), if that is asked at all.
    """

    def __init__(self, name: str, *files: str, headed_how: str = STATED, least: float = 0.0) -> None:
        held: dict[str, list[str]] = {section: [] for section in _SECTIONS}
        self.files = files or (name,)
        for file in self.files:
            for section, entries in words(file).items():
                if section not in held:
                    raise ValueError(f"scanners/words/{file}.txt: [{section}] is no section; allowed: {_SECTIONS}")
                held[section] += entries
        self._sure = tuple(
            (Finder(held[section], cased=section == "cased"), section, how, score)
            for section, how, score in (
                ("stated", STATED, STATED_SCORE),
                ("framed", STATED, STATED_SCORE),
                ("cased", STATED, STATED_SCORE),
                ("implied", IMPLIED, IMPLIED_SCORE),
                ("asked", IMPLIED, IMPLIED_SCORE),
            )
        )
        self._weak = tuple(
            (Finder(held[section], cased=section == "weak_cased"), section, how, score)
            for section, how, score in (
                ("weak", STATED, STATED_SCORE),
                ("weak_cased", STATED, STATED_SCORE),
                ("weak_implied", IMPLIED, IMPLIED_SCORE),
                (NAMED, STATED, IMPLIED_SCORE),
            )
        )
        self._cues, self._cues_after = cues_before(held["cues"]), cues_after(held["cues_after"])
        self._suffixes = ending_in(held["suffixes"])
        self._not_suffixed = Finder(held["not_suffixed"])
        self._guards, self._cased_guards = Finder(held["guards"]), Finder(held["cased_guards"], cased=True)
        self._headers, self._nothing = Finder(held["headers"]), Finder(held["nothing"])
        self._label = label_of(held["headers"])
        self._headed_how = headed_how
        self.least = least
        self._endings = endings_of(held["suffixes"])
        super().__init__(supported_entities=[name.upper()], name=name)

    @cached_property
    def stems(self) -> Clause:
        """Stems of which a text in which anything is found holds one, unless a header asks."""
        return frozenset().union(*(clauses[0] for finder in self._finders for clauses in finder.needs), *self._others)

    @cached_property
    def _gate(self) -> WordGate:
        """One gate before all that makes a mention: of the finders in their order, of endings, of labels."""
        alone = [[clause] for clause in self._others]
        return WordGate([*(clauses for finder in self._finders for clauses in finder.needs), *alone])

    @property
    def _finders(self) -> list[Finder]:
        return [*(sure[0] for sure in self._sure), *(weak[0] for weak in self._weak)]

    @property
    def finders(self) -> list[Finder]:
        """All that is looked for, guards and headers among it."""
        return [*self._finders, self._not_suffixed, self._guards, self._cased_guards, self._headers, self._nothing]

    @property
    def _others(self) -> tuple[Clause, Clause]:
        return self._endings, self._headers.stems

    def header_role(self, header: str) -> str:
        """All that a result depends on of a column's name: whether it asks for this category."""
        return "asks" if self.asks(header) else ""

    def load(self) -> None:
        """Nothing to load."""

    def asks(self, header: str) -> bool:
        """Whether a column of that name, in lower-case words, asks for this category, so that any answer is one."""
        return self._headers.search(header)

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Every mention in the text that is no homonym, not denied and no general talk, in the order of the text.

        A text so dense with words that it would take more than its looks is found once more, unlooked at, and left:
        it is flagged rather than passed over.
        """
        del entities, nlp_artifacts
        low = lower(text)
        mentions = sorted(self._mentions(text, low), key=lambda m: (m.start, -m.score, -m.end))
        if not mentions:
            return []
        shut = self._shut(text, low, mentions)
        looks = LOOKS + len(text) // LETTERS_A_LOOK
        found: list[RecognizerResult] = []
        end = first = 0
        for number, mention in enumerate(mentions):
            if mention.start < end:
                continue
            while first < len(shut) and shut[first][1] <= mention.start - LONGEST_GUARD:
                first += 1
            if not mention.framed and _is_shut(shut, first, mention):
                continue
            if looks == 0:
                return [*found, self._result(mention, UNKNOWN)]
            looks -= 1
            whole = _grown(mentions, number, shut, first)
            if talk.is_left(text, low, whole.start, whole.end, asked=whole.asked):
                continue
            end = whole.end
            said = _trimmed(whole, low)
            if self._bears_on_nobody(text, said, mentions):
                continue
            found.append(self._result(said, sentence.about_whom(low, said.start, said.end)))
        return found

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
        if raw_recognizer_results or not context or len(text) > LONGEST_ANSWER:
            return raw_recognizer_results
        if not any(self.asks(header) for header in context):
            return raw_recognizer_results
        answer = text.strip()
        if not self._is_answer(answer.lower()):
            return raw_recognizer_results
        start = text.index(answer)
        return [self._result(_Mention(start, start + len(answer), self._headed_how, HEADED_SCORE), SUBJECT)]

    def _mentions(self, text: str, low: str) -> Iterator[_Mention]:
        met = self._gate.met(words_of(low, 0, len(low)))
        if not met:
            return
        for finder, section, how, score in self._sure:
            if here := met & finder.all_needs:
                for start, end in finder.spans(text if section == "cased" else low, met=here):
                    yield _Mention(start, end, how, score, section == "asked", section == "framed")
            met >>= len(finder.needs)
        looks = LOOKS + len(text) // LETTERS_A_LOOK
        for finder, section, how, score in self._weak:
            read, here = text if section == "weak_cased" else low, met & finder.all_needs
            for start, end in finder.spans(read, met=here) if here else ():
                if looks == 0 or self._has_cue(text, low, start, end, section):
                    yield _Mention(start, end, how, score)
                if looks == 0:
                    break
                looks -= 1
            met >>= len(finder.needs)
        if met & _ENDING:
            yield from self._ending(low)
        if met & _LABEL:
            yield from self._labelled(low)

    def _ending(self, low: str) -> Iterator[_Mention]:
        for match in self._suffixes.finditer(low) if self._suffixes is not None else ():
            start = sentence.word_start(low, match.start())
            if match.end() - start > 3 and not self._not_suffixed.fullmatch(low[start : match.end()]):
                yield _Mention(start, match.end(), STATED, STATED_SCORE)

    def _shut(self, text: str, low: str, mentions: Sequence[_Mention]) -> list[tuple[int, int]]:
        """Where guards are met, looked for around the mentions only; in the whole text if that is less."""
        stretches: list[tuple[int, int]] = []
        for mention in mentions:
            start, end = max(0, mention.start - LONGEST_GUARD), mention.end + LONGEST_GUARD
            if stretches and start <= stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
            else:
                stretches.append((start, end))
        return sorted(
            span
            for start, end in stretches
            for guards, read in ((self._guards, low), (self._cased_guards, text))
            for span in guards.spans(read, start, end)
        )

    def _has_cue(self, text: str, low: str, start: int, end: int, section: str) -> bool:
        before, after = sentence.around(low, start, end)
        if section == NAMED:
            return names_someone(text, low, start - len(before), end + len(after))
        if self._cues is not None and self._cues.search(before, max(0, len(before) - LONGEST_CUE)):
            return True
        return self._cues_after is not None and self._cues_after.match(low, end) is not None

    def _is_answer(self, answer: str) -> bool:
        if not answer or is_nothing(answer) or is_date(answer):
            return False
        if self._nothing.fullmatch(answer.strip(" .")):
            return False
        return is_true(answer) or not is_machine_text(answer)

    def _labelled(self, low: str) -> Iterator[_Mention]:
        if self._label is None:
            return
        for match in self._label.finditer(low):
            answer = match.group(1)
            if self._is_answer(answer.strip()):
                end = match.start(1) + len(answer.rstrip())
                yield _Mention(match.start(1), end, self._headed_how, IMPLIED_SCORE, labelled=True)

    def _bears_on_nobody(self, text: str, mention: _Mention, mentions: Sequence[_Mention]) -> bool:
        """Whether the words around it are clearly against its being of a person; of an answer to a label none is."""
        if not self.least or mention.framed:
            return False
        if bearing.likelihood(text, mention.start, mention.end, name_of(self)) >= self.least:
            return False
        return not any(one.labelled and one.start < mention.end and mention.start < one.end for one in mentions)

    def _result(self, mention: _Mention, about: str) -> RecognizerResult:
        said = {HOW: mention.how, ABOUT: about}
        return result_of(self, mention.start, mention.end, mention.score, **said)


def _trimmed(mention: _Mention, low: str) -> _Mention:
    """A stated mention without the words that only lead to it: `was convicted of fraud` → `convicted of fraud`."""
    lead = _LEAD.match(low, mention.start, mention.end) if mention.how == STATED else None
    return replace(mention, start=lead.end()) if lead and lead.end() < mention.end else mention


def _grown(mentions: Sequence[_Mention], number: int, shut: Sequence[tuple[int, int]], first: int) -> _Mention:
    """A mention with those of its kind that begin within it: `was arrested for` and `arrested for burglary` are one."""
    whole = mentions[number]
    furthest = min(number + 1 + MOST_AS_ONE, len(mentions))
    for other in mentions[number + 1 : furthest]:
        if other.start >= whole.end:
            break
        if other.end > whole.end and other.how == whole.how and not _is_shut(shut, first, other):
            whole = replace(whole, end=other.end)
    return whole


def _is_shut(shut: Sequence[tuple[int, int]], first: int, mention: _Mention) -> bool:
    for start, end in shut[first:]:
        if start >= mention.end:
            return False
        if mention.start < end:
            return True
    return False
