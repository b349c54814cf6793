"""What stands in Harbour's own cabinet besides its lists: staff, papers, contracts, registers, finds in public sources.

Here: one method a table, with a sound record as the default. Not here: which records break a promise
(``planted_cabinet``), how many sound ones there are (``clean_cabinet``), the files they become (``cabinet_files``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from examples.harbour.pages import DAY, Pages
from examples.papers import docx, pdf
from examples.people import Person


class Cabinet(Pages):
    """Rows and documents of Harbour's own keeping."""

    def document(self, folder: str, path: str, lines: Sequence[str]) -> str:
        """A document below a store's folder: Word if its path says so, else PDF. Returns the path."""
        self.add(f"documents/{folder}", (path, docx(lines) if path.endswith(".docx") else pdf(lines)))
        return path

    def recruitment_round(self, opened: date, completed: date | None, number: str | None = None) -> str:
        """A round of recruitment, once. Returns its id."""
        number = number or (f"EX{completed:%y%m%d}" if completed else "EX-OPEN")
        known = self.seen.setdefault("rounds", set())
        if number not in known:
            known.add(number)
            self.add("exercises", (number, "Quality consultant", opened, completed))
        return number

    def employee(self, person: Person, role: str, status: str, start: date, left: date | None) -> str:
        """A row of the list of staff, once. Returns the id."""
        number = f"E{person.number:04d}"
        known = self.seen.setdefault("employees", set())
        if number not in known:
            known.add(number)
            mail = f"{person.first.lower()}.{person.number}@harbour.example"
            where = (person.phone, f"{person.street}, {person.city}", None, None, None)
            self.add("employees", (number, person.name, mail, person.email, *where, role, status, start, left))
        return number

    def contract(self, person: Person, start: date, end: date, status: str) -> str:
        """A contract with a client. Returns its id."""
        number = f"C-{self.number('contract', 4001)}"
        row = (number, person.company, person.name, person.email, f"tenant-{number[2:]}", start, end, 90)
        self.add("contracts", (*row, start - 12 * DAY, status))
        return number

    def cookie(self, name: str, linked: str | None, purpose: str = "statistics") -> tuple[str, str]:
        """A cookie that the scanner found. Returns its key."""
        domain = "www.harbour.example"
        row = (name, domain, "site", 180, "first", purpose, linked, "no", self.ago(90))
        self.add("cookies", row)
        return name, domain

    def connection(self, person: Person, day: date, *, email: bool = True) -> str:
        """A connection in a colleague's LinkedIn archive. Returns its address."""
        url = f"https://www.linkedin.example/in/{person.first.lower()}-{person.number}"
        address = person.email if email else None
        row = (person.first, person.last, url, address, person.company, person.job_title, f"{day:%d %b %Y}")
        self.add("connections", row)
        return url

    def provider(self, person: Person) -> tuple[str, str]:
        """A learning provider with its contact, in both registers. Returns the key in the first."""
        number = str(10_099_000 + self.number("provider", 1))
        name = person.company.upper()
        contact = ("P", "", person.first, person.last, person.job_title, person.street, person.city, person.postcode)
        reach = (person.phone, person.email, "", f"{self.ago(200)}T09:12:00")
        self.add("ukrlp", (number, name, "Active", *contact, *reach))
        kind = ("Independent learning provider", "Independent learning providers")
        where = (person.city, "North", f"1{number[-5:]}", "FES Full inspection")
        days = [f"{self.ago(n):%d/%m/%Y}" for n in (420, 417, 380)]
        head = (f"https://reports.example/{number}", f"13{number[-4:]}", number, person.company, *kind)
        self.add("ofsted", (*head, *where, *days, "2"))
        return number, "P"

    def processor(self, provider: str, service: str, **more: Any) -> str:
        """A company that works for Harbour. Returns its id."""
        number = f"P{self.number('processor', 21)}"
        known = {"contract": f"DPA-{number[1:]}", "signed": self.ago(700), "country": "GB", "mechanism": None, **more}
        listed = (known["contract"], known["signed"], known["country"], known["mechanism"])
        self.add("processors", (number, provider, service, *listed, self.ago(90), "yes"))
        return number

    def disclosure(self, kind: str, ground: str | None, **more: Any) -> str:
        """A disclosure to somebody outside. Returns its id."""
        number = f"D{self.number('disclosure', 31)}"
        known = {"recipient": "Office of the recipient", "paid": "no", **more}
        row = (number, known["recipient"], kind, "inquiry", ground, 1, self.ago(120), None, "GB", None, known["paid"])
        self.add("disclosures", row)
        return number

    def breach(self, aware: str, notified: str | None, reportable: str | None = "yes") -> str:
        """A breach, with its moments as written. Returns its id."""
        number = f"B{self.number('breach', 41)}"
        row = (number, "confidentiality", "A list reached the wrong client.", 12, aware, reportable, notified)
        self.add("breaches", (*row, "IC-1" if notified else None, None, None))
        return number

    def assessment(
        self, assessed: date | None, review: date | None, kind: str = "legitimate_interests", later: str | None = None
    ) -> str:
        """An assessment. Returns its id."""
        number = f"A{self.number('assessment', 51)}"
        lead = "data protection lead"
        self.add("assessments", (number, kind, "Telling people at work about tools", lead, assessed, review, later))
        return number

    def security_review(self, done: date | None, again: date | None, later: str | None = None) -> str:
        """A test of how well the data are guarded. Returns its id."""
        number = f"S{self.number('security review', 61)}"
        self.add("security_reviews", (number, "network", "Tidewell Security", done, again, later, 2))
        return number

    def notice_version(self, published: date | None, told: date | None, significant: str | None = "yes") -> str:
        """A version of the notice. Returns its number."""
        number = str(self.number("notice version", 1))
        row = (number, published, significant, "What changed", told, "email" if told else None)
        self.add("notice_versions", (*row, sha256(number.encode()).hexdigest()))
        return number

    def hashed(self, email: str, day: date) -> str:
        """An entry of the suppression list that keeps the hash of an address alone. Returns its id."""
        number = f"SH{self.number('hashed', 701)}"
        digest = sha256(email.strip().lower().encode()).hexdigest()
        self.add("hashed", (number, digest, "email", "email", "marketing", "objection", "hubspot", day))
        return number
