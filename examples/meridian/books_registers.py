"""What Meridian's company secretary and its IT desk write down: registers, hosting, devices, disks and certificates.

Here: what a row of each kind holds. Not here: which rows are sound and which are planted (``clean_registers``,
``planted_registers``), the files they become (``ledger``).
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from examples.meridian.books import Books
from examples.meridian.books_newsletter import Place
from examples.meridian.books_outreach import customer_id
from examples.papers import pdf
from examples.people import Person


class Registers:
    """One method a kind of row; each says where the row stands."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.days = books.days

    def _row(self, book: str, form: str, *cells: object) -> Place:
        number = self.books.number(book, form)
        self.books.row(book, number, *cells)
        store, table = book.split("/")
        return store, table, number

    def processor(
        self, provider: str, *, contract: str = "", signed: date | None = None, country: str = "GB", mechanism: str = ""
    ) -> Place:
        """A supplier that handles personal data."""
        where = (contract, signed, country, mechanism, self.days.ago(200), "yes")
        return self._row("registers/processors", "P-{:03d}", provider, "hosting, printing or support", *where)

    def disclosure(
        self, kind: str, ground: str, *, paid: str = "no", country: str = "GB", mechanism: str = ""
    ) -> Place:
        """Somebody outside was told something."""
        cells = ("Recipient on file", kind, "as asked", ground, 1, self.days.ago(140), "", country, mechanism, paid)
        return self._row("registers/disclosures", "D-{:03d}", *cells)

    def breach(self, aware: str, notified: str = "", reportable: str = "yes") -> Place:
        """A breach, its moments as written."""
        cells = ("confidentiality", "A letter in the wrong envelope.", 1, aware, reportable, notified)
        return self._row("registers/breaches", "B-{:03d}", *cells, "", None, None)

    def assessment(self, done: date | None, review: date | None, *, later: str = "") -> Place:
        """An assessment of legitimate interests."""
        cells = ("legitimate_interests", "What customers own", "Company Secretary", done, review, later)
        return self._row("registers/assessments", "A-{:03d}", *cells)

    def security_review(self, done: date | None, again: date | None, *, later: str = "") -> Place:
        """A review of how safe a system is."""
        cells = ("firewalls and laptops", "Kestrel Testing Ltd", done, again, later, 4)
        return self._row("registers/security_reviews", "S-{:03d}", *cells)

    def notice_version(self, published: date, told: date | None, significant: str = "yes") -> Place:
        """A version of the privacy page."""
        cells = (published, significant, "What is new", told, "email" if told else "")
        digest = sha256(published.isoformat().encode()).hexdigest()
        return self._row("registers/notice_versions", "{}", *cells, digest)

    def tenant(self, who: Person | None, *, closed: date | None = None) -> Place:
        """A hosted system of a customer's; of nobody's, if nobody is named."""
        number = self.books.number("hosting/tenants", "tenant-{:04d}")
        status = "closed" if closed else "running"
        cells = (customer_id(who) if who else "", "Hosted Services", "Lantern Hosting", status)
        self.books.row("hosting/tenants", number, *cells, self.days.ago(900), closed, 12)
        return "hosting", "tenants", number

    def backup(self, tenant: Place, day: date) -> Place:
        """A snapshot of a tenant."""
        cells = (tenant[2], "Hosted Services", f"{day}T01:30:00Z", None, 52_428_800, "yes")
        return self._row("hosting/backups", "SN-{:05d}", *cells)

    def device(self, who: Person, kind: str, *, encrypted: str = "yes", locked: str = "yes") -> Place:
        """A device in the management console."""
        number = self.books.number("devices/devices", "MD-{:04d}")
        cells = (kind, "Larkfield", "L14", f"LK-{number[3:]}-{who.number}", f"E-{who.number:04d}", who.name)
        self.books.row("devices/devices", number, *cells, encrypted, locked, self.days.ago(2), self.days.ago(1))
        return "devices", "devices", number

    def file(self, path: str, owner: str, mode: str, *, encrypted: str = "yes") -> Place:
        """A file that the listing of a share or a disk found."""
        digest = sha256(path.encode()).hexdigest()
        self.books.row("devices/files", path, owner, mode, 2048, f"{self.days.ago(60)}T09:00:00", digest, encrypted)
        return "devices", "files", path

    def disk(
        self, retired: date | None, destroyed: date | None = None, *, names: str | None = None, certified: bool = True
    ) -> Place:
        """A disk, and its certificate as a PDF, which names the disk's serial number or another."""
        number = self.books.number("disposals/assets", "DK-{:04d}")
        serial = f"LK-D-{number[3:]}"
        certificate = f"SD-{number[3:]}" if destroyed and certified else ""
        path = f"certificates/{certificate}.pdf" if certificate else ""
        cells = ("hard_disk", "Larkfield", "D4", serial, retired, destroyed, certificate, path)
        self.books.row("disposals/assets", number, *cells)
        if certificate:
            named = names or serial
            lines = [
                f"Certificate of destruction {certificate}",
                "Stream Destruction Ltd, Saltmarsh",
                f"Make Larkfield, model D4, type hard disk, serial number {named}",
                "Method: destroy. Details: shredded to 6 mm. Verification: full.",
                f"Destroyed on {destroyed}",
            ]
            self.books.row("documents/disposals", path, pdf(lines))
            self.certificate(certificate, named, destroyed, destroyed)
        return "disposals", "assets", number

    def certificate(self, number: str, serial: str, day: date | None, verified: date | None) -> Place:
        """The fields of a certificate as they were typed in."""
        head = (number, "Operator 7", "Operator", "Stream Destruction Ltd", "Saltmarsh", "Larkfield", "D4", serial, "")
        done = ("hard_disk", "store room", "internal", "no", "", "destroy", "shredded to 6 mm", "Shredder 9", "2")
        end = ("full", "destroyed", "recycling", "", day, "Operator 9", verified)
        self.books.row("disposals/certificates", *head, *done, *end)
        return "disposals", "certificates", number
