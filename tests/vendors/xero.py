"""Xero as its documentation describes it: contacts are archived, never deleted; GDPRREQUEST is Xero's own to set."""

from tests.vendors.standin import Standin


class Xero(Standin):
    def __init__(self, tenant="t-1"):
        super().__init__()
        self.tenant, self.contacts, self.invoices = tenant, {}, {}
        self.fields, self.history = {}, {}
        """By contact: what it holds beside its status, and the texts of its history."""

    def allowed(self, headers):
        return super().allowed(headers) and headers.get("Xero-Tenant-Id") == self.tenant

    def reply(self, method, path, query, body):
        match method, path.strip("/").split("/")[2:]:
            case "GET", ["Organisation"]:
                return 200, {"Organisations": [{}]}, {}
            case "GET", ["Contacts", number] if number in self.contacts:
                return 200, {"Contacts": [self._contact(number)]}, {}
            case "GET", ["Invoices", number] if number in self.invoices:
                return 200, {"Invoices": [{"InvoiceID": number, "Status": self.invoices[number]}]}, {}
            case "GET", ["Contacts", number, "History"] if number in self.contacts:
                told = [{"Changes": "Edited", "Details": text} for text in self.history.get(number, [])]
                return 200, {"HistoryRecords": told}, {}
            case "POST", ["Contacts", number] if number in self.contacts:
                return self._posted(number, dict(body["Contacts"][0]))
        return 404, b"The resource you're looking for cannot be found", {}

    def _posted(self, number, given):
        wanted = given.pop("ContactStatus", self.contacts[number])
        if "GDPRREQUEST" in {wanted, self.contacts[number]} or given.get("Name") == "":
            return 400, {"ErrorNumber": 10, "Type": "ValidationException"}, {}
        if not self.lies:
            self.contacts[number] = wanted
            self._write(number, {name: value for name, value in given.items() if name != "ContactID"})
        return 200, {"Contacts": [{"ContactID": number, "ContactStatus": wanted}]}, {}

    def _write(self, number, given):
        """What is left out stays; of a list only the entries of the types that are named are written."""
        held = self.fields.setdefault(number, {})
        for name, value in given.items():
            if name not in KINDS:
                held[name] = value
                continue
            for entry in value:
                others = [one for one in held.get(name, []) if one[KINDS[name]] != entry[KINDS[name]]]
                before = [one for one in held.get(name, []) if one not in others]
                held[name] = [*others, {**(before[0] if before else {}), **entry}]

    def _contact(self, number):
        status = self.contacts[number]
        name = {"Name": "" if status == "GDPRREQUEST" else "Ada Example"}
        return {"ContactID": number, "ContactStatus": status, **name, **self.fields.get(number, {})}


KINDS = {"Phones": "PhoneType", "Addresses": "AddressType"}
