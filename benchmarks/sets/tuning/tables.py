"""The tuning tables: what each column is called, how its values are made, and its true category (None: not personal)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.sets.tuning import values as v

Maker = Callable[[Random], str]

EMAIL, PHONE, POST, STREET, ADDRESS = (
    *("user.contact.email", "user.contact.phone_number", "user.contact.address.postal_code"),
    *("user.contact.address.street", "user.contact.address"),
)
NAME, FIRST, LAST = "user.name", "user.name.first", "user.name.last"
NATIONAL, NHS = "user.government_id.national_identification_number", "user.health_and_medical.record_id"
DOB, AGE, GENDER = "user.demographic.date_of_birth", "user.demographic.age_range", "user.demographic.gender"
IP, DEVICE, AGENT, COOKIE = "user.device.ip_address", "user.device.device_id", "user.device", "user.device.cookie_id"
BANK, CARD, USER = "user.financial.bank_account", "user.financial.credit_card", "user.account.username"
PSEUDO, PRECISE, KEY, PASSWORD = (
    *("user.unique_id.pseudonymous", "user.location.precise"),
    *("user.authorization.credentials", "user.authorization.password"),
)

Column = tuple[str, tuple[Maker, ...], str | None]


@dataclass(frozen=True)
class Made:
    """One table: its name, and per column the header, the values and the true category."""

    name: str
    columns: dict[str, tuple[list[str], str | None]]


def c(headers: str, category: str | None, *makers: Maker) -> Column:
    """A column: its possible headers, separated by semicolons, its category, its makers (one is chosen)."""
    return headers, makers, category


PERSON = [
    c("First Name;first_name;FirstName;Forename;givenName;fname", FIRST, v.given),
    c("Last Name;surname;LastName;FAMILY_NAME;lname", LAST, v.family),
    c("Email;email_address;E-mail;EmailAddress;contact_email", EMAIL, v.email),
    c(
        "Phone;mobile;Tel No;telephone_number;PhoneNumber;Mobile Phone;contact_number",
        PHONE,
        v.mobile,
        v.landline,
        v.bare_mobile,
    ),
]
HOME = [
    c("Address 1;address_line_1;Street;street_address;addr1", STREET, v.street),
    c("City;town;Town/City", None, v.of(v.TOWNS)),
    c("Postcode;post_code;PostalCode;zip;pc", POST, v.postcode, v.postcode_run),
    c("Country;country_code", None, v.of(("United Kingdom", "GB", "Ireland", "France"))),
]
CREATED = c(
    "created_at;Created Date;CreateDate;date_added",
    None,
    v.recent("%Y-%m-%d"),
    v.recent("%d/%m/%Y"),
    v.recent("%Y-%m-%dT%H:%M:%SZ"),
)
STATUS = c("Status;state;lifecycle_stage", None, v.of(("Active", "Lapsed", "Prospect", "Customer")))
NOTES = c("Notes;comments;description", None, v.of(v.NOTES))

TABLES: dict[str, list[Column]] = {
    "contacts": [
        c("id;Contact ID;Record ID", None, v.digits(9)),
        *PERSON,
        c("Company;company_name;Account Name", None, v.of(v.COMPANIES)),
        c("Job Title;title;role", None, v.of(v.JOBS)),
        CREATED,
        STATUS,
        NOTES,
    ],
    "customers": [
        c("customer_id;CustomerNo", None, v.digits(6)),
        c("Name;customer_name;Full Name", NAME, v.full, v.comma, v.upper),
        *PERSON[2:],
        *HOME,
        c("total_spent;Lifetime Value", None, v.price),
    ],
    "orders": [
        c("Order;order_number;Name", None, v.order),
        c("Email;customer_email", EMAIL, v.email),
        c("Billing Name;billing_name", NAME, v.full),
        c("Shipping Address;ship_to_address", ADDRESS, v.address),
        c("Total;subtotal", None, v.price),
        c("SKU;Lineitem sku", None, v.sku),
        c("Lineitem name;product", None, v.of(v.PRODUCTS)),
        c("tracking_number;Tracking", None, v.digits(13)),
        CREATED,
    ],
    "employees": [
        c("Employee ID;EmpNo;payroll_number", None, v.digits(5)),
        c("Employee;Full Name;employee_name", NAME, v.full, v.comma),
        c("DOB;date_of_birth;Birth Date", DOB, v.birth("%d/%m/%Y"), v.birth("%Y-%m-%d"), v.birth("%d-%b-%Y")),
        c("NI Number;NINO;ni_no;National Insurance", NATIONAL, v.nino),
        c("Gender;sex", GENDER, v.of(("M", "F")), v.of(("Male", "Female", "Non-binary"))),
        c("Department;dept", None, v.of(("Sales", "Finance", "HR", "Operations", "IT"))),
        c("Job Title;position", None, v.of(v.JOBS)),
        c("Start Date;hire_date", None, v.recent("%d/%m/%Y")),
        c("Salary;annual_salary", None, v.digits(5)),
        c("Line Manager;manager", NAME, v.full),
    ],
    "payroll": [
        c("emp_id;Ref", None, v.digits(4)),
        c("Surname;last_name", LAST, v.family),
        c("Sort Code;sortcode;bank_sort_code", BANK, v.sort_code),
        c("Account Number;account_no;bank_account_number", BANK, v.digits(8)),
        c("UTR;utr_number", NATIONAL, v.tax),
        c("Gross;gross_pay", None, v.price),
        c("Tax Code;taxcode", None, v.of(("1257L", "BR", "D0", "1100T"))),
        c("Pay Date;period_end", None, v.recent("%Y-%m-%d")),
    ],
    "candidates": [
        c("Candidate;candidate_name;Applicant", NAME, v.full),
        c("Email Address;email", EMAIL, v.email),
        c("Mobile;phone", PHONE, v.mobile),
        c(
            "LinkedIn;linkedin_url",
            "user.contact.url",
            lambda r: f"https://www.linkedin.com/in/{v.dotted_user(r).replace('.', '-')}",
        ),
        c("Position;vacancy", None, v.of(v.JOBS)),
        c("Stage;outcome", None, v.of(("Applied", "Interview", "Rejected", "Offer"))),
        c("Interviewer;interviewed_by", NAME, v.full),
        c("cv_file;File name", None, lambda r: f"cv_{r.randint(1, 9999)}.pdf"),
        CREATED,
    ],
    "patients": [
        c("patient_id;MRN", None, v.digits(7)),
        c("NHS Number;nhs_no;NHSNumber", NHS, v.nhs_number),
        c("Patient Name;patient", NAME, v.comma, v.full),
        c("D.O.B.;dob;BirthDate", DOB, v.birth("%d/%m/%Y")),
        c("Age;age_years", AGE, lambda r: str(r.randint(0, 97))),
        c("Drug;prescribed", None, v.of(v.DRUGS)),
        c("Appointment;appt_date", None, v.recent("%d/%m/%Y %H:%M")),
        c("Room;clinic_room", None, lambda r: f"Room {r.randint(1, 20)}"),
    ],
    "pupils": [
        c("Forename;legal_forename", FIRST, v.given),
        c("Surname;legal_surname", LAST, v.family),
        c("ULN;uln", NATIONAL, v.learner),
        c(
            "Date of Birth;dob",
            DOB,
            v.day(date(2008, 1, 1), date(2019, 1, 1), "%d/%m/%Y"),
        ),
        c("Year Group;year", None, v.of(("7", "8", "9", "10", "11"))),
        c("Reg Group;form", None, v.of(("7A", "8B", "9C", "10D"))),
        c("Parent Email;parent_email", EMAIL, v.email),
        c("Parent/Carer;guardian", NAME, v.full),
        c("Emergency Contact Number;emergency_phone", PHONE, v.mobile),
    ],
    "payments": [
        c("payment_id;Transaction ID", None, lambda r: f"pi_{v.key(r)[:16]}"),
        c("Cardholder;cardholder_name", NAME, v.upper, v.full),
        c("Card Number;card_no;PAN", CARD, v.card),
        c("CVV;cvc", CARD, v.digits(3)),
        c("Card Expiry;card_expiry", CARD, lambda r: f"{r.randint(1, 12):02d}/{r.randint(25, 31)}"),
        c("Amount;amount", None, v.price),
        c("Currency;ccy", None, v.of(("GBP", "EUR", "USD"))),
        c("IBAN;iban", BANK, v.iban),
        CREATED,
    ],
    "access_log": [
        c("time;timestamp", None, v.recent("%d/%b/%Y:%H:%M:%S")),
        c("ip;client_ip;remote_addr;c-ip", IP, v.ip, v.ip6),
        c("user_agent;UserAgent;cs(User-Agent)", AGENT, v.agent),
        c("path;request;cs-uri-stem", None, v.link),
        c("status;sc-status", None, v.of(("200", "404", "301"))),
        c("bytes;size", None, v.digits(5)),
        c("remote_user;username;cs-username", USER, v.user),
        c("referer;referrer", None, lambda r: "https://www.example.com" + v.link(r)),
    ],
    "web_visitors": [
        c(
            "client_id;ga_client_id;_ga",
            COOKIE,
            lambda r: f"GA1.2.{r.randint(10**8, 10**10 - 1)}.{r.randint(1600000000, 1799999999)}",
        ),
        c("landing_page;page", None, v.link),
        c("device_id;idfa;advertising_id", DEVICE, v.guid),
        c("browser;device_category", None, v.of(("Chrome", "Safari", "Edge"))),
        c("city;geo_city", None, v.of(v.TOWNS)),
        c("sessions;pageviews", None, v.digits(2)),
        c("anonymous_id;visitor_id", COOKIE, v.guid),
    ],
    "users": [
        c("uid;id", None, v.guid),
        c("username;user_name;login", USER, v.user, v.dotted_user),
        c("email;mail", EMAIL, v.email),
        c("password;password_hash;pwd", PASSWORD, lambda r: "$2b$12$" + (v.key(r) + v.key(r))[:53], v.key),
        c("last_login_ip;ip_address", IP, v.ip),
        c("last_login;last_seen", None, v.recent("%Y-%m-%d %H:%M:%S")),
        c("api_key;token;access_token", KEY, v.key),
        c("role;user_role", None, v.of(("admin", "editor", "viewer"))),
        c("is_active;active", None, v.of(("true", "false"))),
    ],
    "newsletter": [
        c("EMAIL;Email Address;subscriber", EMAIL, v.email),
        c("FNAME;First name", FIRST, v.given),
        c("LNAME;Last name", LAST, v.family),
        c("email_md5;EMAIL_HASH;hashed_email;sha256_email", PSEUDO, v.digest("md5"), v.digest("sha256")),
        c("OPTIN_TIME;subscribed_at", None, v.recent("%Y-%m-%d %H:%M:%S")),
        c("MEMBER_RATING;rating", None, v.of("12345")),
        c("unsubscribe_link;Unsub URL", EMAIL, v.link_with_address),
    ],
    "drivers": [
        c("Driver;driver_name", NAME, v.full),
        c("Driving Licence;licence_no;driver_licence_number", "user.government_id.drivers_license_number", v.licence),
        c("Vehicle Reg;reg_no;VRM;registration", "user.government_id.vehicle_registration", v.plate),
        c("Make;vehicle_make", None, v.of(v.MAKES)),
        c("Mileage;odometer", None, v.digits(5)),
        c("MOT due;mot_expiry", None, v.recent("%d/%m/%Y")),
        c("lat;latitude", PRECISE, lambda r: f"{r.uniform(50.2, 57.5):.6f}"),
        c("lng;longitude;lon", PRECISE, lambda r: f"{r.uniform(-5.0, 1.5):.6f}"),
    ],
    "travel": [
        c("Passenger;traveller_name", NAME, v.upper),
        c("Passport No;passport_number", "user.government_id.passport_number", v.digits(9)),
        c("Passport Expiry;expires", None, v.recent("%d/%m/%Y")),
        c("From;origin", None, v.of(v.TOWNS)),
        c("To;destination", None, v.of(("Madrid", "Oslo", "Lyon", "Turin", "Ghent"))),
        c("Fare;price", None, v.price),
        c("Booking Ref;pnr", None, lambda r: v.key(r)[:6].upper()),
    ],
    "devices": [
        c("asset_tag;Asset", None, v.sku),
        c("MAC Address;mac;wifi_mac", DEVICE, v.mac),
        c("IMEI;imei", DEVICE, v.imei),
        c("Model;model", None, v.of(("iPhone 14", "Latitude 5440", "Galaxy S23", "ThinkPad X1"))),
        c("Assigned To;owner;assigned_user", NAME, v.full),
        c("OS Version;os_version;firmware", None, v.version),
        c("Purchase Date;bought", None, v.recent("%Y-%m-%d")),
    ],
    "products": [
        c("SKU;sku", None, v.sku),
        c("Name;product_name;title", None, v.of(v.PRODUCTS)),
        c("EAN;barcode", None, v.digits(13)),
        c("Price;rrp", None, v.price),
        c("Vendor;brand", None, v.of([*v.MAKES, "Harper", "Stanley", "Morris & Co"])),
        c("Colour;color", None, v.of(("Red", "Olive", "Hazel", "Rose", "Black", "Amber", "Ivory"))),
        c("Stock;qty", None, v.digits(3)),
        c("Weight;weight_kg", None, lambda r: f"{r.uniform(0.1, 40):.3f}"),
        c("version;build", None, v.version),
    ],
    "companies": [
        c("Company;name;Company Name", None, v.of(v.COMPANIES)),
        c("Company Number;crn", None, lambda r: f"0{r.randint(1000000, 9999999)}"),
        c("VAT No;vat_number", None, lambda r: f"GB{r.randint(100000000, 999999999)}"),
        c("Website;domain", None, lambda r: f"www.{r.choice(v.STREETS).lower()}{r.randint(1, 99)}.co.uk"),
        c("General Email;email", None, v.role),
        c("Industry;sector", None, v.of(("Retail", "Construction", "Education", "Health"))),
        c("Employees;headcount", None, v.digits(3)),
        c(
            "Founded;incorporated_on",
            None,
            v.day(date(1950, 1, 1), date(2023, 1, 1), "%d/%m/%Y"),
        ),
    ],
    "courses": [
        c("Course;course_title;name", None, v.of(v.COURSES)),
        c("Tutor;trainer;instructor", NAME, v.full),
        c("Venue;location", None, v.of(tuple(f"{t} Town Hall" for t in v.TOWNS))),
        c("Start;start_date", None, v.recent("%d/%m/%Y")),
        c("Places;capacity", None, v.digits(2)),
        c("Code;course_code", None, lambda r: f"C{r.randint(100, 999)}/{r.randint(1, 9)}"),
    ],
    "attendees": [
        c("Attendee;Attendee name;delegate", NAME, v.full),
        c("Email;Buyer Email", EMAIL, v.email),
        c("Ticket Type;ticket_class", None, v.of(("General Admission", "VIP", "Early Bird"))),
        c("Event Name;event", None, v.of(v.COURSES)),
        c("Order #;order_id", None, v.digits(10)),
        c("Company;Organisation", None, v.of(v.COMPANIES)),
        c("Cell Phone;phone", PHONE, v.american, v.mobile),
    ],
    "tickets": [
        c("Ticket;ticket_id", None, v.digits(5)),
        c("Requester;requester_name", NAME, v.full),
        c("Requester Email;email", EMAIL, v.email),
        c("Assignee;agent", NAME, v.full),
        c("Subject;title", None, v.of(v.NOTES)),
        c("Priority;priority", None, v.of(("Low", "High", "Urgent"))),
        c("Created;opened_at", None, v.recent("%Y-%m-%d %H:%M")),
        c("Satisfaction;csat", None, v.of("12345")),
    ],
    "invoices": [
        c("Invoice No;InvoiceNumber", None, lambda r: f"INV-{r.randint(1000, 99999)}"),
        c("Contact;ContactName;customer", NAME, v.full),
        c("Contact Name;Client", None, v.of(v.COMPANIES)),
        c("EmailAddress;email", EMAIL, v.email),
        c("Invoice Date;InvoiceDate", None, v.recent("%d/%m/%Y")),
        c("Due Date;DueDate", None, v.recent("%d/%m/%Y")),
        c("Total;Total", None, v.price),
        c("PO Number;reference", None, v.digits(8)),
        c("Account Code;nominal", None, v.of(("200", "400", "429"))),
    ],
    "members": [
        c("Member No;membership_number", None, v.digits(6)),
        c("Title;salutation", None, v.of(("Mr", "Mrs", "Ms", "Dr"))),
        c("Forename(s);forenames", FIRST, v.given),
        c("Surname;surname", LAST, v.family),
        c(
            "Marital Status;marital_status",
            "user.demographic.marital_status",
            v.of(("Single", "Married", "Divorced", "Widowed")),
        ),
        c("Age Band;age_group", AGE, v.of(("18-24", "25-34", "35-44", "45-54", "55-64", "65+"))),
        c("Home Tel;telephone", PHONE, v.landline),
        *HOME,
        c("Joined;join_date", None, v.recent("%d/%m/%Y")),
    ],
    "locations": [
        c("Site;name;branch_name", None, v.of(tuple(f"{t} Depot" for t in v.TOWNS))),
        c("Town;city", None, v.of(v.TOWNS)),
        c("Region;area", None, v.of(("North West", "Midlands", "Wales"))),
        c("Site Manager;manager", NAME, v.full),
        c(
            "Opened;opened_on",
            None,
            v.day(date(1990, 1, 1), date(2024, 1, 1), "%d/%m/%Y"),
        ),
    ],
    "donations": [
        c("Donor;donor_name;Supporter", NAME, v.full, v.comma),
        c("Donor Email;email", EMAIL, v.email),
        c("Gift Aid Address;home_address", ADDRESS, v.address),
        c("Amount;donation", None, v.price),
        c("Fund;campaign_name", None, v.of(("Roof Appeal", "Food Bank", "Winter Fund"))),
        c("Date;donated_on", None, v.recent("%d/%m/%Y")),
    ],
    "library": [
        c("Title;book_title", None, v.of(v.COURSES + v.PRODUCTS[:30])),
        c("Author;author", NAME, v.full, v.comma),
        c("ISBN;isbn", None, v.isbn),
        c(
            "Published;pub_date",
            None,
            v.day(date(1950, 1, 1), date(2024, 1, 1), "%d/%m/%Y"),
        ),
        c("Borrower;borrower_name", NAME, v.full),
        c("Shelf;shelf_mark", None, lambda r: f"{r.randint(100, 999)}.{r.randint(1, 99)}"),
    ],
}


def made(seed: int = 1) -> Iterator[Made]:
    """Every kind of table three times, with other headers, formats and sizes."""
    for turn in range(3):
        for name, spec in TABLES.items():
            r = Random(f"{seed}/{turn}/{name}")
            rows = r.choice((12, 40, 150, 400))
            columns: dict[str, tuple[list[str], str | None]] = {}
            for headers, makers, category in spec:
                header = r.choice(headers.split(";"))
                maker = r.choice(makers)
                values = sorted({maker(r) for _ in range(rows)})
                if len(values) > 20 and r.random() < 0.3:
                    values += r.sample(("n/a", "unknown", "-", "TBC", "see notes", "?"), 2)
                columns[header if header not in columns else f"{header} 2"] = (values, category)
            yield Made(name, columns)
