"""Geographic coordinates to a few hundred metres or better: pairs of decimal degrees, or columns named so."""

from __future__ import annotations

from collections.abc import Sequence

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer

from scanners.whole import Whole, matcher

CATEGORY = "user.location.precise"
COLUMN = "shape"
NEEDS = r"\d\.\d{4}"

FOUND = (
    ("last seen at 51.507351, -0.127758 on foot", "51.507351, -0.127758"),
    ("https://maps.example/?q=53.480759,-2.242631", "53.480759,-2.242631"),
    ("parked at 51.5074° N, 0.1278° W", "51.5074° N, 0.1278° W"),
)
LEFT = ("rates 1.5, 2.5", "costs 51.50, 12.75", "versions 10.4.3, 11.2.1", "0.9912, 0.8871 of the samples")

_LATITUDE = r"[-+]?(?:[1-8]?\d|90)\.\d{4,15}"
_LONGITUDE = r"[-+]?(?:1[0-7]\d|180|\d?\d)\.\d{4,15}"
_BOTH = rf"{_LATITUDE}(?:°? ?[NS])?°?\s{{0,2}}[,;/ ]\s{{0,2}}{_LONGITUDE}(?:°? ?[EW]\b)?"
_PAIR = matcher(rf"(?:POINT ?)?\(?{_BOTH}\)?|\{{.*lat.*:.*\d\.\d{{4,}}.*\}}")
_DEGREES = matcher(r"[-+]?\d{1,3}\.\d{3,15}|[-+]?\d{1,3}° ?\d{1,2}['\u2032].*")
_DECIMAL = matcher(r"-?\d{1,3}\.\d{4,15}")


def _two_columns(latitudes: Sequence[str], longitudes: Sequence[str]) -> str | None:
    """Two columns of long decimals, one in the latitudes of the British Isles and one in their longitudes."""
    both = []
    for values, low, high in ((latitudes, 49.8, 60.9), (longitudes, -8.7, 2.0)):
        numbers = [float(v) for v in values if _DECIMAL(v)]
        if len(numbers) < max(5, 0.9 * len(values)) or not all(low <= n <= high for n in numbers):
            return None
        both.append(numbers)
    if min(both[1]) >= 0:
        return None
    return "beside each other, one in the latitudes and one in the longitudes of the British Isles"


WHOLE = Whole(
    called="geographic coordinates",
    is_one=lambda value: len(value) <= 200 and _PAIR(value),
    loose=_DEGREES,
    header=r"\b(?:lat(?:itude)?|lng|lon(?:g(?:itude)?)?|lat ?l(?:o)?ng|lat ?lon|coord(?:inate)?s?|geo ?(?:point|"
    r"location|loc)?|gps(?: ?(?:lat|lon|long|lng))?|location|position|x coord|y coord)\b",
    against=r"\b(?:venue|store|office|branch|site|depot|station|shop|stop|city|name|description|delay|list)\b",
    pair=_two_columns,
    fewest=2,
)


def recogniser() -> EntityRecognizer:
    """Pairs of decimal degrees."""
    pattern = Pattern("pair", rf"(?<![\d.])(?=[^,;/ ]{{0,4}}[1-9]){_BOTH}(?![\d.])", 0.3)
    return _Pairs(supported_entity="COORDINATES", name="coordinates", patterns=[pattern])


class _Pairs(PatternRecognizer):
    """A pair in which both are of less than one degree is more likely a pair of shares."""

    def validate_result(self, pattern_text: str) -> bool:
        """Whether one of the numbers is of ten degrees or more."""
        return any(
            len(part.split(".")[0].strip("+-")) >= 2
            for part in pattern_text.replace(";", ",").replace(" ", ",").split(",")
            if "." in part
        )
