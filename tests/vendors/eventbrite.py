"""Eventbrite as its API describes it: orders can be read; no call deletes one."""

from tests.vendors.standin import Standin


class Eventbrite(Standin):
    def __init__(self):
        super().__init__()
        self.orders = {}

    def reply(self, method, path, query, body):
        match method, path.strip("/").split("/"):
            case "GET", ["v3", "users", "me"]:
                return 200, {"id": "u"}, {}
            case "GET", ["v3", "orders", number]:
                if number not in self.orders:
                    return 404, {"error": "NOT_FOUND"}, {}
                return 200, {"id": number}, {}
            case (("DELETE" | "POST"), _):
                return 405, {"error": "METHOD_NOT_ALLOWED"}, {}
        return 404, {"error": "NOT_FOUND"}, {}
