"""Files that are not where, or not what, they seem."""

from tests.stores.malformed.csv_files import CSV
from tests.stores.malformed.export import Case


def of_places():
    """Files that are not where, or not what, they seem."""

    def case(name, links, rows=-1, files=None, **table):
        return Case(f"place: {name}", "csv", files or {"u.csv": CSV}, rows, table, links=links)

    yield case("a link out of the folder", {"t.csv": "/etc/passwd"})
    yield case("a link up", {"t.csv": "../../../../etc/passwd"})
    yield case("a link to nothing", {"t.csv": "nowhere.csv"})
    yield case("a link to itself", {"t.csv": "t.csv"})
    yield case("a link to a device", {"t.csv": "/dev/zero"})
    yield case("a link into Abide's own state", {"t.csv": "../.abide/key"})
    yield case("a link inside", {"t.csv": "u.csv"}, 6)
    yield case("a folder of that name", {}, -1, {"t.csv/u.csv": CSV})
    yield case("a hidden file", {}, -1, {".t.csv": CSV})
