"""Criminal convictions, offences and the results of checks for them (Art. 10; DPA 2018 s.11(2) counts allegations)."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser, phrases

CATEGORY = "user.criminal_history"

FOUND = (
    ("DBS: caution 2009", "DBS: caution"),
    ("has two unspent convictions", "unspent convictions"),
    ("He was convicted of fraud in 2015", "convicted of fraud"),
    ("police caution for shoplifting", "police caution"),
    ("Applicant disclosed a criminal record", "criminal record"),
    ("She was arrested on suspicion of theft", "arrested on suspicion"),
    ("served six months in prison", "served six months in prison"),
    ("my brother is on bail", "on bail"),
    ("previous drink-driving conviction", "drink-driving conviction"),
    ("Convictions: theft 2011", "theft 2011"),
)
LEFT = (
    "no convictions",
    "No unspent convictions or cautions",
    "She spoke with conviction",
    "the courage of his convictions",
    "DBS check requested",
    "DBS: clear",
    "DBS certificate number on file",
    "Criminal records check sent to the applicant",
    "passed his probation period",
    "Caution: hot surface",
    "proceed with caution",
    "charged with leading the project",
    "Convictions: none",
    "prison officer training contract",
    "Proceeds of crime module",
    "charged with VAT at 20%",
)
UNDER = (
    ("criminal_convictions", "Speeding 2018", "Speeding 2018"),
    ("unspent_convictions", "Yes", "Yes"),
)

_CRIME = (
    r"(?:theft|fraud|assault|burglary|robbery|murder|manslaughter|shoplifting|affray|arson|possession|drink driving|"
    r"drunk driving|dangerous driving|speeding|"
    r"drug (?:offences?|dealing|possession)|criminal damage|harassment|perjury|money laundering|"
    r"public order offences?|gbh|abh|rape|sexual (?:assault|offences?)|"
    r"stalking|embezzlement|blackmail|handling stolen goods|benefit fraud|tax evasion|false accounting|"
    r"domestic (?:violence|abuse)|an offence|a crime)"
)
STATED = phrases(
    r"""
    dbs(?: (?:check|result|certificate|disclosure|outcome))?\s?[:\-\u2013=]?\s?(?:(?:shows?|showed|revealed|reveals|\
      returned|came back with|with|disclosed) )?(?:an? |\w+ )?(?:cautions?|convictions?|positive|not clear|\
      flagged|barred|reprimand|warning|offences?|disclosure made) ;
    (?:dbs|enhanced disclosure) (?:failed|positive) ; (?:un)?spent convictions? ;
    (?:previous|prior|past|criminal|relevant|two|three|one|a|motoring|her|his|my|several|youth|recent|\
      old) (?:criminal )?(convictions?)(?! (?:that|politician|rate|and passion)) ;
    convictions? (?:for|of) (?:\w+ ){0,2}\w+ ;
    (?:drink driving|speeding|driving|theft|fraud|assault|drugs?|motoring) (?:conviction|offence|ban|charge)s? ;
    convicted (?:of|for) \w+ ;
    criminal (?:record|offence|offences|history|past|conviction|convictions|charges?|background) ;
    (?:charged with|guilty of|pleaded guilty to|accused of|arrested for|sentenced for|cautioned for|caution for|\
      jailed for|fined for|wanted for|suspected of|on trial for|investigated for) <crime> ;
    pleaded guilty ; found guilty ; police cautions? ; cautioned by (?:the )?police ; formal caution ;
    arrested(?: (?:on suspicion|for|last|in|by))? ; ex offender ; sex(?:ual)? offenders?(?: register)? ;
    young offenders?(?: institution)? ; (?:suspended|prison|custodial|jail) sentence ;
    community (?:order|service order|payback) ;
    served (?:time|\w+ (?:months?|years?|weeks?))(?: in (?:prison|jail))?(?= in (?:prison|jail)| for|$|\W) ;
    served \w+ (?:months?|years?|weeks?) in (?:prison|jail) ; released from (?:prison|jail|custody) ;
    (?:went to|been to|sent to|been in|is in|was in|time in) (prison|jail) ; probation officer ; on bail ;
    on remand ; on licence from prison ; electronic(?:ally)? tag(?:ged)? ; (?:banned|disqualified) from driving ;
    driving (?:ban|disqualification) ; barred list ; restraining order ; non molestation order ; asbo ; imprisoned ;
    incarcerated ; shoplifter ; county lines ;
    """,
    crime=_CRIME,
)
GUARDS = phrases(
    r"""
    criminal records? (?:checks?|bureau|office|policy|disclosure form) ;
    (?:with|courage of|strong|deep|real|religious|the|great|my|his|her|their|moral|\
      personal) (?:\w+ )?convictions? (?:that|is that|and) ;
    courage of (?:his|her|their|my|our|your) convictions? ;
    (?:spoke|speaks|argued|said|acts?|with) (?:\w+ )?with conviction ;
    criminal (?:offence|history|record) (?:policy|form|question|section|module|law) ; barred list check ;
    cardiac arrested ; arrested development ;
    dbs (?:check|certificate|disclosure) (?:requested|received|number|sent|applied|due|renewed|clear)\w* ;
    served \w+ (?:years?|months?) (?:as|on|with|in (?:the|our)) ; is (?:it|this) a criminal offence ;
    (?:it|which|that) is a criminal offence ;
    """
)
HEADERS = phrases(
    r"""
    (?:criminal |unspent |spent |previous )?convictions? ; criminal (?:record|history|offences?) ; offences? ;
    cautions?(?= ) ;
    """
)
NOTHING = phrases(
    r"""
    clear(?:ed)? ; no trace ; none recorded ; clean ; passed ; satisfactory ;
    """
)


def recogniser() -> EntityRecognizer:
    """Words of offences, convictions and check results."""
    return TermRecogniser("criminal_offence", stated=STATED, guards=GUARDS, headers=HEADERS, nothing=NOTHING)
