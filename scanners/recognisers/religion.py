"""Religion and belief, stated, or implied by food, dress, worship and fasting (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser, phrases

CATEGORY = "user.demographic.religious_belief"

FOUND = (
    ("I am a practising Muslim and pray at noon", "Muslim"),
    ("Halal meal please", "Halal"),
    ("Kosher", "Kosher"),
    ("She is a Christian", "Christian"),
    ("Fasting for Ramadan that week", "Ramadan"),
    ("He is Jewish and cannot attend on Saturday", "Jewish"),
    ("Could we have a prayer room on site?", "prayer room"),
    ("A devout Catholic family", "Catholic"),
    ("My wife is a Jehovah's Witness", "Jehovah's Witness"),
    ("Religion: Quaker", "Quaker"),
    ("I'm an atheist", "atheist"),
)
LEFT = (
    "Christian will join the call at ten",
    "Spoke to Christian Black about the renewal",
    "Halal Foods Ltd",
    "Khan's Halal Restaurant, invoice 2231",
    "Sikh history and culture, course on Tuesdays",
    "Introduction to Islamic finance",
    "The platform is vendor-agnostic",
    "database agnostic design",
    "Trip to the Hindu Kush",
    "Christian Aid collection",
    "St Mary's Catholic Primary School",
    "Religion: none",
    "not religious",
    "Church Street, Leeds",
    "He follows the release notes religiously",
)
UNDER = (
    ("religion", "Christian", "Christian"),
    ("Religion or belief", "Jedi", "Jedi"),
)

_BEING = (
    r"(?:am|is|are|was|i'm|he's|she's|they're|we're|being|as|"
    r"raised|practi[sc]ing|devout|committed|strict|lapsed|identifies as|born again|both)"
)

STATED = phrases(
    r"""
    muslims? ; islam ; sunni ; shi'?a muslim ; jewish ; judaism ; orthodox jew ; (?:a|is) (jew) ; hindus? ;
    hinduism ; sikhs? ; sikhism ; buddhis(?:t|ts|m) ; jainism ; <being> (?:a )?(jain) ; jain faith ; roman catholics? ;
    catholics? ; protestants? ; church of england member ; anglicans? ; methodists? ; presbyterians? ;
    <being> (?:a )?(baptist) ; evangelical christians? ; born again christians? ; quakers? ; mormons? ;
    seventh day adventists? ; jehovah's witness(?:es)? ; greek orthodox ; russian orthodox ; atheists? ; atheism ;
    agnostic ; humanist ; <being> (?:a )?(pagan) ; wiccan ; rastafarian(?:s|ism)? ; zoroastrian ; bah[aá]'[ií] ;
    lutherans? ; evangelical ; hasidic ; taoist ; shinto(?:ist)? ; confucian(?:ist)? ; druze ; amish ; satanist ;
    rasta(?:fari)? ; shi'?as? ; spiritualist ; druid ; scientologist ; unitarian ; secularist ;
    <being> (?:a |an )?(?:very |strong )?(christian)(?! (?:[a-z]+ )?(?:from|in accounts|will|who is our)) ;
    (?:a|practi[sc]ing|devout|committed|strict) (christian) ;
    christian (?:faith|beliefs?|values|family|background|upbringing|prayer) ; christianity ;
    (?:converted|converting) to (?:islam|judaism|christianity|catholicism) ;
    religious (?:beliefs?|reasons|grounds|observance|holidays?|festivals?) ; (?:my|her|his|their) (faith|religion) ;
    """,
    being=_BEING,
)
IMPLIED = phrases(
    r"""
    halal ; kosher ; ramadan ; prayer (?:room|times?|space|breaks?) ; friday prayers ;
    (?:goes|go|going|went|attends?|attending|member of|worships at) (?:to )?(?:a |the |her |his |my |our |\
      their |local )*(church|mosque|synagogue|temple|gurdwara|chapel|mass) ;
    (?:wears?|wearing|wear) (?:a |the |her |his |my )?(hijab|niqab|burqa|turban|kippah|kirpan|headscarf|crucifix) ;
    shabbat ; sabbath ;
    (?:off for|for|during|celebrat\w+|observ\w+) (eid|diwali|passover|yom kippur|rosh hashanah|vaisakhi|hanukkah) ;
    no pork ;
    """
)
GUARDS = phrases(
    r"""
    (?:sikh|hindu|jewish|islamic|muslim|buddhist|christian|catholic) (?:history|culture|heritage|art|music|\
      architecture|cuisine|community centre|temples?) ;
    hindu kush ;
    (?:\w+) agnostic (?:platform|design|system|tool|solution|software|approach|architecture|product|format)s? ;
    (?:vendor|platform|database|cloud|device|technology|language|tool|supplier|hardware|browser|sector|product|\
      software|channel|format|source|model|system) agnostic ;
    agnostic (?:to|about|of|as to|on|platform|design|system|tool) ;
    islamic (?:art|finance|banking|studies|relief|state|republic|history|architecture) ;
    church (?:of england )?(?:street|road|lane|hall|farm|school|primary) ;
    christian (?:aid|name|names|era|union|louboutin|dior|science monitor) ;
    catholic (?:church|school|primary|academy|college|high|diocese|university|tastes?) ;
    methodist (?:church|school|central hall|chapel) ; jewish (?:museum|chronicle|care) ;
    muslim (?:aid|council|news) ; hindu (?:times|temple trust) ; good faith ;
    religious (?:studies|education|holiday calendar) ; leap of faith ; (?:in|of) good faith ; baptist church ;
    quaker (?:oats|porridge) ;
    """
)
CASED_GUARDS = phrases(
    r"""
    (?:[Aa]s|[Ii]s|[Ww]as|[Aa]m|'m) Christian (?!(?:Orthodox|Scientist|Democrat)\b)[A-Z][a-z]+ ;
    (?:is|was) Christian(?:'s|,| from| in | at | on ) ; M(?:r|s|rs) \w+ ;
    """
)
HEADERS = phrases(
    r"""
    religions? ; religious (?:belief|affiliation|background)s? ; faith ; belief ;
    """
)
NOTHING = phrases(
    r"""
    no religion ; no belief ; secular ;
    """
)


def recogniser() -> EntityRecognizer:
    """Words of religion and belief."""
    return TermRecogniser(
        "religion",
        stated=STATED,
        implied=IMPLIED,
        guards=GUARDS,
        cased_guards=CASED_GUARDS,
        headers=HEADERS,
        nothing=NOTHING,
    )
