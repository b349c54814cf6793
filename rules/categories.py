"""Data categories: the fideslang taxonomy's keys, two extensions, and which of them Arts. 9 and 10 protect.

Source: fideslang's default taxonomy (85 keys); UK GDPR Art. 9(1) and Art. 10. A key covers its children:
``user.contact`` covers ``user.contact.email``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

EXTENSIONS = {
    "user.demographic.dietary_requirement": "What a person eats or may not eat.",
    "user.demographic.trade_union_membership": "Membership of a trade union.",
}

ARTICLE_9 = (
    "user.biometric",
    "user.demographic.political_opinion",
    "user.demographic.race_ethnicity",
    "user.demographic.religious_belief",
    "user.demographic.sexual_orientation",
    "user.demographic.trade_union_membership",
    "user.health_and_medical",
)
ARTICLE_10 = ("user.criminal_history",)


@cache
def categories() -> dict[str, str]:
    """Every known category key with a one-line description, sorted by key."""
    from fideslang.default_taxonomy import DEFAULT_TAXONOMY

    known = {str(c.fides_key): str(c.description or c.name or "") for c in DEFAULT_TAXONOMY.data_category}
    return dict(sorted({**known, **EXTENSIONS}.items()))


def is_category(key: str) -> bool:
    """Whether ``key`` is a category of the taxonomy or one of the extensions."""
    return key in categories()


def covers(wider: str, key: str) -> bool:
    """Whether ``wider`` is ``key`` or one of its ancestors in the taxonomy."""
    return key == wider or key.startswith(wider + ".")


def is_special(key: str) -> bool:
    """Whether Art. 9 or Art. 10 protects the category."""
    return any(covers(wide, key) for wide in (*ARTICLE_9, *ARTICLE_10))


def covered(keys: Iterable[str]) -> list[str]:
    """The known categories covered by any of ``keys``, sorted."""
    wide = list(keys)
    return [key for key in categories() if any(covers(w, key) for w in wide)]
