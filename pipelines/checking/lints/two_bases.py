"""One purpose that the notice rests on two lawful bases: consent here, legitimate interests there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.checking.lint import Lint, Seen
from scanners.prose.reading import Said

KIND = "two-bases"
LAW = ("UK GDPR Art. 6(1)", "UK GDPR Art. 13(1)(c)")
PURPOSES = {
    "marketing": r"\bmarketing\b|\bnewsletters?\b|\bpromot\w+ our\b|\boffers\b|about our products",
    "fundraising": r"\bfundrais\w+\b|\bappeals\b",
    "cookies and site statistics": r"\bcookies?\b|\banalytics\b",
    "recruitment": r"\bapplicants?\b|\bcandidates?\b|\brecruitment\b",
    "surveys": r"\bsurveys?\b|\bfeedback requests?\b",
}
_CONSENT = re.compile(
    r"\bconsent\b|\bopt(?:ed)?-?\s?in\b|\b(?:requested|asked for|agreed to)\b|\bonly if you agree|who asked|ticked"
)
_INTERESTS = re.compile(r"\blegitimate interests?\b|\bfair interests?\b")
_AGAINST = re.compile(r"\b(?:right to|object|withdraw|unsubscribe|without your consent|opt(?:ed)?[ -]out)\b")


def find(seen: Seen) -> Iterator[Lint]:
    """At the sentence of legitimate interests: the line where the same purpose rests on consent."""
    for purpose, words in PURPOSES.items():
        of_it = [said for said in seen.reading.said if _speaks(said, words)]
        consent = [said for said in of_it if _CONSENT.search(said.text) and not _INTERESTS.search(said.text)]
        interests = [said for said in of_it if _INTERESTS.search(said.text) and not _CONSENT.search(said.text)]
        if consent and interests:
            told = f"It rests {purpose} on legitimate interests, line {consent[0].line} on consent."
            yield seen.lint(
                KIND, interests[0], told, LAW, "choose one basis for each purpose and channel, and say which"
            )


def _speaks(said: Said, words: str) -> bool:
    return re.search(words, said.text) is not None and not _AGAINST.search(said.text)
