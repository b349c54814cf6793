"""The kinds of promise that notices make, and the words by which each is known.

What belongs here: patterns over one sentence, its heading and the words that lead into its list. Which rule proves a
kind, and with which values, is said above. A sentence may make several promises; each is found by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.categories import is_special
from scanners.prose.data import keys, named
from scanners.prose.layout import Sentence
from scanners.prose.people import people
from scanners.prose.periods import open_ended, periods

KEEP = r"\b(?:keep|keeps|kept|retain\w*|retention|stored?|stores|storing|hold|held|holds|maintain|maintained|stays?|archiv\w+|preserv\w+)\b"
GONE = (
    r"\b(?:delet\w+|destr(?:oy\w*|uction)|eras(?:e|ed|ing)|remov(?:e|ed|ing)|dispos(?:e|ed|al)|anonymi[sz]ed?|gone|shred\w*|wip(?:e|ed)|"
    r"overwritten|purg\w+|leaves it|discard\w*|taken off|no longer (?:hold|keep))\b"
)
_GET = r"(?:collect\w*|receiv\w+|hold|holds|held|keep|keeps|kept|record|records|ask(?:ed)? (?:you |them )?for|need|needs|store|stores|process|gather\w*|note|notes|obtain\w*|include\w*|know|knows|tells? us|sees?|use|uses|require|send us|provide us|transmitted|write down|takes?|upload)"
_DATA = r"(?:personal |your |their |this |that |any |the |such |client |customer )*(?:information|data|details|records?)"
_WE = r"(?:we|our \w+|the (?:trust|charity|school|practice|company|college|clinic|council|shop|society))"
_RIGHT = r"(?:access|copy|copies|rectif\w+|correct\w*|amend|eras\w+|delet\w+|restrict\w*|portab\w+|object\w*|complain\w*|request\w*|rights?)"
_RIGHT_HEAD = r"\b(?:rights?|your choices|access|subject access|complain\w*|object|requests?)\b"


@dataclass(frozen=True)
class Sign:
    """How a kind of promise is known: words that must stand, words that must not, and where."""

    says: str
    unless: str = ""
    under: str = ""
    """Words that must stand in the heading, or in what leads into the list."""
    lead: bool = False
    """Whether ``says`` may be met by the list's lead and the item together."""


