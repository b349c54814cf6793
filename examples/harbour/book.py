"""The books that Harbour keeps itself, and with those of its vendors the whole.

Here: one method a table. Not here: which records break a promise (``planted_*``), how many clean ones there are
(``clean``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from examples.harbour.cabinet import Cabinet
from examples.harbour.pages import DAY, YEAR
from examples.harbour.texts import CALLS
from examples.harbour.vendors import Vendors
from examples.people import Person


class Book(Cabinet, Vendors):
    """All records of one run, and the truth about them."""

    def application(
        self,
        person: Person,
        completed: date | None,
        outcome: str,
        notes: str | None = None,
        applied: date | None = None,
        *,
        cv: Sequence[str] = (),
        dbs: str | None = None,
    ) -> str:
        """A job application in the recruitment workbook, with the lines of its CV. Returns its id."""
        number = f"AP{self.number('application', 2001)}"
        applied = applied or (completed or self.as_of) - self.rng.randint(30, 60) * DAY
        exercise = self.recruitment_round((completed or self.as_of) - 90 * DAY, completed)
        path = f"cvs/{number}.{'docx' if int(number[2:]) % 2 else 'pdf'}" if cv else None
        if path:
            self.document("recruitment", path, [person.name, f"{person.street}, {person.city}", *cv])
        self.add(
            "applications",
            (
                number,
                exercise,
                completed,
                person.name,
                person.email,
                person.phone,
                path,
                applied,
                outcome,
                completed,
                None,
                None,
                dbs,
                notes,
            ),
        )
        return number

    def request(self, person: Person, right: str, received: date, decided: date | None, **more: Any) -> str:
        """A row of the rights register. Returns its id."""
        number = f"RR{self.number('request', 301)}"
        known = {"decision": "granted" if decided else None, "closed_at": decided, "email": person.email, **more}
        self.add(
            "requests",
            (
                number,
                known["email"],
                right,
                known.get("channel", "email"),
                received,
                known.get("identity_asked_at"),
                known.get("identity_ok_at"),
                known.get("clarification_asked_at"),
                known.get("clarified_at"),
                known.get("acknowledged_at"),
                known.get("extended_until"),
                decided,
                known["decision"],
                known.get("ground"),
                known["closed_at"],
                "hubspot eventbrite zoom xero mailbox recruitment",
            ),
        )
        return number

    def hold(self, person: Person, expires: date | None, released: date | None = None) -> str:
        """A legal hold over everything about a person. Returns its id."""
        number = f"LH{self.number('hold', 11)}"
        row = (number, person.email, f"MAT-{number[2:]}", "legal team", self.ago(300), expires, released)
        self.add("holds", row)
        return number

    def suppressed(self, email: str, phone: str | None, channel: str, day: date) -> str:
        """An entry of the suppression list. Returns its id."""
        number = f"SL{self.number('suppressed', 501)}"
        self.add("suppression", (number, email, phone, channel, "marketing", "opt-out", "hubspot", day))
        return number

    def call(
        self,
        person: Person,
        day: date,
        *,
        campaign: str | None,
        direction: str = "outbound",
        screened: date | None = None,
    ) -> str:
        """A call in the log of the telephone system. Returns its id."""
        number = f"TC{self.number('call', 8001)}"
        when = datetime.combine(day, time(9 + self.rng.randint(0, 7), self.rng.randint(0, 59)))
        outcome = self.rng.choice(("answered", "no answer", "voicemail"))
        started = f"{when:%d/%m/%Y %H:%M}"
        head = (number, started, direction, person.phone, person.email, None)
        self.add("calls", (*head, "ext 204", campaign, outcome, screened, self.text(*CALLS)))
        return number

    def paper(self, person: Person, kind: str, status: str, left: date | None, lines: Sequence[str] = ()) -> str:
        """A paper in a personnel file, and the document itself. Returns the paper's id."""
        number = f"PF{self.number('paper', 101)}"
        start = (left or self.as_of) - self.rng.randint(400, 2000) * DAY
        role = self.rng.choice(("employee", "employee", "associate"))
        employee = f"E{person.number:04d}"
        if left is None or left >= self.last_kept(YEAR):  # what a law demands outlives the row in the list of staff
            employee = self.employee(person, role, status, start, left)
        made = left if kind == "payroll" and left else start
        lines = lines or (f"Personnel file of {person.name}", f"Paper: {kind}", "Kept by the head of people.")
        path = self.document("hr", f"personnel/{employee}/{kind}.{'docx' if kind == 'appraisal' else 'pdf'}", lines)
        self.add("papers", (number, employee, person.name, role, kind, status, start, left, made, path))
        return number
