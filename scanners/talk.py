"""Talk that names a special category and says it of nobody: titles, companies, policies, questions, groups, hypotheses.

Here: the judgements that hold for every category alike. Not here: denial and who is meant (`scanners.sentence`),
sentences of trade and press (`scanners.public_talk`), homonyms of one category, which are guards in its words.

`before` and `after` are the words of the same sentence around the mention, in lower case (`scanners.sentence.around`).
"""

from __future__ import annotations

import re

from scanners.public_talk import is_public
from scanners.sentence import around, is_denied

_COMPANY_AFTER = re.compile(
    r"(?:[ &,'\u2019-]+[A-Z&][\w&.'\u2019-]*|\s(?:of|and|for)\b){0,4}?[ ,]+(?:Ltd|LTD|Limited|LIMITED|PLC|Plc|plc|"
    r"LLP|LLC|Inc|CIC|"
    r"GmbH|Restaurant|RESTAURANT|Foods|FOODS|Takeaway|Butchers?|Bakery|Caf[ée]|Kitchen|Grill|Deli|Catering|Group|"
    r"Holdings|Solutions|Society|Association|Foundation|Trust|Charity|Aid|School|Primary|Academy|College|University|"
    r"Hospital|Hospice|Centre|Center|Church|Street|Road|Lane|Avenue|Festival|Museum|Press|Magazine|Awards?|UK|"
    r"Network|Alliance|Forum|Council|Institute|Federation|Housing|Housing Association|Care|Services|Supplies|Clinic|"
    r"Books|Bookshop|Stores?|Partnership|Consulting|Day|Week|Month)\b"
)
_COMPANY_AFTER_ANY_CASE = re.compile(r"\s(?:[\w&]+\s){0,1}(?:ltd|limited|plc|llp|restaurant)\b", re.IGNORECASE)
_TITLE_AFTER = re.compile(
    r"(?:['\u2019]s)?[\s\-\u2013]+(?:\w+[\s\-\u2013]+){0,2}?(?:awareness|studies|course|courses|modules?|webinars?|"
    r"workshops?|seminars?|conference|e ?learning|toolkit|press releases?|vacanc(?:y|ies)|job adverts?|studentship|"
    r"entry requirements|report (?:\d{4}|published|template)|price list|product page|help article|display|stall|"
    r"friendly|themed|font|pillow|"
    r"polic(?:y|ies)|qualification|training|history month|first aid(?:er|ers)?|equality|charit(?:y|ies)|"
    r"campaigns?|research|fundrais\w+|leaflets?|brochures?|newsletters?|confident employer|legislation|"
    r"regulations|guidance|guidelines|handbook|strategy|helpline|magazine|podcast|documentary|"
    r"exhibition|lecture|essay|textbook|degree|diploma|gcse|curriculum|syllabus|statistics|stats|"
    r"monitoring|pride march|day event|network event|industry|sector|market|software|vendor|vendors|supplier|"
    r"suppliers|manufacturer|products?|app|apps|"
    r"account manager|sales(?: \w+)?|contracts?)\b"
)
_FORM_AFTER = re.compile(
    r"(?:['\u2019]s)?[\s\-\u2013]+(?:\w+[\s\-\u2013]+)?(?:data|figures|questions?|questionnaire|fields?|columns?|"
    r"categor(?:y|ies)|page|section|forms?|tick ?box|drop ?downs?|option|dashboard|template|tab|label|"
    r"link|screen|record type|code list|lookup|icon|button|setting|settings|menus?|flag is|survey|quotas?|agenda item|"
    r"champions?|ambassadors?|advis[eo]rs?|officers?|lead|specialists?|nurses?|consultants?|coordinators?|"
    r"co-ordinators?|practitioners?|lecturers?|teachers?|tutors?|researchers?|lawyers?|solicitors?|historians?|"
    r"correspondent|journalist|campaigner|experts?|trainers?|facilitators?|mentors?|"
    r"charity|services?|team|unit|ward|clinic|department|centre|support group|forum|network)\b"
)
_VISITING = re.compile(
    r"\b(?:appointments?|attend(?:s|ed|ing)?|refer(?:red|ral)?|under|sees|seeing|saw|seen|admitted|visit\w*|waiting|"
    r"patient|in (?:the|a)|on (?:the|a)|from (?:the|a|his|her|my|their)|his|her|my|their|with the|by the)\b"
)
_TITLE_BEFORE = re.compile(
    r"\b(?:gcse|a[\s-]level|btec|nvq|diploma|degree|certificate|award|module|webinar|workshop|lecture|seminar|"
    r"course|courses|session|masterclass|e-learning|"
    r"training|qualification|unit \d+|introduction to|understanding|history of|policy|book|article|blog|essay|"
    r"talk|talks|film|documentary|play|novel|podcast|exhibition|conference|leaflet|paper|dissertation|thesis|"
    r"presentation|panel|debate|research|lectures?|lecturer|professor|studies|studying|speech|poster|news|story|quiz|"
    r"chapter|guide|guidance|programme)"
    r"(?:\s\w+)?(?:\s*[:\"'“\u2018\u2013-]+|\s(?:in|on|about|titled|called|into|around))\s*(?:the\s)?"
    r"(?:[\w-]+,?\s){0,3}[\"'“\u2018]?$"
    r"|\b(?:gcse|understanding|introduction to|history of|diploma in|degree in|studied|studies|teaches|teaching|"
    r"read about|writing about|wrote about)\s(?:\w+\s)?$"
)
_POST_BEFORE = re.compile(
    r"\b(?:b\.?a|b\.?sc|m\.?a|m\.?sc|m\.?phil|ph\.?d|llb|hnd|hnc|pgce)\s(?:\(hons\)\s)?(?:[\w&-]+\s){0,5}$"
    r"|(?:^|[.,;:]\s?)(?:job|post|vacancy|vacancies|role|position|job advert|recruiting|hiring)\s?[:\u2013-]\s?"
    r"(?:[\w-]+,?\s){0,5}$|\bvacanc(?:y|ies) for\s(?:[\w-]+\s){0,4}$"
    r"|\b(?:statistics|news|headline|article|webinar|how to [\w ]{1,20}|dpia(?: for)?|code on|debate on|"
    r"census(?: \d{4})?)\s?:?\s(?:[\w-]+\s){0,3}$"
)
_SHARE = r"(?:\d[\d.,]*\s?(?:%|per ?cent)|\b(?:\d+|one|two|three|half) (?:in|out of) (?:\d+|\w+))"
_SHARE_BEFORE = re.compile(
    rf"{_SHARE}\s(?:of|are|were|have|had|said|say|would|identif\w+|suffer\w*|people|adults|children|women|men|"
    rf"respondents|staff|households|carry)\b[^.;!?\n]{{0,60}}$|\bsurvey:? {_SHARE}\s(?:\w+\s){{0,2}}$"
)
_SHARE_AFTER = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:(?:rates?|prevalence|deaths?|diagnoses|cases|incidence|mortality|sales|share)\s"
    r"(?:[\w-]+\s){0,2}?(?:fell|rose|up|down|is|was|are|were|in|of|by|has|have|at|for|\d)|"
    r"\d[\d.]*\s?%(?!\s(?:match|confiden|sure)))"
)
_CAUSE_BEFORE = re.compile(
    r"\b(?:in aid of|rais(?:e|es|ed|ing) (?:money|funds|awareness)\b.{0,25}|fundrais\w+ for|donat\w+ to|sponsor\w*|"
    r"charity|marathon for|proceeds to|collection for|support of|awareness of|campaign(?:s|ing)? (?:for|against|on)|"
    r"cure for|research into|fight against)\s(?:[\w-]+\s){0,3}$"
)
_POLICY_BEFORE = re.compile(
    r"\b(?:polic(?:y|ies)|procedures?|guidance|guidelines?|legislation|law|laws|equality act|act \d{4}|regulations?|"
    r"forms?|template|handbook|clauses?|questionnaire|survey|statement|strategy|"
    r"tick ?box(?:es)?|drop ?downs?|dashboard|statistics|stats|spreadsheet|website|page|section|protected "
    r"characteristics?|notice|terms|(?:course|module|session|unit|lesson|assembly|programme|workshop|lecture|topic|"
    r"chapter)s? (?:covers?|includes?|explores?|looks at|is about)|"
    r"insurance|cover|we collect|data on|information on|monitoring of|questions? about|"
    r"asks? about|asking about|asked about|fields? for|column for|categor(?:y|ies) (?:for|of|like|such as)|"
    r"discriminat\w+|training|examples?|e\.g\.?|such as|for example|including|types? of)\b"
    r"(?:\s[\w'\u2019,/()&-]+){0,7}?\s[\"'“(\u2018]?$"
)
_PERSONAL = re.compile(
    r"(?:\b(?:my|his|her|their|has|had|i['\u2019]ve|i am|i['\u2019]m|(?:s?he|they)['\u2019](?:s|re)|he is|she is|"
    r"he was|she was|i have|suffers from|suffering from|diagnosed with|due to|because of|following|after|"
    r"recovering from|with)|['\u2019]s)\s(?:[\w-]+\s){0,3}$"
)
_SURELY_PERSONAL = re.compile(
    r"\b(?:i am|i['\u2019]m|i have|i['\u2019]ve|(?:he|she)(?:['\u2019]s| is| has| was| had)|diagnosed with|"
    r"suffers from|my|(?:her|his) (?:own )?)\s(?:[\w-]+\s){0,2}$"
)
_MANY = (
    r"(?:people|persons|individuals|patients|customers|clients|delegates|learners|students|pupils|children|adults|"
    r"women|men|staff|employees|colleagues|workers|users|applicants|candidates|members|participants|visitors|parents|"
    r"families|guests|attendees|tenants|residents|volunteers|drivers|passengers|citizens|communit(?:y|ies)|"
    r"groups?|population|voters|candidates|consumers|audiences?|readers|organisations?|businesses|employers|"
    r"youngsters|veterans|victims|survivors|carers|sufferers|offenders|minorities|households)"
)
_GROUP_BEFORE = re.compile(
    rf"\b(?:{_MANY}|those|anyone|everyone|anybody|everybody|someone|somebody|whoever|one in \w+)\s"
    r"(?:who (?:are|have|is|has|may be|may have|might be|suffer from|live with|identify as|were|had)|with|living with|"
    r"suffering from|affected by|of|from|having|that have|that are|being|are|identifying as)\s(?:[\w-]+,?\s){0,4}"
    r"(?:or\s|and\s)?$"
)
_OWN_PEOPLE = re.compile(
    r"(?:\b(?:my|his|her|their|whose|both)|\w['\u2019]s)\s(?:\w+\s)?(?:parents|children|families)\s(?:are|were)\s"
    r"(?:[\w-]+,?\s){0,4}$"
)
_GROUP_AFTER = re.compile(rf"['\u2019]?[\s\-]+(?:[\w-]+\s(?:and\s\w+\s)?)?{_MANY}\b")
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|seven|several|both|these|our (?:two|three)|\d{1,3}|one of (?:the|our)|some of)\s"
    r"(?:[\w-]+\s){0,3}$|\b(?:am|is|was|as)\s(?:an?\s)?(?:[\w-]+\s)?$"
)
_COUNTED_GROUP = re.compile(
    rf"\b(?:two|three|four|five|six|seven|both|these|\d{{1,3}}|one of (?:the|our))\s(?:\w+\s)?{_MANY}\b"
)
_HYPOTHESIS = re.compile(
    r"(?:\b(?:if|unless|whether|in case|in the event)\s(?:\w+\s)?(?:you|your|anyone|anybody|someone|somebody|any|a|an|"
    r"they|people|employees?|staff|delegates?|learners?|customers?|clients?|students?|members?|of|"
    r"(?:the|he|she|there)(?:\s\w+)?\s(?:is|are|has|have|was|had|becomes?|gets?|needs?))\b"
    r"|(?:^|[,:]\s?)\s*(?:should|were) (?:you|anyone|an?|any)\b"
    r"|\b(?:please (?:tell|let|advise|inform|state|indicate|list|note (?:if|any|whether|your|all)|specify|contact|"
    r"declare|give|bring)|let us know|"
    r"tell us|inform us|you (?:must|should|may|can|might|have to|need to)|anyone (?:who|with)|whoever|suppose|"
    r"imagine|could be|might be|may be|may have|might have|can (?:cause|trigger|lead|result|be)|"
    r"(?:risks?|signs|symptoms|causes|prevention|impact|effects?) of|types? of)\b)[^.!?\n;]{0,70}$"
)
_ASKED = re.compile(
    r"(?:^|[,;:]\s?|\b(?:and|or|but)\s)\s*[\"'“]?(?:do|did|are|have|were|would|will|can|could|is|does|has|was|should|"
    r"what|which|how|who|any)\s(?:(?:\w+\s){0,2}?(?:you|your|they|their|people|anyone|anybody|someone|any|staff|he|she|"
    r"there|the|this|it|is|are|many|one|a|an)|\w+)\b[^.!?\n;]{0,70}$|\bany\s(?:\w+\s){0,3}$|^\s*[\"'“(]?$"
)
_FIRST_PERSON = re.compile(r"\b(?:i|i['\u2019](?:m|ve|ll|d)|im|my|me|as (?:he|she))\b|\b(?:s?he)['\u2019]s\b")
_REQUESTED = re.compile(r"\b(?:ask(?:s|ed|ing)?|enquir\w+|check(?:ed|ing|s)?|wonder\w*|quer\w+)\s(?:if|whether)\b")
_ADDRESS_CHARACTERS = re.compile(
    r"://|www\.|@|\w\.(?:com|co|org|net|example|test|html?|php|aspx?|png|jpe?g|pdf)\b|^/\w+/"
)