SIGNS: dict[str, tuple[Sign, ...]] = {
    "breach-clock": (
        Sign(r"\b(?:breach\w*|lost|leak\w*|incident|wrong person|hacked|compromised)\b.*\b(?:notif\w+|report\w*|tell|inform\w*|hears?)\b|\b(?:notif\w+|report\w*|tell|inform\w*)\b.*\bbreach\w*\b"),
    ),
    "hold": (
        Sign(r"(?:except|unless|save|but|longer|until|where|exception|need|if|or|and).*\b(?:legal (?:claims?|rights|proceedings|disputes?)|litigation|disputes?|lawsuits?|defen[cd]\w+|rights,? property or safety|court|investigation|matter is over)\b", unless=r"\blaw enforcement|right to|you have the|can (?:also )?complain"),
    ),
    "statutory-minimum": (
        Sign(r"(?:longer|unless|except|save|stipulat\w+|because|where|as|for).*\b(?:(?:law|legislation|statut\w+|hmrc|companies act|tax (?:law|rules)|regulations?|legal obligation)\b.*\b(?:keep|retain|hold|longer|require\w*|oblig\w+|stipulat\w+|says so|demands?|makes us)|(?:required|obliged|stipulated) (?:by|under|to)\b.*\b(?:law|legislation|statut\w+|hmrc|keep))", unless=r"disclos|\bshare"),
    ),
    "no-special-categories": (
        Sign(r"(?:\b(?:not|never|no|nothing|nor|none|don't|neither)\b.*)\b(?:special[- ](?:categor\w+)|sensitive (?:personal )?(?:data|information))"),
    ),
    "special-categories": (
        Sign(r"\bspecial[- ]categor\w+|sensitive (?:personal )?(?:data|information)|explicit consent|criminal (?:records?|convictions?|offences?)|\bdbs\b|disclosure and barring", unless=r"\b(?:do not|never|don't) (?:collect|hold|process|keep|ask)"),
    ),
    "children": (
        Sign(r"\b(?:not (?:aimed|intended|directed|meant|designed|offered)|do(?:es)? not knowingly|never knowingly|only (?:for|open to) (?:adults|people (?:aged|over)))\b.*\b(?:child\w*|under|minors?|young|adults|aged|over)|\bmeant for adults"),
    ),
    "lawful-basis": (
        Sign(r"\b(?:legal|lawful) (?:bas[ie]s|grounds?)\b|\blegitimate interests?\b|\bfair interest\b|performance of (?:a|our|the|your) contract|\bpublic task\b|\bvital interests\b|\brel(?:y|ies) on (?:your |their )?(?:explicit )?consent|\bthe basis is\b|because you (?:have )?(?:agreed|consented)|\blegal obligations?\b|with (?:[\w']+ ){0,3}consent\b", unless=r"\bright to|you (?:can|may) object|further information on|can be found|withdraw your consent|unless"),
        Sign(r"\b(?:consent|sign\w* a contract|agreed|opt-in|interest\w*)\b", under=r"\b(?:consent|contract|agreement|legitimate interests?|legal basis|lawful basis|interests pursued|grounds?)\b", unless=r"withdraw|right to|further information|can be found"),
        Sign(r".", under=r"\b(?:legitimate interests pursued|lawful bas[ie]s|legal bas[ie]s|interests .*(?:follow|are):)"),
    ),
    "interests-weighed": (
        Sign(r"\b(?:weigh\w*|balanc\w+|set it against|assess\w*)\b.*\b(?:interests?|rights)\b|\binterests?\b.*\b(?:weigh\w*|balanc\w+|set it against|assessment)\b|legitimate interests? assessment", unless=r"you have|you can|right to"),
    ),
    "consent-evidenced": (
        Sign(r"\b(?:show|prove|record|evidence|demonstrate|note)\b.*\bconsent|\bconsent\b.*\b(?:show|prove|record\w*|evidence|demonstrate)\b|opt-in tick box|tick(?:ed)?[- ]box|verbal consent|can show when and how"),
    ),
    "marketing-asked-for": (
        Sign(r"\b(?:marketing|newsletters?|promotion\w*|offers|news(?: of)?|updates|fundrais\w+|text messages|appeals)\b.*\b(?:only|if|where|unless|when) .{0,40}\b(?:consent|agree\w*|ask\w*|request\w*|opt(?:ed)?[- ]?in|permission|sign\w* up|said yes|ticked)\b|\b(?:only|if you|where you|unless you|which you have)\b.{0,60}\b(?:consent\w*|agree\w*|ask\w*|request\w*|opt(?:ed)?[- ]?in|permission|sign\w* up)\b.{0,80}\b(?:marketing|newsletters?|promotion\w*|offers|news|updates|texts?|fundrais\w+)", unless=r"\bcookies?\b|similar products|no marketing|object(?:ed)?\b|opt(?:ed)? out|unsubscrib"),
        Sign(r"\b(?:sign up|signed up|signs up|subscribe|subscriber|regist\w+|register)\b.{0,50}\b(?:newsletters?|updates|mailing list|receive (?:information|news|marketing|updates)|news\b|marketing)", unless=r"remain|unsubscrib|as long as|object|outlines|applies to|customers who"),
        Sign(r"\b(?:send|contact|call|ring|text|e-?mail|write to)\b.*\bmarketing\b|\bmarketing\b.*\b(?:by|through|via) (?:post|telephone|e-?mail|sms|text)|\bsimilar (?:products|services|goods|events)|marketing messages which you have", unless=r"not to|do not want|stop|object\w*|unsubscrib|no (?:longer|more)|opt(?:ed)?[- ]out|right to|never|none of|withdraw|once you|not send|legitimate interests?|not contact|looked|preference service"),
        Sign(r"privacy and electronic communications|\bpecr\b|\bno marketing\b.*\bbefore\b"),
    ),
    "cookies-agreed": (
        Sign(r"\bcookies?\b.*\b(?:refuse|decline|reject|consent|agree\w*|accept|opt[- ]out|disable|block|turn off|settings|allow|permission|choose|banner)\b|\b(?:refuse|decline|reject|consent|agree\w*|accept|disable|block|settings)\b.*\bcookies?\b"),
    ),
    "calls-screened": (
        Sign(r"\b(?:telephone preference|tps\b|ctps|preference services?|registers? of those who want none)"),
    ),
    "objection-respected": (
        Sign(r"\bunsubscrib\w*|\bopt(?:ing)?[- ]?out\b(?!.*\bkeep)|\b(?:stop|object\w*|withdraw\w*|change your mind|prevent us|no longer want|end that|ask us not)\b.*\b(?:marketing|newsletter|communications?|mailings?|receiv\w+|sending|messages|e-?mails?|calls?|consent|contact\w*|appeals|at any (?:time|point))\b|\b(?:marketing|newsletter)\b.*\b(?:object\w*|withdraw\w*|stop)\b|not to send you marketing|no more marketing|do(?:n't| not) want (?:to (?:hear|receive)|us to (?:contact|write|call))|once you have objected|nobody who has objected|\b(?:tell|ask) us to stop\b(?! using| processing)", unless=r"\bcookies\b|keep (?:your|the) contact|suppression|we (?:then )?keep\b|after you have opted out"),
        Sign(r"\bright to object\b|\bto object to\b|\bobject to our (?:data )?processing|may object\b"),
        Sign(r"\bsame goes for\b", under=r"marketing"),
    ),
    "suppressed-minimal": (
        Sign(r"\bsuppress\w+ list|\b(?:keep|retain|hold|keeps)\b.*\b(?:only to (?:ensure|make sure)|so that we (?:do not|don't|never)|to (?:ensure|make sure) (?:that )?(?:we|you)|to honour|to respect)\b.*\b(?:contact|again|marketing|write|mail\w*|choice|wish\w*)|\bopted out\b.*\b(?:keep|keeps|drops)"),
    ),
    "identity-asked": (
        Sign(r"\b(?:proof|evidence|confirm\w*|verify|prove|check) (?:of )?(?:your |who you are|the )?(?:identit\w+|id\b)|\bproof of identity|who (?:is asking|you are)\b.*\b(?:ask|check|request)"),
    ),
    "refusals": (
        Sign(r"\b(?:refus\w+|declin\w+|limited|unfounded|excessive)\b.*\b(?:requests?|exempt\w+|exceptions?|rights?|complain)\b|\b(?:rights?|requests?)\b.*\b(?:limited by|refuse|exceptions? appl|exempt)|\bif we refuse\b", unless="cookie"),
    ),
    "erasure-carried-out": (
        Sign(r"\b(?:ask|request|want|require)\w*\b.*\b(?:erase|delet\w+|remov\w+)\b.*\b(?:gone|(?:will|is|are) (?:be )?(?:erased|deleted|removed)|we (?:will )?(?:erase|delete|remove))\b|\bto be erased has gone\b"),
    ),
    "not-sold": (
        Sign(r"\b(?:not|never|don't|nor)\b.*\b(?:sell|sold|rent|trade|swap)\b"),
    ),
    "shared-only": (
        Sign(r"\b(?:not|never|nobody|no one|only|don't)\b.*\b(?:share|shared|disclos\w+|pass(?:ed)? (?:on|it|to|your)|third part\w+|sees anything|goes to others|given to|with (?:anyone|nobody)|(?:seen|read) (?:only )?by)\b", unless=r"\bsell\b(?!.*shar)|collect only|only collect"),
        Sign(r"\b(?:share|shares|shared|sharing|disclos\w+|pass(?:ed)?|transfer(?:red)?|we (?:may |will |must |also |sometimes )*(?:provide|give|supply|send|report)|(?:is|are|be) (?:provided|given|supplied|sent|reported))\b.*\b(?:with|to)\b.*\b(?:third part\w+|suppliers?|providers?|partners?|compan(?:y|ies)|agenc(?:y|ies)|authorit(?:y|ies)|police|regulators?|hmrc|courier|auditors?|advis[eo]rs?|insurers?|councils?|controllers|department|ofsted|hospitals?|gps?\b|banks?\b|examination boards?|printers?)\b", unless=r"\bnot\b|\bnever\b|\bfrom third parties|\bto us\b|you (?:share|provide|pass)|you have (?:provided|shared)|right to|outside (?:the )?(?:uk|united|eea|european)|rely on|unauthori[sz]ed"),
        Sign(r".", under=r"\b(?:share|disclos\w+|recipients)\b.*(?::$|\bfollowing\b.*:?$)"),
        Sign(r"\b(?:seen|read|visible) only (?:by|to)\b|\bgoes to others\b"),
        Sign(r"\b(?:entitles? them|on our (?:written )?(?:instructions?|behalf)|act on our|regulator, the police|law enforcement)\b"),
        Sign(r"\badvert\w* on facebook|custom audience"),
    ),
    "told-before-disclosure": (
        Sign(r"\b(?:reference|referees?|disclosure|criminal records?|dbs)\b.*\b(?:without (?:first )?(?:informing|telling|asking)|beforehand|only when you know|before we (?:do|ask)|tell you (?:first|before))"),
    ),
    "processor-contract": (
        Sign(r"\b(?:processors?|providers?|suppliers?|compan(?:y|ies)|contractors?|partners)\b.*\b(?:contracts?|agreements?|instructions?|bound|obliged|required to)\b", unless=r"software|performance of a contract|resellers?|between you and us|outside"),
        Sign(r"\b(?:under (?:a )?(?:written )?contract|follows? our (?:written )?instructions)\b", unless=r"outside"),
    ),
    "transfer": (
        Sign(r"\b(?:outside|beyond|overseas|abroad|international\w*)\b.*\b(?:uk|united kingdom|eea|european|eu|europe|britain|country|countries)\b|\b(?:servers?|stored?|transfer\w*|processed|transmitted|hosted|held|based)\b.*\b(?:united states|usa|u\.s\.|america|ireland|india|canada|australia|netherlands|germany|new zealand|philippines|singapore)\b|adequacy|standard contractual clauses|international data transfer|privacy shield|transfer agreement"),
        Sign(r"\bno \w+ leaves? the (?:uk|united kingdom|country)\b"),
        Sign(r"\b(?:never|not|only) (?:leaves?|leave|stored?|kept|held|processed)\b.*\b(?:uk|united kingdom|country)\b|\b(?:stored?|kept|held|stays?)\b.*\b(?:in|inside|within) the (?:uk|united kingdom)\b"),
    ),
    "source-told": (
        Sign(r"\b(?:received?|obtain\w*|collect\w*|get|gets|find|found|comes?|provided|tells? us|pass\w*|given|buy)\b.*\b(?:indirectly|from (?:third parties|other|public\w*|our suppliers|a reseller|resellers|partners|your (?:employer|school|gp|doctor|previous)|another|the (?:local authority|nhs)|credit)|(?:available )?public(?:ly)? (?:available )?(?:sources?|registers?|available)|linkedin|companies house|electoral|ofsted|through our suppliers|suppliers which)\b|\bpublicly available\b|\b(?:sent|given|passed|supplied) to us by\b|\bavailable public sources\b|\bpublic sources\b|\bindirectly\b|\bwhom we find\b|which reseller", unless=r"\bwe have received from third parties includes\b|not (?:buy|obtain|receive)"),
    ),
    "accurate": (
        Sign(r"\b(?:up[- ]to[- ]date|accurate|accuracy)\b", unless=r"\bright\b|notice|register|policy|registration|you (?:can|may)"),
        Sign(r"\b(?:addresses?|letters?|e-?mails?) .{0,30}\b(?:bounces?|comes back|returned)\b"),
    ),
    "disposal": (
        Sign(r"\b(?:shred\w*|securely (?:destroy\w*|dispos\w*|delet\w+|wip\w+)|dispos(?:ed|al|e)\b.*\b(?:secure\w*|not recoverable|certificat\w+)|certificates? of destruction|secure(?:ly)? (?:destruction|disposal)|confidential waste|degauss\w*)"),
    ),
    "safeguards": (
        Sign(r"\b(?:encrypt\w*|firewalls?|anti-?virus|virus checking|password[- ]protect\w*|two[- ]factor|multi[- ]factor|locked|access controls?|technical and (?:organi[sz]ational|physical)|physical safeguards|organi[sz]ational (?:and technical )?measures|appropriate (?:\w+ )?(?:safety |security )?measures|safeguards|(?:accessible|access) only (?:to|by)|only .{0,40}\b(?:authori[sz]ed|staff|team)\b.*\b(?:access|open|see)|limited to (?:staff|those|authorised)|kept secure\w*|secure servers?)\b", unless=r"transfer|outside the|adequacy|countr(?:y|ies)"),
    ),
    "security-reviewed": (
        Sign(r"\b(?:review\w*|test\w*|audit\w*|check\w*|assess\w*)\b.*\b(?:security|defences|safeguards|systems? to ensure|how well we guard|penetration)\b|\b(?:security|defences)\b.*\b(?:review\w*|tested|audited)\b|penetration test", unless=r"virus checking|software or data audits|\bbreach"),
    ),
    "anonymous": (
        Sign(r"\b(?:anonym\w+|de-?personali[sz]ed|de-?identified|pseudonym\w+|aggregat\w+|statistical data|in totals|statistics? never|groups? of (?:fewer|less) than)\b|\bstatistics\b.*\b(?:fewer than|at least)\b|at least (?:\w+|\d+) people\b|\bnot (?:\w+ )?(?:identif\w+|associate)|does not identify|cannot be identified|identif\w+ (?:any ?one|nobody|you personally)|\bno individuals? (?:is|are) identifiable|find out the identit|without telling us who|never learns .*who you are|nothing that says who you are|carries nobody's name|tied to what we hold", unless=r"we (?:will )?(?:delete or |either delete or )?anonymise (?:it|them|your)|unable to identify you"),
    ),
    "no-automated-decisions": (
        Sign(r"\b(?:not|never|no|don't|nor|without)\b.*\b(?:automated|profil\w+|left to a machine|score people|algorithm\w*)\b"),
    ),
    "automated-decisions": (
        Sign(r"\bautomated (?:decision|profiling|processing)|\bprofil(?:e|ing) (?:you|customers|of)|credit scor\w+", unless=r"\b(?:not|never|no|don't|without|right)\b"),
    ),
    "used-for": (
        Sign(r".", under=r"^(?!.*\bcontact information).*(?:\b(?:use|used|using|process)\b.*\b(?:data|information|details|it|them)\b|purposes).*:$", unless=r"^(?:consent|contract)$"),
        Sign(r"\b(?:we|us|our \w+|be|is|are|will|only|may|google|they) (?:\w+ ){0,3}?(?:use|used|uses|process|processed)\b(?! of)(?! to work)(?!r)(?!.*\bcookies may be\b).*\b(?:to|for|in order to|so that)\b", unless=r"\b(?:right to|you (?:can|may|have the right)|legal basis|lawful basis|to ensure (?:that )?we do not|unsubscribe|(?:if|when|where) (?:you use|used)|concerned about|contact us)"),
        Sign(r"\b(?:in order to|to be able to|so that we can|so that the site can|for the purposes? of)\b", unless=r"\bright to|you can|you may"),
        Sign(r"\bonly (?:be )?(?:collect\w*|use[ds]?|process\w*)\b.*\b(?:for|to|where|if)\b|\bserves your \w+ and nothing else|for reasons? of|legitimate business purposes"),
        Sign(r"\bwe use\b.{0,60}\bto\b", unless=r"cookies to|right to"),
    ),
    "people-held": (
        Sign(r"\b(?:hold|keep|there for|belongs? in|on the mailing list|applies to|outlines|is for|is about|have accounts|concerns|covers|talk with)\b", unless=r"after|months|years|right to|as long as|no longer|suppression"),
    ),
    "collected-when": (
        Sign(r".", under=r"\b(?:collect|obtain|gather|get|receive)\w*\b.*\b(?:when|example|ways|following)\b.*:$|when you:$"),
        Sign(r"\bwhen you\b.*\b(?:visit|use|contact|complete|register|apply|place|sign|fill|buy|donate|join|book)\b.*\b(?:collect|record|ask)\w*", unless=r"cookies"),
    ),
    "registration": (
        Sign(r"\b(?:ico|information commissioner\S*(?: office)?(?:'s)?)\b.*\b(?:regist\w+|fee payers?|number)\b|\bregist\w+\b.*\b(?:ico|information commissioner)\b|register of fee payers"),
    ),
    "changes-told": (
        Sign(r"\b(?:chang\w+|updat\w+|amend\w*|revis\w+|new version|reviewed?)\b.*\b(?:notify|tell|told|inform|e-?mail|communicat\w*|let you know|post(?:ed)?|publish\w*|hear of it|website)\b", unless=r"\b(?:your (?:details|address|information) chang|right to|rectif|incorrect|marketing|products)\b|system upgrades|this communication|product"),
    ),
    "notice-version": (
        Sign(r"\b(?:version \d|published (?:on|version)|last (?:updated|reviewed|modified)|updated on|(?:notice|policy|statement) (?:is|was|takes) (?:effective|effect)|effective date|we published)\b"),
    ),
    "controller-identity": (
        Sign(r"\bregistered (?:address|office|charity|in england)|company (?:registration )?number|charity number|\bis the (?:data )?controller\b|\bwe are the controller\b|controller of your"),
    ),
    "contact-route": (
        Sign(r"\b(?:contact us|write to us|get in touch|exercise (?:any|your)|questions, requests|email us|write to|e-?mail:|tel:|contact our data protection)\b.*(?:@|:|\d{4}|contact|below|by|at)", unless=r"unsubscrib|object|opt|\bwe (?:may |will |can |then |also )*(?:write|contact|call|e-?mail)|not write|and ring"),
    ),
    "forms-tell": (
        Sign(r"\b(?:make it clear|be (?:as )?(?:up ?front|clear|open|transparent)|forms?\b.*\b(?:link|notice)|link to (?:our|this) (?:privacy )?(?:policy|notice))\b"),
    ),
    "open-ended": (),
    "kept-while": (),
    "kept-for-period": (),
    "inactive": (),
    "request-clock": (),
    "right": (
        Sign(r"\b(?:right (?:to|of)|(?:you|they|parents?|patients?|anyone|anybody) (?:can|may)(?: also)? (?:ask|request|have)|entitled to|rights)\b.*\b(?:access|copy|copies|correct\w*|rectif\w+|amend|erase\w*|erasure|delet\w+|forgotten|restrict\w*|port\w+|transfer|moved|object\w*|complain\w*|inspect|see)", unless=r"\bapply\b|further information|legal rights|copyright"),
        Sign(r"\b(?:to (?:obtain|require|receive|access|request|have|object|restrict|ask|correct|erase|complain)|access|erasure|rectification|portability|restriction|objection)\b", under=r"\brights\b.*:$"),
        Sign(r"\b(?:complaint|complain)\b.*\b(?:commissioner|ico|us\b)"),
    ),
    "declared-data": (),
    "systems-checked": (
        Sign(r"\b(?:every|each|all)\b.*\bsystems?\b.*\b(?:check\w*|compar\w+|against what this notice)\b|\bhold each of these systems"),
    ),
}
"""Kinds of promise to their signs. Kinds without signs are told by periods, open ends or categories below."""

