"""Which languages the readers of prose know, and which columns hold prose in another.

Here: what the model and the recognisers declare, a small judge of languages, and the sentence for a column that nobody
here can read. Not here: what follows for a clause (`assets.night.judging`).

The judge counts the commonest little words of each language and looks at the script; it needs a few words of prose and
says nothing of less. Identifiers, addresses and numbers are the same in every language and stay proved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scanners.looks import drawn
from scanners.registry import modules
from scanners.text import is_machine_text

MODEL_LANGUAGES = frozenset({"en"})
"""Languages that the named-entity model reads (en_core_web_md)."""

ENOUGH_WORDS = 4
SHARE = 0.1
"""Share of a column's prose that must be in one other language for the column to be unproved."""

FEWEST = 2
MOST_LOOKED_AT = 500
LONGEST = 2_000

NAMES = {
    "ar": "Arabic",
    "cy": "Welsh",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian or another language in Cyrillic",
    "th": "Thai",
    "tr": "Turkish",
    "zh": "Chinese",
}

_LITTLE_WORDS = {
    "en": "the and of to is was for with that this have not are been from will please has but her his they you",
    "cy": "yr mae wedi ond gan hefyd oedd dim eu hi bod ei chi fel roedd ddim nhw ar",
    "de": "der die und das ist nicht ein eine mit für auf dem den von zu wird sich auch wir ich hat bitte wurde",
    "fr": "le la les et des une est pas pour dans que qui avec sur nous vous ce cette sont elle été au merci",
    "es": "el los las y una es que por con para del no se su más como pero está este muy nos fue",
    "it": "il che di è una per con non della sono alla gli del anche più questo nel stato ha si molto",
    "nl": "het een en van is niet dat voor met op zijn er aan ook heeft wordt wij naar maar bij graag",
    "pl": "nie jest się na to że z do jak ale dla przez jego oraz był została są proszę tak już",
    "pt": "o os uma é que não para com por do da em mais como foi mas ao são está muito você obrigado",
    "ro": "și este nu cu pentru din care sunt mai dar la pe fost această vă rog că prin",
    "tr": "ve bir bu için ile değil çok olarak daha var yok gibi ama olan kadar lütfen sonra mi",
}
_SETS = {language: frozenset(words.split()) for language, words in _LITTLE_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_MAY_BE_PROSE = rf"(?s)[^\x00-\x7F]|(?: .*){{{ENOUGH_WORDS - 1}}}"
"""In Rust's syntax: spaces between words, or a script of its own; what has neither is of no language."""
_SCRIPTS = (
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A column whose prose is partly in a language without a reader: which, and the sentence that says so."""

    language: str
    told: str


def languages() -> dict[str, frozenset[str]]:
    """What every recogniser's file reads: its `LANGUAGES`, else `{"any"}` for shapes and `{"en"}` for words."""
    declared = {}
    for module in modules():
        name = module.__name__.rpartition(".")[2]
        by_words = name == "person" or not hasattr(module, "COLUMN")
        declared[name] = frozenset(getattr(module, "LANGUAGES", {"en"} if by_words else {"any"}))
    return declared


def language_of(text: str) -> str | None:
    """The language of a piece of prose as an ISO 639-1 code, or None when it is too short or not clear."""
    letters = text[:LONGEST]
    for code, script in _SCRIPTS:
        if len(script.findall(letters)) >= max(4, 0.3 * len(letters.replace(" ", ""))):
            return code
    if letters.count(" ") < ENOUGH_WORDS - 1 or is_machine_text(letters) or "://" in letters[:10]:
        return None
    found = [word.lower() for word in _WORD.findall(letters)]
    if len(found) < ENOUGH_WORDS:
        return None
    met = set(found)
    counts = {code: len(met & known) for code, known in _SETS.items()}
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    others = max(count for code, count in counts.items() if code != best)
    if counts[best] < 2 or counts[best] <= others or counts[best] < 0.15 * len(met):
        return None
    return best


def unread(column: str, values: Sequence[str]) -> Unread | None:
    """What of a column's prose is in a language that no model here reads, if it is enough to matter.

    Args:
        column: the column's name as exported.
        values: its distinct values; of more than 500 some are looked at, drawn as `scanners.looks` draws them.
    """
    seen = drawn(values, MOST_LOOKED_AT)
    seen = seen.filter(seen.str.contains(_MAY_BE_PROSE))
    counts = Counter(code for value in seen.to_list() if (code := language_of(value)) is not None)
    strange = Counter({code: n for code, n in counts.items() if code not in MODEL_LANGUAGES})
    if not strange:
        return None
    (code, number), total = strange.most_common(1)[0], sum(counts.values())
    if number < min(FEWEST, total) or number < SHARE * total:
        return None
    told = (
        f"{100 * number / total:.0f} % of the prose in '{column}' is {NAMES[code]}, which no model here reads: "
        "names and special categories in it are not proved"
    )
    return Unread(code, told)
