"""Words near a match, or in the column's name, that make a weak match a strong one.

Here: the one rule of raising a score by context, in place of Presidio's, which matches parts of words and quotes the
value in an exception. Not here: the words; each recogniser brings its own (`context`), and may bring how far back they
may stand (`reach`, in characters) and words that speak against it (`doubt`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts

RAISE = 0.5
REACH = 60
REACH_AFTER = 15
STRONG = 0.7
RAISED = "raised_by"
LOWERED = "lowered_by"
"""Keys of a result's metadata: what raised or lowered its score, in words."""


@lru_cache(maxsize=256)
def word_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of the words, whole, in lower-case text; a space in one may be a hyphen or underscore."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(w).replace(r"\ ", r"[\s_-]") for w in words) + r")(?!\w)")


def header_speaks(recogniser: EntityRecognizer, header: str) -> bool:
    """Whether a column's name, in lower-case words, holds one of the recogniser's context words."""
    return bool(recogniser.context) and word_pattern(tuple(recogniser.context)).search(header) is not None


class NearPattern(PatternRecognizer):
    """Presidio's pattern recogniser that needs a context word within `reach` characters before the match."""

    def __init__(self, name: str, patterns: list[Pattern], context: list[str], reach: int) -> None:
        super().__init__(supported_entity=name.upper(), name=name, patterns=patterns, context=context)
        self.reach = reach


class NearbyWords(ContextAwareEnhancer):
    """Raises a weak result by `RAISE` when a context word stands near it or in the column's name."""

    def __init__(self) -> None:
        super().__init__(
            context_similarity_factor=RAISE,
            min_score_with_context_similarity=0.0,
            context_prefix_count=0,
            context_suffix_count=0,
        )

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """The same results, the weak ones raised where context speaks for them."""
        del nlp_artifacts
        weak = [r for r in raw_results if r.score < STRONG]
        if not weak:
            return raw_results
        by_id = {recogniser.id: recogniser for recogniser in recognizers}
        low = text.lower()
        for result in weak:
            recogniser = by_id.get(result.recognition_metadata[RecognizerResult.RECOGNIZER_IDENTIFIER_KEY])
            if recogniser is None or not recogniser.context or LOWERED in result.recognition_metadata:
                continue
            words = word_pattern(tuple(recogniser.context))
            before = _whole_words(low, result.start - getattr(recogniser, "reach", REACH), result.start)
            after = _whole_words(low, result.end, result.end + REACH_AFTER)
            doubt = getattr(recogniser, "doubt", None)
            if doubt and word_pattern(tuple(doubt)).search(before):
                result.recognition_metadata[LOWERED] = "a word before it that speaks against"
                continue
            near = words.search(before) or words.search(after)
            if near or any(words.search(c) for c in context or ()):
                result.score = min(1.0, result.score + RAISE)
                word = f"the word '{near.group().replace('_', ' ')}' near it" if near else "the column's name"
                result.recognition_metadata[RAISED] = word
        return raw_results


def _whole_words(text: str, start: int, end: int) -> str:
    """A stretch of a text without the parts of words that its edges would cut off."""
    start, end = max(0, start), min(len(text), end)
    first = _PART.match(text, start) if start > 0 and _PART.match(text, start - 1) else None
    stretch = text[min(first.end(), end) if first else start : end]
    if end < len(text) and _PART.match(text, end):
        return _LAST_PART.sub("", stretch)
    return stretch


_PART = re.compile(r"\w+")
_LAST_PART = re.compile(r"\w+$")
