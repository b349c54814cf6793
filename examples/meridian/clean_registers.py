"""The bulk of Meridian's registers, devices, disks and backups: rows of which every promise is kept.

Here: rows that no clause may flag. Not here: breaches and near misses (``planted_registers``).
"""

from __future__ import annotations

from examples.meridian.books import Books
from examples.meridian.books_registers import Registers
from examples.meridian.days import after

PROCESSORS = (
    ("Mailchimp", "US", "addendum"),
    ("Google Analytics", "US", "addendum"),
    ("Lantern Hosting", "GB", ""),
    ("Lantern Social Media Agency", "GB", ""),
    ("Stream Destruction Ltd", "GB", ""),
    ("Kestrel Testing Ltd", "IE", ""),
)
DISCLOSURES = (
    ("tax_authority", "legal_obligation"),
    ("auditor", "contract"),
    ("debt_collector", "contract"),
    ("it_supplier", "contract"),
    ("regulator", "legal_obligation"),
)


def write(books: Books, scale: int) -> None:
    """All of it; what grows with the business ``scale`` times."""
    page, days, rng = Registers(books), books.days, books.rng
    for number, (provider, country, mechanism) in enumerate(PROCESSORS):
        signed = days.ago(300 + 40 * number)
        page.processor(provider, contract=f"DPA-{number}", signed=signed, country=country, mechanism=mechanism)
    for ago in (1500, 900, 284):
        page.notice_version(days.ago(ago), days.ago(ago - 3))
    for _ in range(scale):
        for kind, ground in DISCLOSURES:
            page.disclosure(kind, ground)
        for _ in range(10):
            who = books.person()
            books.alive(who)
            tenant = page.tenant(who)
            for ago in (2, 9, 16, 23):
                page.backup(tenant, days.ago(ago))
        for i in range(24):
            page.device(books.person(), ("laptop", "laptop", "phone", "desktop")[i % 4])
            page.file(
                f"/srv/share/{rng.choice(('orders', 'rota', 'courses'))}/{books.number('devices/files', '{:04d}')}.csv",
                "office",
                "0640",
            )
        for _ in range(15):
            retired = days.ago(rng.randrange(60, 900))
            page.disk(retired, after(retired, days=rng.randrange(3, 28)))