_COMPILED = {
    kind: [(re.compile(s.says), re.compile(s.unless) if s.unless else None, re.compile(s.under) if s.under else None) for s in signs]
    for kind, signs in SIGNS.items()
}
_ANSWER = re.compile(
    r"\b(?:respon[ds]\w*|repl(?:y|ies|ied)|answer\w*|decision|decided?|acknowledge\w*|confirm|inform you|you will (?:have|get|receive)|put right|"
    r"comply|deal with|act on|process your request|request|provide (?:you|it)|send (?:you|it)|correct (?:it|them))\b"
)
OCCASION = re.compile(r"\b(?:when you|if you|for example|such as|e\.g\.|ways[^:]*):?$")
"""Words before a list of occasions on which data are collected, not of the data."""

GETTING = re.compile(rf"\b{_GET}\b")
"""Words of collecting or holding."""

_HOLD_ON_YOU = re.compile(r"\b(?:we|that we|may) (?:may )?(?:hold|keep|have|store)s? (?:on|about|of|relating to) (?:you|them)\b|\bkeep you (?:informed|up)")
_RETENTION_HEADING = re.compile(r"\b(?:how long|retention|keep|stor\w+|retain)\b")
_SPECIAL_TOLD = r"\b(?:health|religio\w+|faith|ethnic\w*|politic\w+|unions?|race|racial|criminal|biometric|genetic|sexual)\b"
_CHANGE = re.compile(r"\bsource|which reseller|where we got|whom we find|tell you (?:within|that we have)|hears from us")


