"""The books of Harbour that vendors keep: the main tables of HubSpot, Eventbrite, Zoom, Xero, and the mail.

Here: one method a table, with a clean record as the default; further tables stand in ``vendors_hubspot`` and
``vendors_events``. Not here: which records break a promise (``planted_*``),
how many clean ones there are (``clean``), Harbour's own lists (``book``).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from typing import Any

from examples.harbour.pages import DAY, millis, moment, xero_date
from examples.harbour.texts import QUESTIONS, SERVICES
from examples.harbour.vendors_events import EventPages
from examples.harbour.vendors_hubspot import ASKED, PERSUADED
from examples.papers import pdf
from examples.people import Person

QUOTATION = pdf(("Quotation", "Signed and accepted."))


class Vendors(EventPages):
    """Rows of the vendors' exports."""

    def contact(self, person: Person, **properties: str | None) -> str:
        """A HubSpot contact; a property given as None is empty. Returns its id."""
        number = str(self.number("contact", 40101))
        created = self.ago(self.rng.randint(200, 1500))
        known: dict[str, str | None] = {
            "email": person.email,
            "firstname": person.first,
            "lastname": person.last,
            "phone": person.phone,
            "company": person.company,
            "jobtitle": person.job_title,
            "address": person.street,
            "city": person.city,
            "zip": person.postcode,
            "country": "United Kingdom",
            "lifecyclestage": "lead",
            "hs_lead_status": "OPEN",
            "hs_analytics_source": "OFFLINE",
            "hs_legal_basis": PERSUADED,
            "hs_object_id": number,
            "hs_marketable_status": "true",
            "createdate": moment(created, self.rng),
            "lastmodifieddate": moment(created + 30 * DAY, self.rng),
        }
        self.add(
            "hubspot_contacts",
            {
                "id": number,
                "createdAt": known["createdate"],
                "updatedAt": known["lastmodifieddate"],
                "archived": False,
                "properties": {**dict.fromkeys(ASKED), **known, **properties},
            },
        )
        return number

    def opted_out_contact(self, person: Person, **properties: str | None) -> str:
        """A HubSpot contact reduced to what the notice lets Harbour keep after an opt-out."""
        reduced = dict.fromkeys(("company", "jobtitle", "address", "city", "zip", "country"))
        return self.contact(
            person, **{**reduced, "hs_email_optout": "true", "hs_marketable_status": "false", **properties}
        )

    def event(self, person: Person, kind: str, day: date, app: str = "Batch", subject: str = "News of Compass") -> str:
        """One e-mail event of HubSpot's; opens and clicks carry the address of the machine. Returns its id."""
        number = f"ev-{self.number('event', 700001)}"
        row: dict[str, Any] = {
            "id": number,
            "type": kind,
            "recipient": person.email,
            "created": millis(day),
            "appName": app,
            "subject": subject,
        }
        if kind in {"OPEN", "CLICK"}:
            row["ipAddress"] = f"203.0.113.{person.number % 250 + 1}"
            row["userAgent"] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
            row["filteredEvent"] = False
        if kind == "CLICK":
            row["url"] = "https://www.harbour.example/compass"
        self.add("hubspot_events", row)
        return number

    def permission(self, person: Person, change: str, day: date) -> str:
        """A subscription change of HubSpot's: SUBSCRIBED or UNSUBSCRIBED. Returns the event's id."""
        number = f"sc-{self.number('change', 90001)}"
        told = {"change": change, "changeType": "SUBSCRIPTION_STATUS", "source": "SOURCE_RECIPIENT"}
        changes = [{**told, "subscriptionId": 811, "causedByEvent": {"id": number, "created": millis(day)}}]
        self.add("hubspot_changes", {"timestamp": millis(day), "recipient": person.email, "changes": changes})
        return number

    def attendee(self, person: Person, *answers: str, **profile: Any) -> str:
        """An Eventbrite attendee with answers to the organiser's question. Returns its id."""
        number = str(self.number("attendee", 5530001))
        day = self.ago(self.rng.randint(5, 700))
        listed = [
            {"question_id": str(880001 + i), "type": "text", "question": QUESTIONS[i], "answer": answer}
            for i, answer in enumerate(answers)
        ]
        self.add(
            "eventbrite",
            {
                "id": number,
                "created": f"{day}T10:04:00Z",
                "changed": f"{day}T10:06:00Z",
                "event_id": str(77100 + self.rng.randint(1, 12)),
                "order_id": str(self.number("order", 660001)),
                "ticket_class_name": "Standard",
                "status": "Attending",
                "cancelled": False,
                "refunded": False,
                "checked_in": self.rng.random() < 0.7,
                "profile": {
                    "name": person.name,
                    "first_name": person.first,
                    "last_name": person.last,
                    "email": person.email,
                    **profile,
                },
                "answers": listed,
            },
        )
        return number

    def registrant(self, person: Person, comments: str | None = None, **answers: str) -> str:
        """A Zoom registrant, with answers by the title of the question. Returns its id."""
        number = f"zr{self.number('registrant', 310001)}"
        day = self.ago(self.rng.randint(5, 600))
        status = self.rng.choice(("approved", "approved", "approved", "pending", "denied"))
        names = {"email": person.email, "first_name": person.first, "last_name": person.last, "phone": person.phone}
        work = {"org": person.company, "job_title": person.job_title, "comments": comments or ""}
        asked = [{"title": title, "value": answer} for title, answer in answers.items()]
        row = {"id": number, "webinar_id": f"84{self.rng.randint(100, 109)}", **names, **work, "status": status}
        self.add("zoom", {**row, "custom_questions": asked, "create_time": f"{day}T08:30:00Z"})
        return number

    def payer(self, person: Person, **more: Any) -> str:
        """A Xero contact that is a person. Returns its id."""
        number = f"5c0e1d00-0000-4000-8000-{self.number('payer', 1):012d}"
        phones = [{"PhoneType": "DEFAULT", "PhoneNumber": person.phone}]
        self.add(
            "xero_contacts",
            {
                "ContactID": number,
                "ContactStatus": "ACTIVE",
                "Name": person.name,
                "FirstName": person.first,
                "LastName": person.last,
                "EmailAddress": person.email,
                "Phones": phones,
                "Addresses": [],
                "IsCustomer": True,
                "UpdatedDateUTC": xero_date(self.ago(40)),
                **more,
            },
        )
        return number

    def invoice(self, payer: str, person: Person, day: date, *, paid: bool = True, line: str = "") -> str:
        """A Xero invoice to a payer, of one line. Returns its id."""
        count = self.number("invoice", 1)
        number = f"1a7b0c00-0000-4000-8000-{count:012d}"
        total = self.rng.randint(2, 60) * 50
        self.add(
            "xero_invoices",
            {
                "InvoiceID": number,
                "InvoiceNumber": f"INV-{count:05d}",
                "Type": "ACCREC",
                "Contact": {"ContactID": payer, "Name": person.name, "EmailAddress": person.email},
                "Date": xero_date(day),
                "DueDate": xero_date(day + 30 * DAY),
                "FullyPaidOnDate": xero_date(min(day + 20 * DAY, self.as_of)) if paid else None,
                "Status": "PAID" if paid else "AUTHORISED",
                "Reference": f"PO {self.rng.randint(1000, 9999)}",
                "LineItems": [{"LineItemID": line_of(number), "Description": line or self.rng.choice(SERVICES)}],
                "Total": total,
                "AmountDue": 0 if paid else total,
            },
        )
        return number

    def mail(
        self,
        sender: str,
        name: str,
        to: str,
        subject: str,
        body: str,
        day: date,
        box: str = "support",
        attached: str = "",
    ) -> str:
        """A message in one of Harbour's mailboxes. Returns its message id, without brackets."""
        count = self.number("mail", 100001)
        number = f"{count}.{box}@mail.harbour.example"
        message: MIMEBase = MIMEText(f"{body}\n")  # the older classes: EmailMessage takes apart each header it is given
        if attached:
            paper = MIMEApplication(QUOTATION, "pdf")
            paper.add_header("Content-Disposition", "attachment", filename=attached)
            message = MIMEMultipart(boundary=f"=_{count}", _subparts=[message, paper])
        message["Message-ID"] = f"<{number}>"
        message["Date"] = format_datetime(datetime.combine(day, time(8 + self.rng.randint(0, 9), 15), tzinfo=UTC))
        message["From"] = formataddr((name, sender))
        message["To"] = to
        message["Subject"] = subject
        self.add(f"mail_{box}", message.as_bytes())
        return number


def line_of(invoice: str) -> str:
    """The id of an invoice's line."""
    return f"2b{invoice[2:]}"
