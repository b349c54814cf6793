"""What is planted about the website, its statistics and the office's mail. One function a clause or a store.

Here: breaches and near misses with their truth. Not here: Compass and its chat (``planted_compass``).
"""

from __future__ import annotations

from dateutil.relativedelta import relativedelta

from examples.harbour import texts
from examples.harbour.book import Book
from examples.harbour.pages import DAY, YEAR
from examples.harbour.planted_compass import ANOTHER_ILL, ILL
from examples.harbour.planted_contacts import SPECIAL
from examples.harbour.planted_people import ERASED
from examples.harbour.vendors_graph import OFFICE, Office, addressed
from examples.harbour.vendors_site import Site
from examples.papers import docx

AUTHORS = "site-staff-only"
COMMENTS = "site-comments-name-only"
FORM = "site-form-twelve-months"
NOBODY = "analytics-nobody-told"
AGREED = "analytics-if-agreed"
MONTHS = "analytics-fourteen-months"
SETTINGS = "analytics-settings"
UNION = "I am the trade union rep at our college and would like the course outline for our members."


def plant(book: Book) -> None:
    """Everything about these stores."""
    authors(book)
    comments(book)
    form(book)
    nobody_told(book)
    agreed(book)
    fourteen_months(book)
    settings(book)
    mail(book)
    mail_of_the_erased(book)


def authors(book: Book) -> None:
    """Two guests with accounts; near: the editor, a guest on hold."""
    truth, site = book.truth, Site(book)
    held = book.person()
    book.hold(held, None)
    truth.near_miss(
        AUTHORS, "wordpress", "wxr_authors", site.author("editor", "Siobhán Quigley", "editor@harbour.example")
    )
    for guest in (book.person(), book.person()):
        login = f"guest{guest.number}"
        truth.flag(AUTHORS, "wordpress", "wxr_authors", site.author(login, guest.name, guest.email))
    truth.near_miss(AUTHORS, "wordpress", "wxr_authors", site.author("columnist", held.name, held.email))
    truth.verdict(AUTHORS, "broken")


def comments(book: Book) -> None:
    """The address of a machine, a website, an illness; near: on hold, plain, and somebody else's illness."""
    truth, site = book.truth, Site(book)
    day = book.ago(61)
    held = book.person()
    book.hold(held, book.ago(-9))
    ill = site.comment(book.person(), day, ILL)
    broken = [
        site.comment(book.person(), day, ip="198.51.100.23"),
        site.comment(book.person(), day, url="https://tidewell.example/about-me"),
        ill,
    ]
    near = [
        site.comment(held, day, ip="2001:db8::23"),
        site.comment(book.person(), day, ANOTHER_ILL),
        site.comment(book.person(), day, texts.MESSAGES_NEAR[0]),
    ]
    site.page(day - 9 * DAY, *broken, *near)
    for one in broken:
        truth.flag(COMMENTS, "wordpress", "wxr_comments", one["id"])
    for one in near:
        truth.near_miss(COMMENTS, "wordpress", "wxr_comments", one["id"])
    truth.flag(SPECIAL, "wordpress", "wxr_comments", ill["id"])
    truth.near_miss(SPECIAL, "wordpress", "wxr_comments", near[1]["id"])
    truth.verdict(COMMENTS, "broken")


def form(book: Book) -> None:
    """Sent a day too long ago; near: on the last day; undated: WordPress wrote down no day."""
    truth, site = book.truth, Site(book)
    last = book.last_kept(YEAR)
    for day, plant_one in ((last - DAY, truth.flag), (last, truth.near_miss)):
        post, meta = site.submitted(book.person(), day)
        plant_one(FORM, "wordpress", "wxr_items", post)
        plant_one(FORM, "wordpress", "wxr_postmeta", *meta)
    site.submitted(book.person(), None)
    truth.undated(FORM, 2)
    truth.verdict(FORM, "broken")


def nobody_told(book: Book) -> None:
    """An address in a page's query, an account's number; near: the word e-mail, a sign in a file's name."""
    truth, site = book.truth, Site(book)
    day = book.ago(12)
    person = book.person()
    _, params, _ = site.visited(day, f"/thanks?email={person.email}")
    truth.flag(NOBODY, "google_analytics", "event_params", *params[0])
    _, params, _ = site.visited(day, page_referrer=f"https://www.harbour.example/unsubscribe?to={person.email}")
    truth.flag(NOBODY, "google_analytics", "event_params", *params[2])
    event, params, properties = site.visited(day, user="CU20001")
    truth.flag(NOBODY, "google_analytics", "events", *event)
    for key in params:
        truth.flag(NOBODY, "google_analytics", "event_params", *key)
    for key in properties:
        truth.flag(NOBODY, "google_analytics", "user_properties", *key)
    updated = site.visitor("user_id", "CU20001", day)
    truth.flag(NOBODY, "google_analytics", "users", "CU20001", updated)
    truth.flag(AGREED, "google_analytics", "users", "CU20001", updated)
    for place in ("/search?q=export+email+addresses", "/assets/logo@2x"):
        event, params, _ = site.visited(day, place)
        truth.near_miss(NOBODY, "google_analytics", "events", *event)
        truth.near_miss(NOBODY, "google_analytics", "event_params", *params[0])
    visitor = ("1000001.1", "4000000001", site.visitor("pseudo_user_id", "1000001.1", day))
    truth.near_miss(NOBODY, "google_analytics", "pseudonymous_users", *visitor)
    truth.near_miss(AGREED, "google_analytics", "pseudonymous_users", *visitor)
    truth.verdict(NOBODY, "broken")


