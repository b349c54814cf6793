"""Writes Harbour's cabinet: its own lists, registers and documents, each below its store's folder.

Here: files and their columns. Not here: rows (``book``, ``cabinet``), the vendors' exports (``make_exports``).
"""

from __future__ import annotations

from pathlib import Path

from examples.harbour.book import Book
from examples.writers import age, write_csv, write_document, write_lines, write_xlsx

REGISTERS_DAYS_OLD = 6
TELEPHONE_DAYS_OLD = 40
EXTRACTS_DAYS_OLD = 20
APPLICATIONS = (
    "application_id exercise_id exercise_completed_at applicant_name email phone cv_path applied_at outcome outcome_at "
    "reference_informed_at dbs_requested_at dbs_certificate_no notes"
)
CALLS = "call_id started_at direction number contact_email contact_id agent campaign outcome ctps_checked_at notes"
LIST = "entry_id email phone channel scope reason source_system recorded_at"
COLUMNS = {
    "registers/requests": "request_id email right channel received_at identity_asked_at identity_ok_at "
    "clarification_asked_at clarified_at acknowledged_at extended_until decided_at decision ground closed_at "
    "stores_searched",
    "registers/holds": "hold_id email matter owner placed_on expires_on released_on",
    "registers/registrations": "reference authority registered_on expires_on",
    "recruitment/figures": "cell_id exercise_id gender ethnicity age_band disability stage n applicant_id",
    "recruitment/exercises": "exercise_id role opened_at completed_at",
    "hr/employees": "employee_id name work_email private_email phone address ni_number bank_account next_of_kin "
    "role_type status start_date leave_date",
    "hr/papers": "file_id employee_id name role_type doc_type status start_date leave_date created_at doc_path",
    "contracts/contracts": "contract_id client contact_name contact_email tenant_id start end retention_term_days "
    "signed status",
    "cookies/cookies": "name domain set_by expires_days party purpose linked_to_contact before_consent first_seen_at",
    "public_registers/ukrlp": "UKPRN ProviderName ProviderStatus ContactType PersonNameTitle PersonGivenName "
    "PersonFamilyName ContactRole AddressLine1 Town PostCode ContactTelephone1 ContactEmail ContactWebsiteAddress "
    "LastUpdated",
    "registers/processors": "processor_id provider service contract_ref signed_on country mechanism reviewed_on "
    "subprocessors_listed",
    "registers/disclosures": "disclosure_id recipient category purpose legal_ground subjects sent_at contract_id "
    "country mechanism paid_for",
    "registers/breaches": "breach_id kind description people_affected aware_at reportable notified_at reference "
    "people_told_at closed_at",
    "registers/assessments": "assessment_id kind subject_matter owner assessed_on review_on superseded_by",
    "registers/security_reviews": "review_id system reviewer reviewed_on next_review_on superseded_by findings",
    "registers/notice_versions": "version published_on significant summary told_on told_by sha256",
    "suppression/hashed": "entry_id identifier_hash identifier_type channel scope reason source_system recorded_at",
}
OFSTED = (
    "Web link,Provider URN,Provider UKPRN,Provider name,Provider type,Provider group,Local authority,Ofsted region,"
    "Inspection number,Inspection type,First day of inspection,Last day of inspection,Date published,"
    "Overall effectiveness"
)
FILES = {"hr/papers": "hr/personnel_files", "recruitment/figures": "recruitment/statistics"}
NOTE = (
    "Notes:",
    '"When you take your connections away, some addresses are missing: an owner may keep theirs back."',
    "",
)


def write(exports: Path, book: Book) -> None:
    """Write every file of the cabinet below ``exports``."""
    rows = book.rows
    for name, columns in COLUMNS.items():
        path = exports / f"{FILES.get(name, name)}.csv"
        write_csv(path, columns.split(), rows[name.split("/")[1]])
        if name.startswith("registers/"):
            age(path, REGISTERS_DAYS_OLD)
    applications = exports / "recruitment" / "applications.xlsx"
    write_xlsx(applications, "Applications", APPLICATIONS.split(), rows["applications"])
    # Two lines that nobody can read: one has a cell too many, one breaks off.
    ragged = [("SL499", None, None, "email", "marketing", "opt-out", "hubspot", book.ago(70), "x"), ("SL500", None)]
    write_csv(exports / "suppression" / "list.csv", LIST.split(), [*rows["suppression"], *ragged])
    calls = exports / "telephone" / "calls.csv"
    write_csv(calls, CALLS.split(), rows["calls"], encoding="cp1252", delimiter=";", crlf=True)
    age(calls, TELEPHONE_DAYS_OLD)
    ofsted = exports / "public_registers" / "ofsted.csv"
    write_csv(ofsted, OFSTED.split(","), rows["ofsted"], encoding="cp1252")
    for path in (ofsted, exports / "public_registers" / "ukrlp.csv"):
        age(path, EXTRACTS_DAYS_OLD)
    connections = exports / "linkedin" / "Connections.csv"
    names = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
    write_csv(connections, names, rows["connections"])
    write_lines(connections, [*NOTE, *connections.read_text(encoding="utf-8").splitlines()])
    for folder in ("recruitment", "hr"):
        for name, data in rows[f"documents/{folder}"]:
            write_document(exports / folder / name, data)