def promises(sentence: Sentence, before: str = "") -> list[str]:
    """The kinds of promise that a sentence makes.

    Args:
        sentence: the sentence.
        before: what stands before it in its block, as ``said``: a right that is answered is named there.
    """
    said, above = sentence.said, f"{sentence.heading} | {sentence.lead}"
    if sentence.title or len(said.split()) < 2 or said.endswith("?"):
        return []
    found = [
        kind
        for kind, signs in _COMPILED.items()
        if any(says.search(said) and not (no and no.search(said)) and not (under and not _under(under, sentence)) for says, no, under in signs)
    ]
    found += _timed(sentence, f"{above} {before}", found)
    found += _declared(said, sentence.lead, found)
    if "declared-data" in found:
        few = len(keys(named(said))) < 2
        occasion = OCCASION.search(sentence.lead)
        listed = sentence.lead and not occasion and len(said.split()) <= 20
        drop = {"declared-data"} if few and {"collected-when", "used-for"} & set(found) and not listed else {"declared-data"} if occasion else {"collected-when"}
        drop |= {"used-for"} if listed and not re.search(r"\b(?:use|uses)\b", sentence.lead + said) else set()
        drop |= {"declared-data"} if sentence.lead and re.search(r"\buse\b", sentence.lead) else set()
        found = [kind for kind in found if kind not in drop]
    few = 1 if re.search(r"\b(?:nobody|only)\b", said) else 2
    if "people-held" in found and len(people(said)) < few:
        found.remove("people-held")
    return _settled(found, said)