def is_left(text: str, low: str, start: int, end: int, *, asked: bool = False) -> bool:
    """Whether the mention says nothing of a person.

    Args:
        text: the text as it stands.
        low: the same from `scanners.text.lower`.
        start: where the mention begins.
        end: where it ends, exclusive.
        asked: a question or a policy may still imply it, as a question for a hearing loop does.
    """
    before, after = around(low, start, end)
    return (
        is_denied(low, end, before)
        or _names_a_thing(text, low, start, end, before)
        or _in_an_address(text, start, end)
        or (_is_hypothesis(before) if asked else _is_general(before, after))
        or is_public(text, low, start, end, before, after)
    )


def _names_a_thing(text: str, low: str, start: int, end: int, before: str) -> bool:
    """Whether the words only name a company, a place, a course or a title: `Halal Foods Ltd`, `autism awareness`."""
    after = text[end : end + 60]
    if text[start].isupper() and _COMPANY_AFTER.match(after):
        return True
    if _COMPANY_AFTER_ANY_CASE.match(after):
        return True
    low_after = low[end : end + 60]
    if _TITLE_AFTER.match(low_after) and not _SURELY_PERSONAL.search(before):
        return True
    if _FORM_AFTER.match(low_after) and not _VISITING.search(before):
        return True
    return any(one.search(before) for one in (_TITLE_BEFORE, _CAUSE_BEFORE, _POST_BEFORE))


