"""Why a record may stay although its period has run out: the grounds that a clause may ask for, and their names abroad.

What belongs here: the closed list that ``keep_while`` takes. What each one tests is SQL in the rule that offers it; the
grounds that the law puts above every erasure (a hold, a statutory minimum) always count and are not asked for.
"""

from __future__ import annotations

from enum import StrEnum


class KeepWhile(StrEnum):
    """Grounds to keep that a notice gives itself, strongest first.

    With the W3C Data Privacy Vocabulary's terms for how long something is stored: ``dpv:UntilEventDuration`` until
    something happens (an agreement ends, a permission is taken back), ``dpv:UntilTimeDuration`` until a period after
    the last event of its kind has run out. In the terms of deletion classes (DIN 66398): the clause's clock is the
    start, its period the standard period, and these put the start off.
    """

    AGREEMENT = "agreement"
    ACCOUNT = "account"
    PURCHASE = "purchase"
    CONTACT = "contact"
    CONSENT = "consent"
    SUBSCRIPTION = "subscription"
    RESTRICTION = "restriction"
    SUPPRESSION = "suppression"

    @property
    def dpv(self) -> str:
        """The DPV term of the storage condition."""
        timed = self in {KeepWhile.PURCHASE, KeepWhile.CONTACT}
        return "dpv:UntilTimeDuration" if timed else "dpv:UntilEventDuration"