def _under(pattern: re.Pattern[str], sentence: Sentence) -> bool:
    return pattern.search(sentence.lead) is not None or (not pattern.pattern.endswith(("$", ":)")) and pattern.search(sentence.heading) is not None)


def _timed(sentence: Sentence, context: str, found: list[str]) -> list[str]:
    said = _HOLD_ON_YOU.sub(" ", sentence.said)
    stated = periods(said)
    keeping = re.search(KEEP, said) or re.search(GONE, said)
    kept = keeping or re.search(KEEP, sentence.lead) or _RETENTION_HEADING.search(sentence.heading)
    if not stated:
        lasting = next(open_ended(said), None) or (sentence.lead and next(open_ended(sentence.lead), None))
        if kept and lasting and not {"accurate", "breach-clock"} & set(found):
            vague = next(open_ended(said), None) and "as long as" not in said
            return ["kept-while"] if not vague and re.search(r"as long as (?:you|your|we are|it|they|the|there)|while ", f"{sentence.lead} {said}") else ["open-ended"]
        if keeping and re.search(r"\bwhile\b.*\b(?:is|are|remains?)\b|\bas long as\b|\buntil\b", said) and not {"lawful-basis", "accurate"} & set(found):
            return ["kept-while"]
        return []
    if {"breach-clock", "calls-screened", "erasure-carried-out"} & set(found) or _CHANGE.search(said):
        return []
    answered = _ANSWER.search(said) and re.search(rf"\b{_RIGHT}\b", f"{said} {context}") and re.search(r"\bwithin\b|no later than|at most|in (?:no more|less) than|\bby\b", said)
    disposes = re.search(GONE, said) and not re.search(r"\b(?:requests?|ask\w*|respon\w+|repl\w+)\b", said)
    if answered and not (disposes or re.search(KEEP, said) or re.search(r"\bdeleted?\b.*\bafter\b", said)):
        return ["request-clock"]
    if not kept:
        return []
    silent = re.search(r"inactiv\w+|dormant|heard nothing|in any (?:other )?way|no (?:contact|activity)|not (?:\w+ ){0,2}?(?:opened|interacted|been in (?:touch|contact)|heard|logged|shopped|contacted|bought|ordered|donated|given|visited)", said)
    return ["inactive"] if silent else ["kept-for-period"]


