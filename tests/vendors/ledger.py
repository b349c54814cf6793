"""A contact in Xero's stand-in with fields, numbers and addresses, and the tables that its export has of it."""

from stores.table import Table
from tests.vendors.cases import xero

CONTACT = {
    "ContactID": "/ContactID",
    "Name": "/Name",
    "FirstName": "/FirstName",
    "BankAccountDetails": "/BankAccountDetails",
    "Phone": "/Phones/PhoneType=DEFAULT/PhoneNumber",
    "Website": "/Website",
}
ADDRESS = {"ContactID": "../ContactID", "AddressType": "/AddressType", "AddressLine1": "/AddressLine1", "City": "/City"}
NOTE = "ask for Zebulon at the counter"


def held():
    return {
        "FirstName": "Ada",
        "BankAccountDetails": NOTE,
        "Phones": [
            {"PhoneType": "DEFAULT", "PhoneNumber": "1234567", "PhoneAreaCode": "0113"},
            {"PhoneType": "MOBILE", "PhoneNumber": "7654321"},
        ],
        "Addresses": [
            {"AddressType": "STREET", "AddressLine1": "1 High Street", "City": "Leeds", "Country": "UK"},
            {"AddressType": "POBOX", "AddressLine1": "PO Box 9", "City": "York"},
        ],
    }


def in_ledger():
    case = xero()
    case.vendor.fields["c1"] = held()
    return case, Table(name="contacts", file="c.json", format="json", columns=CONTACT, key=("ContactID",))


def address():
    case, _ = in_ledger()
    case.key = ("c1", "STREET")
    key = ("ContactID", "AddressType")
    return case, Table(name="contact_addresses", file="c.json", format="json", columns=ADDRESS, key=key)
