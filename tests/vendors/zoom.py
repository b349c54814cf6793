"""Zoom as its API describes it: registrants by webinar; recordings to the trash unless action=delete; ids encoded twice."""

from urllib.parse import unquote

from tests.vendors.standin import Standin


class Zoom(Standin):
    def __init__(self):
        super().__init__()
        self.registrants, self.recordings, self.trash = {}, {}, {}

    def reply(self, method, path, query, body):  # noqa: C901, PLR0911 - a call a return
        steps = path.strip("/").split("/")
        match method, steps[1:]:
            case "GET", ["users", "me"]:
                return 200, {"id": "u"}, {}
            case "GET", ["webinars", webinar]:
                known = {key[0] for key in self.registrants}
                return (200, {"id": webinar}, {}) if webinar in known else (404, {"code": 3001}, {})
            case _, ["webinars", webinar, "registrants", number]:
                if (webinar, number) not in self.registrants:
                    return 404, {"code": 3043}, {}
                if method == "DELETE":
                    if not self.lies:
                        self.registrants[webinar, ""] = {}
                        del self.registrants[webinar, number]
                    return 204, None, {}
                return 200, self.registrants[webinar, number], {}
            case "GET", ["meetings", meeting, "recordings"]:
                meeting = _meeting(meeting)
                if meeting not in self.recordings:
                    return 404, {"code": 3301}, {}
                return 200, {"recording_files": [{"id": n} for n in self.recordings[meeting]]}, {}
            case "DELETE", ["meetings", meeting, "recordings", number]:
                meeting = _meeting(meeting)
                if number not in self.recordings.get(meeting, []):
                    return 404, {"code": 3301}, {}
                if not self.lies:
                    self.recordings[meeting].remove(number)
                    if query.get("action", "trash") == "trash":
                        self.trash.setdefault(meeting, []).append(number)
                return 204, None, {}
        return 404, {"code": 300}, {}


def _meeting(sent):
    """The meeting, if it is encoded as it must be: twice where it begins with a slash or holds two."""
    once = unquote(sent)
    twice = unquote(once)
    needs = twice.startswith("/") or "//" in twice
    return twice if needs == (once != twice) else "not encoded as Zoom asks"
