"""HubSpot beside contacts and e-mail events: lists exported by hand, forms, engagements, opt-outs, histories, deals.

Here: one method a table, with a clean record as the default. Not here: contacts and events (``vendors``), or which
records break a promise (``planted_hubspot``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from examples.harbour.pages import DAY, Pages, millis
from examples.people import Person


def _words(names: str) -> list[str]:
    return names.split()


ASKED = _words(
    """
    hs_object_id hubspot_owner_id email salutation firstname lastname phone mobilephone fax company jobtitle
    address city state zip country website message date_of_birth gender marital_status military_status
    relationship_status school degree field_of_study graduation_date photo twitterhandle hs_facebookid
    hs_linkedinid ip_latlon ip_city ip_state ip_country ip_zipcode hs_language hs_analytics_first_url
    hs_analytics_last_url hs_analytics_num_page_views hubspotscore lifecyclestage hs_lead_status
    hs_analytics_source hs_latest_source hs_legal_basis hs_email_optout hs_marketable_status
    hs_email_quarantined hs_email_hard_bounce_reason hs_email_is_ineligible hs_emailconfirmationstatus
    createdate lastmodifieddate closedate notes_last_contacted notes_last_updated hs_email_last_send_date
    hs_email_last_open_date hs_email_last_click_date hs_email_last_reply_date hs_sales_email_last_replied
    hs_last_sales_activity_timestamp hs_analytics_last_visit_timestamp hs_latest_meeting_activity
    engagements_last_meeting_booked consent_method consent_date
    """
)
"""The properties that Harbour asks for: HubSpot gives each of them with every contact, null where it is empty."""

LISTED = (
    "Record ID",
    "First Name",
    "Last Name",
    "Email",
    "Phone Number",
    "Company Name",
    "Job Title",
    "Gender",
    "Message",
    "Lifecycle Stage",
    "Lead Status",
    "Legal basis for processing contact's data",
    "Unsubscribed from all email",
    "Create Date",
    "Last Modified Date",
    "Last marketing email open date",
)
PERSUADED = "Legitimate interest \N{EN DASH} prospect/lead"
TICKET = _words(
    "subject content hs_resolution source_type hs_pipeline hs_pipeline_stage hs_ticket_category hs_ticket_priority "
    "hubspot_owner_id createdate closed_date hs_lastmodifieddate last_reply_date hs_object_id"
)
DEAL = _words(
    "dealname description amount dealtype pipeline dealstage closed_lost_reason closed_won_reason hubspot_owner_id "
    "createdate closedate hs_lastmodifieddate hs_object_id"
)


class HubSpotPages(Pages):
    """Rows of HubSpot's other exports."""

    def listed(self, person: Person, **cells: str) -> str:
        """A line of a list that somebody exported as CSV. Returns its record id."""
        number = str(self.number("contact", 40101))
        day = self.ago(self.rng.randint(30, 900))
        known = {
            "Record ID": number,
            "First Name": person.first,
            "Last Name": person.last,
            "Email": person.email,
            "Phone Number": person.phone,
            "Company Name": person.company,
            "Job Title": person.job_title,
            "Lifecycle Stage": "Lead",
            "Lead Status": "New",
            "Legal basis for processing contact's data": PERSUADED,
            "Unsubscribed from all email": "false",
            "Create Date": f"{day} 09:{self.rng.randint(10, 59)}",
            "Last Modified Date": f"{day + 3 * DAY} 10:00",
            **cells,
        }
        self.add("hubspot_list", tuple(known.get(column) for column in LISTED))
        return number

    def form(self, person: Person, message: str | None, day: date, *, ticked: bool = True) -> str:
        """A form sent from the website. Returns the submission's id."""
        number = f"conv-{self.number('form', 60001)}"
        told = {"firstname": person.first, "lastname": person.last, "email": person.email, "message": message}
        values = [{"name": k, "value": v, "objectTypeId": "0-1"} for k, v in told.items() if v]
        if ticked:
            values.append({"name": "LEGAL_CONSENT.processing", "value": "true"})
        page = "https://www.harbour.example/guides/self-assessment"
        row = {"conversionId": number, "submittedAt": millis(day), "pageUrl": page, "values": values}
        self.add("hubspot_forms", row)
        return number

    def engagement(self, kind: str, day: date, *contacts: str, **metadata: Any) -> str:
        """A note, call, e-mail, meeting or task about contacts, by their ids. Returns its id."""
        number = self.number("engagement", 50001)
        head = {"id": number, "portalId": 62515, "active": True, "type": kind, "timestamp": millis(day), "ownerId": 77}
        head |= {"createdAt": millis(day), "lastUpdated": millis(day), "createdBy": 7, "modifiedBy": 7}
        head |= {"bodyPreview": str(metadata.get("body", ""))[:40]}
        about = {"contactIds": [int(c) for c in contacts], "companyIds": [], "dealIds": [], "ownerIds": []}
        self.add("hubspot_engagements", {"engagement": head, "associations": about, "metadata": metadata})
        return str(number)

    def opted_out(self, email: str, *, everything: bool = True) -> str:
        """A line of the export of unsubscribes and bounces. Returns the address, which is its key."""
        row = (email, None, "TRUE" if everything else None, None, None, None if everything else "TRUE", None)
        self.add("hubspot_optouts", row)
        return email

    def history(self, contact: str, name: str, value: str, day: date) -> tuple[str, str, str]:
        """A value that a property of a contact had. Returns the row's key."""
        moment = f"{day}T11:{self.rng.randint(10, 59)}:00.000Z"
        told = {"contactId": contact, "property": name, "value": value, "timestamp": moment, "sourceType": "CRM_UI"}
        self.add("hubspot_history", {**told, "sourceId": "userId:7", "updatedByUserId": 7, "archived": False})
        return contact, name, moment

    def merged(self, person: Person, contact: str, former: str, day: date) -> tuple[str, str]:
        """A contact of a former address merged into this one. Returns the row's key."""
        old = self.number("contact", 40101)
        audit = {
            "canonical-vid": int(contact),
            "vid-to-merge": old,
            "timestamp": millis(day),
            "user-id": 7,
            "num-properties-moved": 2,
            "first-name": person.first,
            "last-name": person.last,
            "merged_from_email": {"value": former, "source-type": "IMPORT", "selected": False},
            "merged_to_email": {"value": person.email, "source-type": "FORM", "selected": True},
        }
        self.add("hubspot_merges", {"vid": int(contact), "canonical-vid": int(contact), "merge-audits": [audit]})
        return contact, str(old)

    def ticket(self, contact: str, content: str, opened: date, closed: date | None = None) -> str:
        """A ticket of a contact. Returns its id."""
        more: dict[str, str | None] = {"subject": "Question", "content": content, "source_type": "EMAIL"}
        more |= {"hs_pipeline": "0", "closed_date": f"{closed}T15:00:00.000Z" if closed else None}
        return self._object("ticket", 30001, contact, opened, TICKET, more)

    def deal(self, contact: str, stage: str, opened: date, closed: date) -> str:
        """A deal with a contact. Returns its id."""
        more = {"dealname": "Compass licences", "amount": str(self.rng.randint(2, 40) * 100), "pipeline": "default"}
        more |= {"dealstage": stage, "closedate": f"{closed}T16:00:00.000Z"}
        return self._object("deal", 20001, contact, opened, DEAL, more)

    def _object(
        self, kind: str, first: int, contact: str, opened: date, asked: list[str], given: Mapping[str, str | None]
    ) -> str:
        number = str(self.number(kind, first))
        made = f"{opened}T09:30:00.000Z"
        known = {"hs_object_id": number, "createdate": made, "hs_lastmodifieddate": made, **given}
        self.add(
            f"hubspot_{kind}s",
            {
                "id": number,
                "createdAt": made,
                "updatedAt": made,
                "archived": False,
                "properties": {**dict.fromkeys(asked), **known},
                "associations": {"contacts": {"results": [{"id": contact, "type": f"{kind}_to_contact"}]}},
            },
        )
        return number
