"""Xero as its documentation describes it: contacts are archived, never deleted; GDPRREQUEST is Xero's own to set."""

from tests.vendors.standin import Standin


class Xero(Standin):
    def __init__(self, tenant="t-1"):
        super().__init__()
        self.tenant, self.contacts, self.invoices = tenant, {}, {}

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
            case "POST", ["Contacts", number] if number in self.contacts:
                wanted = body["Contacts"][0]["ContactStatus"]
                if wanted == "GDPRREQUEST" or self.contacts[number] == "GDPRREQUEST":
                    return 400, {"ErrorNumber": 10, "Type": "ValidationException"}, {}
                if not self.lies:
                    self.contacts[number] = wanted
                return 200, {"Contacts": [{"ContactID": number, "ContactStatus": wanted}]}, {}
        return 404, b"The resource you're looking for cannot be found", {}

    def _contact(self, number):
        status = self.contacts[number]
        return {"ContactID": number, "ContactStatus": status, "Name": "" if status == "GDPRREQUEST" else "Ada Example"}