def _declared(said: str, lead: str, found: list[str]) -> list[str]:
    data = [key for key in keys(named(said)) if key != "user.contact"]
    if sum(is_special(key) for key in data) >= 2 and re.search(rf"\b(?:no|nothing|not|never|nor)\b.*{_SPECIAL_TOLD}", said):
        return ["no-special-categories"]
    getting = re.search(rf"\b{_GET}\b", said) or re.search(rf"\b{_GET}\b.*:$", lead)
    if getting and {"kept-for-period", "right", "identity-asked", "suppressed-minimal", "no-special-categories"} & set(found):
        return ["declared-data"] if len(data) >= 3 and "no-special-categories" not in found and "right" not in found else []
    few = re.search(r"\b(?:minimal|only the necessary|necessary|all that we|only (?:use|collect|hold|need|ask)|nothing (?:else|more)|no more than|limited to)\b", said)
    if getting and (len(data) >= 2 or (named(said) and few) or (lead and data and re.search(r"collect|hold|include|receive", lead))):
        return ["declared-data"]
    return []


def _settled(found: list[str], said: str) -> list[str]:
    """Without the kinds that a stronger one makes needless."""
    kinds = set(found)
    weaker = {
        "no-special-categories": {"special-categories", "people-held", "used-for", "declared-data"},
        "not-sold": {"used-for"},
        "breach-clock": {"hold", "safeguards", "right"},
        "request-clock": {"right", "used-for", "refusals", "contact-route"},
        "erasure-carried-out": {"right", "request-clock", "statutory-minimum", "hold"},
        "inactive": {"used-for", "objection-respected"},
        "kept-for-period": {"used-for", "people-held"},
        "right": {"used-for", "changes-told"},
        "objection-respected": {"used-for", "contact-route", "changes-told"},
        "transfer": {"used-for", "shared-only", "processor-contract"},
        "told-before-disclosure": {"shared-only", "special-categories"},
        "no-automated-decisions": {"used-for", "automated-decisions", "accurate"},
        "registration": {"contact-route", "right", "controller-identity", "accurate"},
        "notice-version": {"used-for", "changes-told"},
        "changes-told": {"used-for"},
        "cookies-agreed": {"used-for", "changes-told", "objection-respected"},
        "suppressed-minimal": {"objection-respected", "used-for", "declared-data", "marketing-asked-for"},
        "kept-while": {"shared-only", "used-for", "people-held", "lawful-basis", "declared-data", "open-ended", "collected-when"},
        "open-ended": {"used-for", "lawful-basis"},
        "shared-only": {"used-for"} | ({"processor-contract"} if "contract" not in said else set()),
        "disposal": {"used-for", "shared-only"},
        "marketing-asked-for": {"used-for", "collected-when"},
        "source-told": {"collected-when"},
        "calls-screened": {"marketing-asked-for"},
        "systems-checked": {"people-held", "security-reviewed"},
        "interests-weighed": set() if re.search(r"\bbecause\b", said) else {"lawful-basis"},
        "security-reviewed": {"used-for"},
        "safeguards": {"people-held"},
        "forms-tell": {"used-for", "objection-respected"},
    }
    for strong, weak in weaker.items():
        if strong in kinds:
            kinds -= weak
    return [kind for kind in dict.fromkeys(found) if kind in kinds]