def _is_hypothesis(before: str) -> bool:
    return (
        _HYPOTHESIS.search(before) is not None
        and _SURELY_PERSONAL.search(before) is None
        and _REQUESTED.search(before) is None
    )


def _is_general(before: str, after: str) -> bool:
    """Whether the sentence speaks of people in general, of a rule, or of what may be."""
    if _is_hypothesis(before):
        return True
    if after.endswith("?") and _ASKED.search(before) and not _FIRST_PERSON.search(before):
        return True
    if _SHARE_BEFORE.search(before) or (_SHARE_AFTER.match(after) and not _PERSONAL.search(before)):
        return True
    if _GROUP_BEFORE.search(before) and not (_COUNTED_GROUP.search(before) or _OWN_PEOPLE.search(before)):
        return True
    if _GROUP_AFTER.match(after) and not _COUNTED.search(before):
        return True
    return _POLICY_BEFORE.search(before) is not None and _PERSONAL.search(before) is None


def _in_an_address(text: str, start: int, end: int) -> bool:
    """Whether the mention lies inside a web or e-mail address or a path, where words are names of things."""
    left = max(text.rfind(c, max(0, start - 300), start) for c in " \t\n<>\"'(,;") + 1
    rights = [i for i in (text.find(c, end, end + 300) for c in " \t\n<>\"'),;") if i >= 0]
    token = text[max(left, start - 300) : min(rights, default=min(len(text), end + 300))]
    return _ADDRESS_CHARACTERS.search(token) is not None