def agreed(book: Book) -> None:
    """A cookie although the visitor refused; near: refused, and counted without one."""
    truth, site = book.truth, Site(book)
    for cookie, plant_one in ((True, truth.flag), (False, truth.near_miss)):
        event, params, properties = site.visited(book.ago(13), agreed=False, cookie=cookie)
        plant_one(AGREED, "google_analytics", "events", *event)
        for key in params:
            plant_one(AGREED, "google_analytics", "event_params", *key)
        for key in properties:
            plant_one(AGREED, "google_analytics", "user_properties", *key)
    truth.verdict(AGREED, "broken")


def fourteen_months(book: Book) -> None:
    """Counted a day too long ago; near: on the last day. What Google deletes, the copy in BigQuery keeps."""
    truth, site = book.truth, Site(book)
    last = book.last_kept(relativedelta(months=14))
    for day, plant_one in ((last - DAY, truth.flag), (last, truth.near_miss)):
        for _ in range(4):
            event, params, properties = site.visited(day)
            plant_one(MONTHS, "google_analytics", "events", *event)
            for key in params:
                plant_one(MONTHS, "google_analytics", "event_params", *key)
            for key in properties:
                plant_one(MONTHS, "google_analytics", "user_properties", *key)
    truth.verdict(MONTHS, "broken")


def settings(book: Book) -> None:
    """Properties that keep events for longer; near: one that keeps them for fourteen months."""
    truth = book.truth
    for number, kept, plant_one in (
        (4410, "FOURTEEN_MONTHS", truth.near_miss),
        (4411, "FIFTY_MONTHS", truth.flag),
        (4412, "TWENTY_SIX_MONTHS", truth.flag),
    ):
        name = f"properties/{number}/dataRetentionSettings"
        row = {"name": name, "eventDataRetention": kept, "userDataRetention": "FOURTEEN_MONTHS"}
        book.add("site_settings", {**row, "resetUserDataOnNewActivity": False})
        plant_one(SETTINGS, "google_analytics", "retention_settings", name)
    truth.verdict(SETTINGS, "broken")


def mail(book: Book) -> None:
    """A union in a letter that came with mail, an illness in the mail; near: homonyms, somebody else's illness."""
    truth, office = book.truth, Office(book)
    day = book.ago(18)
    truth.flag(SPECIAL, "microsoft_365", "messages", office.message(book.person(), day, f"Hello,\n\n{ILL}\n"))
    truth.near_miss(
        SPECIAL, "microsoft_365", "messages", office.message(book.person(), day, f"Hello,\n\n{ANOTHER_ILL}\n")
    )
    letters = ((UNION, truth.flag), (ANOTHER_ILL, truth.near_miss), (texts.MESSAGES_NEAR[2], truth.near_miss))
    for text, plant_one in letters:
        letter = docx(("Dear Harbour,", text, "Yours sincerely"))
        message = office.message(book.person(), day, "My letter is attached.\n", ("letter.docx", letter))
        plant_one(SPECIAL, "microsoft_365", "attachments", *office.attachment(message))
        sent = office.with_document(book.person(), day, "My letter is attached.\n", "letter.docx", letter)
        plant_one(SPECIAL, "mailbox", "attachments", *sent)


def mail_of_the_erased(book: Book) -> None:
    """Somebody asked to be erased; the office still has what they wrote, and messages that went to them."""
    truth, office = book.truth, Office(book)
    gone = book.person()
    asked = book.ago(97)
    book.request(gone, "erasure", asked, asked + 6 * DAY)
    day = book.ago(140)
    letter = docx(("Please find my booking below.",))
    wrote = office.message(gone, day, "My booking is attached.\n", ("booking.docx", letter), replyTo=addressed(gone))
    truth.flag(ERASED, "microsoft_365", "messages", wrote)
    truth.flag(ERASED, "microsoft_365", "reply_to", wrote, gone.email)
    truth.flag(ERASED, "microsoft_365", "attachments", *office.attachment(wrote))
    sender = {"emailAddress": {"name": OFFICE[0], "address": OFFICE[1]}}
    for table, member in (("to", "toRecipients"), ("cc", "ccRecipients"), ("bcc", "bccRecipients")):
        other = book.person()
        answered = {"from": sender, "sender": sender, "toRecipients": addressed(other), member: addressed(gone)}
        sent = office.message(gone, day + DAY, "Thank you, all is booked.\n", **answered)
        truth.near_miss(ERASED, "microsoft_365", "messages", sent)
        truth.flag(ERASED, "microsoft_365", f"{table}_recipients", sent, gone.email)
