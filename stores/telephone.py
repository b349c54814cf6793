"""Telephone numbers in one form, E.164, however a spreadsheet or a person wrote them: as SQL over a column.

What belongs here: the numbers of a region by the metadata of ``phonenumbers``. Source: ITU-T E.164.
"""

from __future__ import annotations

from phonenumbers import PhoneMetadata

from stores.quoting import literal

_ROUNDED = r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+"
"""4.47911E+11: a spreadsheet took a number for a quantity and dropped its digits; whose it was is not to be known."""
_EXTENSION = r"(?i)[ ,;]*(?:x|ext\.?|extension)[ .:]*\d{1,6}$"
_AS_DECIMAL = r"^(\+?\d+)\.0+$"


def e164(column: str, region: str) -> str:
    """SQL for a telephone number as plus and digits; NULL where there is none, or not one alone, or digits were lost.

    A number of the region may have lost its leading zero, or the plus before its country code. What is a number of no
    known form keeps its digits, without a plus.

    Args:
        column: SQL of type VARCHAR.
        region: ISO 3166-1 code of the country whose numbers have no country code.
    """
    known = PhoneMetadata.metadata_for_region(region)
    if known is None or known.general_desc is None:
        return f"nullif(regexp_replace({column}, '[^0-9]', '', 'g'), '')"
    code, own = str(known.country_code), literal(known.general_desc.national_number_pattern)
    abroad = known.international_prefix if str(known.international_prefix).isdecimal() else "00"
    trunk = known.national_prefix or ""
    bare = f"regexp_replace(regexp_replace(trim({column}), {literal(_EXTENSION)}, ''), {literal(_AS_DECIMAL)}, '\\1')"
    digits = f"regexp_replace(replace({bare}, '(0)', ''), '[^0-9+]', '', 'g')"
    there = f"regexp_replace(d, '^(\\+|00|{abroad})', '')"
    home = f"regexp_replace({there}, '^{code}{trunk}', '{code}')" if trunk and trunk != code else there
    cases = [
        "WHEN length(d) < 7 OR length(d) > 17 OR strpos(substr(d, 2), '+') > 0 THEN NULL",
        f"WHEN regexp_matches(d, '^(\\+|00|{abroad})') THEN '+' || {home}",
    ]
    if trunk:
        rest = f"substr(d, {len(trunk) + 1})"
        cases.append(f"WHEN starts_with(d, '{trunk}') AND regexp_full_match({rest}, {own}) THEN '+{code}' || {rest}")
    after = f"regexp_replace(d, '^{code}{trunk if trunk != code else ''}', '')"
    plain = f"substr(d, {len(code) + 1})"
    cases += [
        f"WHEN regexp_full_match(d, {own}) THEN '+{code}' || d",
        f"WHEN starts_with(d, '{code}') AND regexp_full_match({plain}, {own}) THEN '+' || d",
        f"WHEN starts_with(d, '{code}') AND regexp_full_match({after}, {own}) THEN '+{code}' || {after}",
    ]
    if trunk == "0":
        cases.append(f"WHEN starts_with(d, '0') THEN '+{code}' || substr(d, 2)")
    chosen = f"list_transform([{digits}], lambda d: CASE {' '.join(cases)} ELSE d END)[1]"
    return f"CASE WHEN NOT regexp_full_match(trim({column}), {literal(_ROUNDED)}) THEN {chosen} END"
