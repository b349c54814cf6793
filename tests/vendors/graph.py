"""Microsoft Graph as its documentation describes it: permanentDelete moves to Purges, and a hold keeps it there."""

import re
from urllib.parse import unquote

from tests.vendors.standin import Standin


class Graph(Standin):
    def __init__(self, user="desk@mail.example"):
        super().__init__()
        self.user, self.messages, self.purges, self.attachments = user, {}, {}, {}

    def reply(self, method, path, query, body):  # noqa: PLR0911 - a call a return
        steps = [unquote(step) for step in path.strip("/").split("/")]
        if steps[:3] != ["v1.0", "users", self.user]:
            return 404, {"error": {"code": "ErrorInvalidUser"}}, {}
        match method, steps[3:]:
            case "GET", ["mailFolders", "inbox"]:
                return 200, {"id": "inbox"}, {}
            case "GET", ["messages"]:
                wanted = re.fullmatch(r"internetMessageId eq '(.*)'", query["$filter"]).group(1).replace("''", "'")
                found = [{"id": n, "internetMessageId": m} for n, m in self.messages.items() if m == wanted]
                return 200, {"value": found}, {}
            case "POST", ["messages", number, "permanentDelete"] if number in self.messages:
                if not self.lies:
                    self.purges[number] = self.messages.pop(number)
                return 204, None, {}
            case _, ["messages", number, "attachments", attachment] if (number, attachment) in self.attachments:
                if method == "DELETE":
                    if not self.lies:
                        del self.attachments[number, attachment]
                    return 204, None, {}
                return 200, {"id": attachment}, {}
        return 404, {"error": {"code": "ErrorItemNotFound"}}, {}
