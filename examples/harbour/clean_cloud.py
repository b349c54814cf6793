"""The everyday records of Compass, its chat, the website and the office's mail, each of them keeping every promise.

Here: how many there are and how they vary. Not here: anything that a clause should flag or nearly flags.
"""

from __future__ import annotations

from examples.harbour.book import Book
from examples.harbour.pages import DAY
from examples.harbour.vendors_compass import Compass
from examples.harbour.vendors_crisp import ANSWERED, ASKED, Chat
from examples.harbour.vendors_graph import Office
from examples.harbour.vendors_site import Site
from examples.papers import docx
from examples.people import Person

NOTES = ("Thank you for the visit. We have {n} questions left.", "The room holds {n} people.", "See you in week {n}.")


def fill(book: Book) -> None:
    """Every store's clean records, ``book.scale`` times."""
    for _ in range(book.scale):
        people = _compass(book)
        _chat(book, people)
        _site(book)
        _office(book)


def _compass(book: Book) -> list[Person]:
    compass, rng = Compass(book), book.rng
    found = []
    for _ in range(3):
        tenant = compass.tenant(book.person())
        for i in range(8):
            person = book.person()
            found.append(person)
            account = compass.account(tenant, person)
            day = book.ago(rng.randint(2, 300))
            compass.login(account, day, f"203.0.113.{person.number % 250 + 1}" if i % 3 else f"2001:db8::{i + 1:x}")
            evidence = compass.evidence(tenant, account, day)
            compass.comment(evidence, account, day + DAY)
            compass.audited(tenant, account, evidence, day)
            if i % 2:
                compass.file(tenant, evidence, account, day)
        compass.blob(f"compass/downloads/{tenant}-{rng.randint(1, 999)}.zip", book.ago(rng.randint(1, 28)))
    return found


def _chat(book: Book, people: list[Person]) -> None:
    chat, rng = Chat(book), book.rng
    for i, person in enumerate(people[:16]):
        day = book.ago(rng.randint(2, 300))
        profile = chat.profile(person, day)
        session = chat.conversation(person, day, profile=profile)
        asked = chat.message(session, day, book.text(*ASKED))
        chat.message(session, day, book.text(*ANSWERED), operator=True)
        chat.pages(session, day)
        if i % 5 == 0:
            picture = {
                "name": "picture.png",
                "type": "image/png",
                "url": f"https://storage.crisp.example/{asked[1]}/picture.png",
            }
            chat.file(chat.message(session, day, picture, kind="file"), day)
            chat.original(session, person, day)
        if i % 4 == 0:
            chat.campaign(profile, book.ago(rng.randint(3, 200)))


def _site(book: Book) -> None:
    site, rng = Site(book), book.rng
    for _ in range(6):
        day = book.ago(rng.randint(40, 700))
        site.page(day, *(site.comment(book.person(), book.ago(rng.randint(1, 39))) for _ in range(rng.randint(1, 3))))
    for _ in range(12):
        site.submitted(book.person(), book.ago(rng.randint(1, 340)))
    for i in range(60):
        site.visited(book.ago(rng.randint(1, 400)), agreed=i % 3 > 0, cookie=i % 3 > 0)
    for _ in range(8):
        site.visitor("pseudo_user_id", f"{2_000_000 + book.number('visitor', 1)}.1", book.ago(rng.randint(1, 90)))


def _office(book: Book) -> None:
    office, rng = Office(book), book.rng
    for i in range(16):
        note = book.text(*NOTES)
        attached = [("notes.docx", docx((note,)))] if i % 4 == 0 else []
        office.message(book.person(), book.ago(rng.randint(1, 400)), f"Hello,\n\n{note}\n", *attached)
