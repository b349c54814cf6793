"""Racial or ethnic origin; a nationality or a language alone is not one (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser, phrases

CATEGORY = "user.demographic.race_ethnicity"

FOUND = (
    ("Ethnicity: White British", "White British"),
    ("She describes herself as Black Caribbean", "Black Caribbean"),
    ("I am mixed race", "mixed race"),
    ("He is of Pakistani heritage", "Pakistani heritage"),
    ("As a Black woman I felt left out", "Black woman"),
    ("Comes from a Romany Gypsy family", "Romany Gypsy"),
    ("British Asian", "British Asian"),
    ("an applicant of South Asian origin", "South Asian origin"),
)
LEFT = (
    "black coffee, no sugar",
    "Two boxes of black ink and white paper",
    "Black Friday offers",
    "Spoke to Mr Black about the White House contract",
    "Mixed salad for lunch",
    "She is a French citizen",
    "The Asian market opened lower",
    "Race for Life registration",
    "The race starts at ten",
    "Chinese translation of the manual",
    "Black Country Housing Group",
    "blacklisted number",
    "Ethnicity: prefer not to say",
)
UNDER = (
    ("ethnicity", "White", "White"),
    ("Ethnic origin", "Any other background", "Any other background"),
)

_GROUP = (
    r"(?:african|caribbean|asian|south asian|east asian|indian|pakistani|bangladeshi|chinese|irish|jewish|arab|"
    r"turkish|polish|nigerian|ghanaian|"
    r"jamaican|somali|japanese|korean|vietnamese|filipino|latino|hispanic|native american|mediterranean|"
    r"middle eastern|kurdish|sri lankan|tamil|punjabi|bengali|"
    r"ethiopian|kenyan|iranian|persian|iraqi|afghan|cypriot|greek|italian|welsh|scottish|mixed|black|white|european|"
    r"west indian|ethnic)"
)
_WHO = (
    r"(?:m[ae]n|wom[ae]n|person|people|male|female|guy|lady|girl|boy|colleague|candidate|employee|applicant|learner|"
    r"student|delegate|child|children|kids?|famil(?:y|ies))"
)
STATED = phrases(
    r"""
    white (?:british|irish|other|english|european|scottish|welsh|caucasian) ;
    any other (?:white|black|asian|mixed|ethnic) background ;
    black (?:british|african|caribbean|american|or minority ethnic) ; black and minority ethnic ;
    (?:asian|indian|pakistani|bangladeshi|chinese) british ;
    british (?:asian|indian|pakistani|bangladeshi|chinese|african|caribbean) ;
    <group> (?:descent|origin|heritage|ancestry|ethnicity) ;
    mixed (?:race|heritage|ethnicity|parentage|white|ethnic group) ; dual heritage ; biracial ; bi racial ;
    multi ?racial ; afro caribbean ; african (?:caribbean|american) ; asian american ; romany(?: gypsy)? ; romani ;
    roma (?:community|heritage|background|gypsy|family) ; irish traveller ; gypsy(?: traveller)? ; white gypsy ;
    (?:black|white|asian|african|middle eastern|latin american|latine|indigenous|mixed|brown|hispanic|arab|\
      latin[oax]|south asian|east asian|caucasian) <who> ;
    (?:am|is|i'm|he's|she's|are|identif\w+ as) (black|brown|caucasian|hispanic|latin[oax])(?! (?:and white|\
      or white|ink|coffee|tea|in colour|leather|box|out|on|plastic|with)) ;
    (?:person|people|woman|women|man|men) of colou?r ; bame ; bme ; ethnic minorit(?:y|ies) ; minority ethnic ;
    ethnically \w+ ; aboriginal ; afro latin[oax] ; ashkenazi ; sephardi ; pacific islander ; native american ;
    first nations ; american indian ; alaska native ; native hawaiian ; desi ; bipoc ; aapi ; caucasian ;
    """,
    group=_GROUP,
    who=_WHO,
)
GUARDS = phrases(
    r"""
    black (?:friday|box|country|coffee|ink|tea|tie|belt|pepper|sea|forest|list|market|and white) ;
    black or white (?:ink|paper|copy) ; ethnically diverse ; gypsy (?:hill|moth|jazz) ;
    african american (?:history|museum|literature) ;
    (?:bame|bme|ethnic minorit(?:y|ies)) (?:network|strategy|policy|groups?) ; caucasian (?:rug|carpet)s? ;
    irish traveller movement ; is black (?:friday|box) ;
    """
)
HEADERS = phrases(
    r"""
    ethnicit(?:y|ies) ; ethnic (?:origin|group|background)s? ; race ethnicity ; racial (?:origin|background) ;
    race or ethnicity ;
    """
)


def recogniser() -> EntityRecognizer:
    """Words of racial and ethnic origin."""
    return TermRecogniser("ethnicity", stated=STATED, guards=GUARDS, headers=HEADERS)
