"""Crisp as its REST API describes it: a profile and its conversations are deleted each by itself."""

from base64 import b64encode
from urllib.parse import unquote

from tests.vendors.standin import Standin


class Crisp(Standin):
    token = "Basic " + b64encode(b"of-the-eraser:key").decode()

    def __init__(self, website="w-1"):
        super().__init__()
        self.website, self.people, self.conversations, self.messages = website, {}, {}, {}

    def allowed(self, headers):
        return super().allowed(headers) and headers.get("X-Crisp-Tier") in {"user", "plugin"}

    def reply(self, method, path, query, body):
        steps = [unquote(step) for step in path.strip("/").split("/")]
        if steps[:3] != ["v1", "website", self.website]:
            return 404, {"error": True, "reason": "website_not_found", "data": {}}, {}
        match steps[3:]:
            case []:
                return 200, {"error": False, "reason": "resolved", "data": {"website_id": self.website}}, {}
            case ["people", "profile", person]:
                return self._one(method, self.people, person, body)
            case ["conversation", session]:
                answer = self._one(method, self.conversations, session)
                if method == "DELETE" and session not in self.conversations:
                    self.messages = {key: one for key, one in self.messages.items() if key[0] != session}
                return answer
            case ["conversation", session, "message", fingerprint]:
                return self._one(method, self.messages, (session, fingerprint))
        return 404, {"error": True, "reason": "not_found", "data": {}}, {}

    def _one(self, method, among, key, body=None):
        if key not in among:
            return 404, {"error": True, "reason": "not_found", "data": {}}, {}
        if method == "PUT":
            if not self.lies:
                among[key] = body
            return 200, {"error": False, "reason": "updated", "data": {}}, {}
        if method == "DELETE":
            if not self.lies:
                del among[key]
            return 200, {"error": False, "reason": "deleted", "data": {}}, {}
        return 200, {"error": False, "reason": "resolved", "data": among[key]}, {}
