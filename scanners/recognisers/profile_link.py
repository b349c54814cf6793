"""Links to a person's own page on a network of persons."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer

from scanners.whole import Whole, matcher

CATEGORY = "user.contact.url"
COLUMN = "shape"
NEEDS = r"\.com/|\.org/|\.me/"

FOUND = (("see https://www.linkedin.com/in/jane-smith-4b2 for her CV", "https://www.linkedin.com/in/jane-smith-4b2"),)
LEFT = (
    "https://www.linkedin.com/company/acme",
    "https://github.com",
    "linkedin.com is down",
    "https://shop.example/in/sale",
)

_PROFILE = (
    r"(?:https?://)?(?:[a-z]{2,3}\.)?(?:linkedin\.com/(?:in|pub)/[\w%-]{3,100}|"
    r"(?:facebook\.com/profile\.php\?id=\d+)|orcid\.org/[\dX-]{19}|"
    r"(?:twitter|x|instagram)\.com/(?!home\b|intent\b|share\b|search\b|hashtag\b|p/|i/)@?\w{3,30})/?"
)

WHOLE = Whole(
    called="links to a person's own page",
    is_one=matcher(_PROFILE),
    header=r"\b(?:linked ?in(?: ?(?:url|profile|bio))?|facebook ?(?:url|profile)|twitter ?(?:url|profile)|"
    r"profile ?(?:url|link)|orcid)\b",
    against=r"\bcompany\b",
    proof="many",
)


def recogniser() -> EntityRecognizer:
    """Profiles in texts."""
    pattern = Pattern("profile", rf"(?<![\w/.@]){_PROFILE}(?![\w])", 0.6)
    return PatternRecognizer(supported_entity="PROFILE_LINK", name="profile_link", patterns=[pattern])
