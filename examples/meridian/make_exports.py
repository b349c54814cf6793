"""Make Meridian's exports and say what must be flagged in them.

Here: the order of the work and the verdict of each clause. Not here: the records (``clean``, ``planted_*``,
``weblog``), their formats (``books``).
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from examples.meridian import clean_registers
from examples.meridian.books import Books
from examples.meridian.clean import Clean
from examples.meridian.days import Days
from examples.meridian.planted_answers import Answers
from examples.meridian.planted_contents import Contents
from examples.meridian.planted_marketing import Marketing
from examples.meridian.planted_outreach import Reach
from examples.meridian.planted_promises import HOLDS, Promises
from examples.meridian.planted_registers import Planted
from examples.meridian.planted_rights import Rights
from examples.meridian.planted_silence import Silence
from examples.meridian.visits import write_visits
from examples.meridian.weblog import write_weblog
from examples.truth import Truth

VERDICTS = {
    "mailing-list-purposes": "broken",
    "orders-declared": "broken",
    "delegates-declared": "broken",
    "delegates-explicit-consent": "broken",
    "catering-28-days": "broken",
    "callers-declared": "broken",
    "enquirers-declared": "broken",
    "nothing-special-elsewhere": "broken",
    "product-users-declared": "broken",
    "visitors-declared": "broken",
    "logs-90-days": "broken",
    "cookies-if-agreed": "broken",
    "analytics-never-learns": "broken",
    "subscribers-declared": "broken",
    "followers-declared": "broken",  # though the agency's export is forty days old
    "followers-while-following": "broken",
    "newsletter-asked-for": "broken",
    "permission-before-sending": "broken",
    "objection-respected": "broken",
    "no-surveys-after-objection": "broken",
    "texts-asked-for": "broken",
    "texts-declared": "broken",
    "adverts-asked-for": "broken",
    "adverts-not-after-objection": "broken",
    "adverts-declared": "broken",
    "calls-screened": "broken",
    "lists-declared": "broken",
    "returned-post": "broken",
    "bounced-addresses": "broken",
    "survey-answers-twelve-months": "broken",
    "entries-after-draw": "broken",
    "mail-birth-dates": "broken",
    "resellers-told": "broken",
    "purchase-history-declared": "broken",
    "suppressed-minimal": "broken",
    "statistics-of-five": "broken",
    "order-extras-for-courses": "unproved",
    "link-in-every-issue": "attested",
    "messages-about-orders": "unproved",
    "feedback-from-guests": "unproved",
    "moved-in-a-readable-form": "unproved",
    "holds-written-down": "broken",
    "restriction-respected": "broken",
    "refusals-explained": "broken",
    "no-profiling": "attested",
    "never-sold": "attested",
    "suppliers-abroad": "broken",
    "recipients-named": "broken",
    "hosting-customers-only": "broken",
    "backups-35-days": "broken",
    "interests-weighed": "broken",
    "laptops-encrypted": "broken",
    "shares-closed": "broken",
    "security-reviewed-yearly": "broken",
    "changes-told-readers": "broken",
    "inactive-36-months": "broken",
    "agreements-six-years": "broken",  # and one ended agreement has no end
    "disks-shredded": "broken",
    "breach-72-hours": "broken",
    "every-store-read": "broken",
    "requests-one-month": "broken",
    "erasure-in-every-store": "broken",
    "registration-current": "broken",
}


def make(folder: Path, as_of: date, rng: random.Random, scale: int) -> Truth:
    """Write every export below ``folder/exports``; the planted records are the same whatever the scale.

    Args:
        folder: the controller's folder.
        as_of: the day all dates are counted from.
        rng: the source of everything made up.
        scale: how many times as many clean records.

    Returns:
        What must be flagged, and what only looks like it.
    """
    days, truth = Days(as_of), Truth()
    books = Books(days, rng)
    held, lapsed = books.person(), books.person()
    truth.flag(HOLDS, *books.hold(held, days.ago(700)))
    truth.flag(HOLDS, *books.hold(books.person(), days.ago(500), ground="safety"))
    truth.near_miss(HOLDS, *books.hold(lapsed, days.ago(700), days.ago(1)))
    Silence(books, truth).write(held, lapsed)
    Contents(books, truth).write(held)
    Marketing(books, truth).write(held)
    Rights(books, truth).write(held)
    Reach(books, truth).write(held)
    Answers(books, truth).write(held)
    Planted(books, truth).write()
    Promises(books, truth).write()
    books.broken_enquiry(books.person(), days.ago(45))
    write_weblog(folder / "exports/weblog", days, rng, scale, truth)  # its planted lines before anything scaled
    write_visits(folder / "exports/google_analytics", books, truth, scale)
    Clean(books, scale).write()
    clean_registers.write(books, scale)
    books.write(folder / "exports")
    for clause, verdict in VERDICTS.items():
        truth.verdict(clause, verdict)
    return truth
