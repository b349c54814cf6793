"""What is planted about courses and online sessions: Eventbrite's orders and summaries, Zoom's reports and recordings.

Here: breaches and near misses with their truth, one function a promise. Each person stands in one scenario only.
"""

from __future__ import annotations

from examples.harbour.book import Book
from examples.harbour.pages import DAY
from examples.harbour.planted_contacts import SPECIAL
from examples.harbour.planted_people import ERASED
from examples.harbour.planted_stores import EVENTBRITE, ZOOM
from examples.harbour.texts import QUESTIONS

COMPULSORY = "eventbrite-answers-are-free"


def plant(book: Book) -> None:
    """Everything about these tables."""
    asked_too_much(book)
    summaries(book)
    sessions(book)
    special_said(book)
    erased(book)


def asked_too_much(book: Book) -> None:
    """Questions that must be answered; near: those that need not."""
    for text in QUESTIONS:
        book.truth.near_miss(COMPULSORY, "eventbrite", "custom_questions", book.question(text))
    for text in ("Your date of birth?", "Who told you of us?"):
        book.truth.flag(COMPULSORY, "eventbrite", "custom_questions", book.question(text, required=True))
    book.truth.verdict(COMPULSORY, "broken")


def summaries(book: Book) -> None:
    """Genders and diets in a downloaded summary; near: nothing needed, an order."""
    truth = book.truth
    truth.flag(EVENTBRITE, "eventbrite", "attendees_csv", book.summary(book.person(), Gender="Male"))
    truth.flag(EVENTBRITE, "eventbrite", "attendees_csv", book.summary(book.person(), "Vegan"))
    faith = book.summary(book.person(), "Halal meal please")
    none = book.summary(book.person(), "no dietary requirements")
    for clause in (EVENTBRITE, SPECIAL):
        truth.flag(clause, "eventbrite", "attendees_csv", faith)
        truth.near_miss(clause, "eventbrite", "attendees_csv", none)
    truth.near_miss(EVENTBRITE, "eventbrite", "orders_csv", book.order_line(book.person(), book.ago(77)))
    truth.near_miss(EVENTBRITE, "eventbrite", "orders", book.order(book.person(), book.ago(76)))


def sessions(book: Book) -> None:
    """Where somebody sat, and what they looked and sounded like; near: who came, what they voted, a silent timeline."""
    truth = book.truth
    day = book.ago(25)
    truth.flag(ZOOM, "zoom", "attendees_csv", *book.attended(book.person(), day, "United Kingdom"))
    truth.near_miss(ZOOM, "zoom", "attendees_csv", *book.attended(book.person(), day))
    film, timeline = book.recording(day, "MP4", "TIMELINE")
    truth.flag(ZOOM, "zoom", "recordings", *film)
    truth.near_miss(ZOOM, "zoom", "recordings", *timeline)
    truth.near_miss(ZOOM, "zoom", "registrants_csv", *book.registered(book.person(), day - 9 * DAY, "Will it be long?"))
    truth.near_miss(ZOOM, "zoom", "participants", *book.participant(book.person(), day))
    truth.near_miss(ZOOM, "zoom", "poll_results", *book.voted(book.person(), "About forty", day))
    answered = book.registrant(book.person(), None, **{"Your sector": "Further education"})
    truth.near_miss(ZOOM, "zoom", "registrant_answers", answered, "Your sector")


def special_said(book: Book) -> None:
    """Illness and disability told in a question and a chat; near: a road with a depression."""
    truth = book.truth
    day = book.ago(25)
    ill = "I am off for chemotherapy next week, is there a recording?"
    key = book.asked(book.person(), ill, day)
    for clause in (SPECIAL, ZOOM):
        truth.flag(clause, "zoom", "qna", *key)
    near = "Proceeding with caution: what does grade two mean?"
    truth.near_miss(SPECIAL, "zoom", "qna", *book.asked(book.person(), near, day))
    deaf = book.registrant(book.person(), None, **{"Any access needs?": "Wheelchair access needed"})
    for clause in (SPECIAL, ZOOM):
        truth.flag(clause, "zoom", "registrant_answers", deaf, "Any access needs?")
    for is_flag, name, said in (
        (True, "84100-chat", "10:02:11\t From  Guest : Sorry, I have multiple sclerosis and type slowly."),
        (False, "84101-chat", "10:05:40\t From  Guest : There is a depression in the road outside our gate."),
    ):
        book.add("zoom_chats", (name, [said, "10:06:00\t From  Host : Thank you, noted."]))
        for clause in (SPECIAL, ZOOM):
            (truth.flag if is_flag else truth.near_miss)(clause, "zoom", "chats", f"chats/{name}.txt")


def erased(book: Book) -> None:
    """Left over in every report; near: somebody whose erasure was refused."""
    truth = book.truth
    day = book.ago(110)
    gone = book.person()
    book.request(gone, "erasure", book.ago(90), book.ago(80))
    registrant = book.registrant(gone, None, **{"Your sector": "Schools"})
    for store, table, key in (
        ("eventbrite", "orders", (book.order(gone, day),)),
        ("eventbrite", "orders_csv", (book.order_line(gone, day),)),
        ("eventbrite", "attendees_csv", (book.summary(gone),)),
        ("zoom", "registrants", (registrant,)),
        ("zoom", "registrant_answers", (registrant, "Your sector")),
        ("zoom", "registrants_csv", book.registered(gone, day)),
        ("zoom", "attendees_csv", book.attended(gone, day)),
        ("zoom", "participants", book.participant(gone, day, registrant)),
        ("zoom", "poll_results", book.voted(gone, "Twelve", day)),
        ("zoom", "qna", book.asked(gone, "Is there a certificate?", day)),
    ):
        truth.flag(ERASED, store, table, *key)
    refused = book.person()
    book.request(refused, "erasure", book.ago(90), book.ago(80), decision="refused", ground="Art. 17(3)(b)")
    truth.near_miss(ERASED, "eventbrite", "orders", book.order(refused, day))
    truth.near_miss(ERASED, "zoom", "participants", *book.participant(refused, day))
