"""Eventbrite, Zoom and Xero beside attendees, registrants, contacts and invoices: reports, chats, recordings, payments.

Here: one method a table, with a clean record as the default. Not here: which records break a promise
(``planted_events``, ``planted_xero``).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from examples.harbour.pages import DAY, xero_date
from examples.harbour.vendors_hubspot import HubSpotPages
from examples.people import Person

DIET = "Any dietary requirements?"


def _cells(header: str) -> list[str]:
    return header.split(",")


SUMMARY = _cells(
    "Order #,Order Date,First Name,Surname,Email,Quantity,Ticket Type,Attendee #,Order Type,Currency,Total Paid,"
    f"Attendee Status,Gender,Birth Date,{DIET}"
)
ORDERS = _cells(
    "Event Name,Event ID,Order #,Order Date,First Name,Surname,Email,Quantity,Order Type,Order Status,Currency,"
    "Total Paid,Billing Postcode"
)
REGISTRATION = _cells(
    "First Name,Last Name,Email,Phone,Organization,Job Title,Questions & Comments,Registration Time,Approval Status"
)
ATTENDANCE = _cells(
    "Attended,User Name (Original Name),First Name,Last Name,Email,Phone,Registration Time,Approval Status,Join Time,"
    "Leave Time,Time in Session (minutes),Is Guest,Country/Region Name"
)


class EventPages(HubSpotPages):
    """Rows of the exports about courses, sessions and money."""

    def order(self, person: Person, day: date, status: str = "placed") -> str:
        """An Eventbrite order. Returns its id."""
        number = str(self.number("order", 660001))
        told = {"name": person.name, "first_name": person.first, "last_name": person.last, "email": person.email}
        cost = {"gross": {"display": "£45.00", "currency": "GBP", "value": 4500, "major_value": "45.00"}}
        row = {"id": number, "created": f"{day}T10:03:00Z", "changed": f"{day}T10:05:00Z", "event_id": "77101", **told}
        self.add("eventbrite_orders", {**row, "status": status, "time_remaining": None, "costs": cost})
        return number

    def question(self, text: str, *, required: bool = False) -> str:
        """A question that Harbour asks at Eventbrite. Returns its id."""
        number = str(self.number("question", 880001))
        asked = {"text": text, "html": f"<p>{text}</p>"}
        row = {"id": number, "event_id": "77101", "type": "text", "question": asked, "required": required}
        self.add("eventbrite_questions", {**row, "respondent": "attendee", "choices": []})
        return number

    def event_at(self, number: int, day: date) -> None:
        """A course that is sold at Eventbrite."""
        name = {"text": f"Observation course {number}", "html": f"Observation course {number}"}
        start, end = ({"timezone": "Europe/London", "utc": f"{day}T{hour}:00:00Z"} for hour in ("09", "15"))
        row = {"id": str(77100 + number), "name": name, "start": start, "end": end, "status": "completed"}
        self.add("eventbrite_events", {**row, "created": f"{day - 60 * DAY}T09:00:00Z", "online_event": False})

    def summary(self, person: Person, diet: str | None = None, **cells: str) -> str:
        """A line of the attendee summary that somebody downloaded. Returns the attendee's number."""
        number = str(self.number("attendee", 5530001))
        day = self.ago(self.rng.randint(20, 600))
        known = {
            "Order #": str(self.number("order", 660001)),
            "Order Date": f"{day:%d/%m/%y} 10:{self.rng.randint(10, 59)}",
            "First Name": person.first,
            "Surname": person.last,
            "Email": person.email,
            "Quantity": "1",
            "Ticket Type": "Standard",
            "Attendee #": number,
            "Order Type": "Eventbrite Completed",
            "Currency": "GBP",
            "Total Paid": "45.00",
            "Attendee Status": "Attending",
            DIET: diet,
            **cells,
        }
        self.add("eventbrite_summary", tuple(known.get(column) for column in SUMMARY))
        return number

    def order_line(self, person: Person, day: date) -> str:
        """A line of the orders report. Returns the order's number."""
        number = str(self.number("order", 660001))
        head = ("Observation course, part 1", "77101", number, f"{day:%d/%m/%Y} 10:20", person.first, person.last)
        self.add(
            "eventbrite_lines", (*head, person.email, "2", "Eventbrite Completed", "Completed", "GBP", "90.00", None)
        )
        return number

    def registered(self, person: Person, day: date, comments: str | None = None) -> tuple[str, str]:
        """A line of Zoom's registration report. Returns its key."""
        moment = f"{day:%b %d, %Y} 08:{self.rng.randint(10, 59)}:00"
        status = self.rng.choice(("Approved", "Approved", "Denied"))
        head = (person.first, person.last, person.email, person.phone, person.company, person.job_title)
        self.add("zoom_registration", (*head, comments, moment, status))
        return person.email, moment

    def attended(self, person: Person, day: date, country: str | None = None) -> tuple[str, str, str]:
        """A line of Zoom's attendee report. Returns its key."""
        joined, left = (f"{day:%b %d, %Y} {hour}:{self.rng.randint(10, 59)}:00" for hour in ("10", "11"))
        registered = f"{day - 9 * DAY:%b %d, %Y} 08:15:00"
        head = ("Yes", person.name, person.first, person.last, person.email, person.phone, registered, "approved")
        self.add("zoom_attendance", (*head, joined, left, "55", "Yes", country))
        return person.email, person.name, joined

    def participant(self, person: Person, day: date, registrant: str = "") -> tuple[str, str, str]:
        """Somebody in the participants' report. Returns the row's key."""
        number, joined = str(self.number("participant", 16778240)), f"{day}T10:01:00Z"
        told = {"name": person.name, "user_email": person.email, "registrant_id": registrant, "status": "in_meeting"}
        row = {"webinar_id": "84100", "id": "", "user_id": number, "join_time": joined, "duration": 3300, **told}
        self.add("zoom_participants", {**row, "leave_time": f"{day}T10:56:00Z", "failover": False})
        return "84100", number, joined

    def asked(self, person: Person, question: str, day: date) -> tuple[str, str, str, str]:
        """A question put in a webinar. Returns the row's key."""
        one = {"question": question, "answer": "Answered in the session.", "create_time": f"{day}T10:20:00Z"}
        row = {"webinar_uuid": "wb1==", "email": person.email, "name": person.name}
        self.add("zoom_questions", {**row, "question_details": [one]})
        return "wb1==", person.email, person.name, question

    def voted(self, person: Person, answer: str, day: date) -> tuple[str, str, str, str]:
        """A vote in a webinar's poll. Returns the row's key."""
        question = "How many staff do you observe a year?"
        one = {"question": question, "answer": answer, "polling_id": "p1", "date_time": f"{day}T10:30:00"}
        row = {"webinar_uuid": "wb1==", "email": person.email, "name": person.name}
        self.add("zoom_votes", {**row, "question_details": [one]})
        return "wb1==", person.email, person.name, question

    def recording(self, day: date, *kinds: str) -> list[tuple[str, str, str, str]]:
        """A recorded session with one file of each kind, MP4 or TIMELINE. Returns the rows' keys."""
        uuid, start = f"rec{self.number('recording', 1)}==", f"{day}T10:00:00Z"
        files, keys = [], []
        for kind in kinds:
            number = f"rf{self.number('recorded', 1)}"
            one = {"id": number, "file_type": kind, "file_extension": kind, "file_size": 90_000, "status": "completed"}
            one |= {"recording_start": start, "recording_end": f"{day}T11:00:00Z", "recording_type": kind.lower()}
            if kind == "MP4":
                one["play_url"] = f"https://zoom.example/rec/play/{number}"
            files.append(one)
            keys.append((uuid, kind, start, number))
        meeting = {"uuid": uuid, "id": 84100, "topic": "Observation, live", "start_time": start, "duration": 60}
        self.add("zoom_recordings", {**meeting, "recording_files": files})
        return keys

    def payment(self, payer: str, invoice: str, day: date, **more: Any) -> str:
        """A payment of a Xero invoice. Returns its id."""
        number = f"3a7b0c00-0000-4000-8000-{self.number('payment', 1):012d}"
        of = {"InvoiceID": invoice, "Type": "ACCREC", "Contact": {"ContactID": payer}}
        row = {"PaymentID": number, "Date": xero_date(day), "Amount": 100.0, "Status": "AUTHORISED", "Invoice": of}
        self.add("xero_payments", {**row, "PaymentType": "ACCRECPAYMENT", "IsReconciled": True, **more})
        return number

    def noted(self, payer: str, details: str, day: date) -> tuple[str, str, str]:
        """A note in the history of a Xero contact. Returns the row's key."""
        moment = xero_date(day)
        record = {"Changes": "Note", "DateUTC": moment, "User": "Accounts", "Details": details}
        self.add("xero_history", {"ContactID": payer, "HistoryRecords": [record]})
        return payer, moment, "Note"

    def attached(self, payer: str, name: str) -> str:
        """A file attached to a Xero contact. Returns its id."""
        number = f"4a7b0c00-0000-4000-8000-{self.number('attached', 1):012d}"
        one = {"AttachmentID": number, "FileName": name, "MimeType": "application/pdf", "ContentLength": 40_211}
        self.add("xero_attachments", {"ContactID": payer, "Attachments": [one]})
        return number
