"""Whether a sentence names a person, in one of the ways records do: pronoun, title, kin, role, or a name at its edge.

Here: that judgement, by words alone. Not here: finding names as personal data (`scanners.recognisers.person`), whom a
mention is about (`scanners.sentence`).
"""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"\b(?:i|i['\u2019]\w+|im|me|my|myself|he|she|him|her|hers|his|himself|herself|they['\u2019]\w+|them|mr|mrs|ms|miss|"
    r"dr|mum|mam|dad|mother|father|son|daughter|wife|husband|partner|brother|sister|gran|nan|grandad|baby|child|lad|"
    r"niece|nephew|uncle|aunt|auntie|cousin|twins?|girlfriend|boyfriend|"
    r"client(?! (?:makes|sells|supplies|imports|manufactures|distributes|runs an?)\b)|"
    r"patient|pt|pupil|student|learner|customer|tenant|resident|employee|staff member|worker|operative|"
    r"apprentice|applicants?|candidate|claimant|caller|visitor|guest|attendee|delegate|driver|rider|"
    r"runner|passenger|volunteer|member(?! (?:state|offer|price))|"
    r"participant|donor|service user|complainant|colleague|neighbour|starter|whose|"
    r"diagnosed|suffers|signed off|off sick|allergic to|(?:user|member|badge|subject|employee|bed|room) \d+)\b"
)
_NOT_NAMES = (
    r"(?!(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Satur|Sun)(?:day)?\b|(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Year|Room|Level|Street|Road|London|Leeds|"
    r"England|Scotland|Wales|UK|Christmas|Easter|Friday|The|Please|Ltd)\b)"
)
_NAME = rf"{_NOT_NAMES}[A-Z][a-z]+(?:[ -][A-Z][a-z]*)?"
_NAMED = re.compile(
    r"(?<=[\w,)] )(?<![.!?:;>|] )" + _NOT_NAMES + r"[A-Z][a-z]+['\u2019]s\b"
    r"|^(?!(?:Parkinson|Alzheimer|Hodgkin|Crohn|Huntington|Marfan|Down|Gilbert|Asperger|Tourette|Raynaud|Bell|Graves|"
    r"Addison|Cushing|Wilson|Today|Tomorrow|World|Women|Men|Children|What|That|It|There|Here|Let|Where|Who|How|"
    r"Company|Council|Year|Customer|Driver)['\u2019])[A-Z][a-z]+['\u2019]s\b"
    r"|\b[A-Z]\.? [A-Z][a-z]+['\u2019]?s?\b|[A-Z][a-z]+ [A-Z]['\u2019]s\b"
    rf"|[,(\u2013-] ?{_NAME}\)?\s*(?:$|[,.;)])"
    rf"|(?:^|[.,;:(]\s){_NAME}(?=,? (?:has|had|is|was|says|said|needs?|asks?|asked|told|"
    r"gone|went|back|off|uses?|wears?|on)\b)"
    rf"|\d {_NAME}$|\b(?:residents|pupils|brothers|sisters) {_NAME} and {_NAME}"
    rf"|\b(?:for|of|from|with|to|by|and|as) {_NAME}(?=\s*(?:$|[,.;)]|has|is|was|to|on|in|at|and))"
)


def names_someone(text: str, low: str, start: int, end: int) -> bool:
    """Whether the sentence that stands at `start` to `end` names a person; `low` is the text in lower case."""
    return _WORDS.search(low, start, end) is not None or _NAMED.search(text, start, end) is not None
