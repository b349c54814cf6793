"""HubSpot as its documentation describes it: gdpr-delete (204), archived records for 90 days, merged ids."""

from tests.vendors.standin import Standin


class HubSpot(Standin):
    def __init__(self):
        super().__init__()
        self.contacts, self.archived, self.merged, self.blocked = {}, {}, {}, set()
        self.tickets, self.tickets_archived = {}, {}
        self.history = {}

    def reply(self, method, path, query, body):
        match method, path.strip("/").split("/"):
            case "GET", ["crm", "v3", "objects", "contacts"]:
                return 200, {"results": [{"id": n} for n in list(self.contacts)[:1]]}, {}
            case (("GET" | "PATCH"), ["crm", "v3", "objects", ("contacts" | "tickets") as kind, number]):
                return self._one(method, kind, self.merged.get(number, number), query, body)
            case "DELETE", ["crm", "v3", "objects", "tickets", number]:
                if not self.lies and number in self.tickets:
                    self.tickets_archived[number] = self.tickets.pop(number)
                return 204, None, {}
            case "POST", ["crm", "v3", "objects", "contacts", "gdpr-delete"]:
                number = body["objectId"]
                if not self.lies:
                    gone = self.contacts.pop(number, None) or self.archived.pop(number, None)
                    if gone:
                        self.blocked.add(gone["email"])
                return 204, None, {}
        return 404, {"category": "NOT_FOUND"}, {}

    def _one(self, method, kind, number, query, body):
        live, archived = (self.contacts, self.archived) if kind == "contacts" else (self.tickets, self.tickets_archived)
        among = archived if query.get("archived") == "true" else live
        if number not in among:
            return 404, {"category": "OBJECT_NOT_FOUND"}, {}
        if method == "PATCH" and not self.lies:
            among[number].update(body["properties"])
        said = {"id": number, "properties": among[number], "archived": among is archived}
        if names := query.get("propertiesWithHistory"):
            former = self.history.get(number, {})
            said["propertiesWithHistory"] = {name: former.get(name, []) for name in names.split(",")}
        return 200, said, {}
