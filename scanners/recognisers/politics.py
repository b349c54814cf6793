"""Political opinion and party membership (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser, phrases

CATEGORY = "user.demographic.political_opinion"

FOUND = (
    ("He is a Labour Party member", "Labour Party member"),
    ("She votes Conservative", "votes Conservative"),
    ("I campaigned for the Lib Dems last year", "campaigned for the Lib Dems"),
    ("Stood as a Green Party candidate", "Stood as a Green Party"),
    ("known for his left-wing views", "left-wing views"),
    ("voted Leave in the referendum", "voted Leave in the referendum"),
    ("My uncle is a lifelong Tory", "Tory"),
    ("a member of Plaid Cymru", "member of Plaid Cymru"),
)
LEFT = (
    "At a conservative estimate, forty delegates",
    "Labour costs rose in March",
    "parts and labour included",
    "The green form is on your desk",
    "We vote on the agenda at ten",
    "office politics",
    "The left wing of the building is closed",
    "Conservative growth forecast",
    "a liberal supply of coffee",
    "She left the party early",
    "a third party supplier",
    "No political affiliation",
    "republican era furniture",
)
UNDER = (("political_opinion", "Centrist", "Centrist"),)

_PARTY = (
    r"(?:labour|conservatives?|tor(?:y|ies)|lib dems?|liberal democrats?|greens?|reform(?: uk)?|snp|ukip|"
    r"plaid cymru|sinn fein|dup|sdlp|brexit|"
    r"scottish national|alliance|workers|socialist|communist|republicans?|democrats?|democratic|bnp|women's equality)"
)
STATED = phrases(
    r"""
    <party> (?:party )?(?:member|supporter|voter|activist|councillor|candidate|canvasser|donor|membership|\
      campaigner|volunteer)s? ;
    (?:votes?|voted|voting) (?:for )?(?:the )?<party>(?: party)? ; voted (?:leave|remain)(?: in the referendum)? ;
    (?:member|supporter|chair|treasurer) of (?:the )?<party>(?: party)? ;
    (?:campaign(?:s|ed|ing)?|canvass(?:es|ed|ing)?|door knock(?:s|ed|ing)?|leafleted|stood|standing) (?:for|\
      as) (?:the |a )?<party>(?: party)? ;
    supports? (?:the )?<party> party ;
    (?:lifelong|die hard|staunch|proud|a|former) (tory|socialist|communist|marxist|anarchist|libertarian|\
      brexiteer|remainer|corbynista|trotskyist|fascist|nationalist|conservative voter|leftist|liberal democrat) ;
    (?:is|am|i'm|he's|she's) (?:a |an )?(?:\w+ )?(tory|socialist|communist|marxist|anarchist|libertarian|\
      brexiteer|remainer|fascist|leftist|thatcherite|social democrat|unionist|republican|democrat) ;
    (?:left|right) wing (?:views|politics|activist|opinions|extremist|beliefs) ;
    far (?:right|left)(?: (?:views|activist|group))? ;
    ((?:left|right) wing) (?:views|politics|activist|opinions|beliefs|voter) ;
    politically (?:left|right|conservative|active|liberal) ;
    (?:is|am|i'm|he's|she's|are) (?:a |very |quite )?((?:left|right) wing) ;
    (?:left|right) wing (?:person|man|woman|colleague|family) ; (?:socially|fiscally) (?:liberal|conservative) ;
    pro brexit ; anti brexit ; extinction rebellion (?:member|activist|supporter) ;
    just stop oil (?:member|activist|supporter) ;
    joined the (?:labour|conservative|green|liberal democrat|communist|socialist) party ; party political activist ;
    """,
    party=_PARTY,
)
GUARDS = phrases(
    r"""
    (?:votes?|voted|voting) (?:for )?(?:the )?(?:reform|alliance|greens?|workers)(?: (?:of|in|to|option|form|\
      package|button|proposal)\w*) ;
    alliance member ; workers (?:candidate|supporter|member|volunteer) ; republican era ;
    reform (?:member|candidate)(?! of parliament) ;
    """
)
HEADERS = phrases(
    r"""
    political (?:opinions?|views?|party|affiliation|beliefs?|persuasion) ; party (?:membership|affiliation) ;
    """
)


def recogniser() -> EntityRecognizer:
    """Words of party and conviction."""
    return TermRecogniser("politics", stated=STATED, guards=GUARDS, headers=HEADERS)
