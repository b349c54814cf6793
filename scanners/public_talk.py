"""Sentences of trade, stage, press, office and code that name a special category and are of no person.

Here: telling such a sentence by its other words, for every category alike. Not here: titles, companies, groups and
hypotheses (`scanners.talk`), which are told by the words next to the mention; homonyms, which are guards; whether a
sentence names somebody (`scanners.someone`).

A sentence that names a person in any of the usual ways is never such a sentence.
"""

from __future__ import annotations

import re

from scanners.someone import names_someone

_TRADE = (
    r"(?:box|pack|case|bag|roll|set|bundle|tub|tin|bottle|crate|pallet|drum|reel|multipack)(?:es|s)? of \d+|"
    r"\d+ ?(?:x|ml|g|kg|mm|cm) ?(?:\d+ ?)?(?:ml|g|pack|box|bottle)s?\b|pack of (?:two|three|four|six|ten)|"
    r"best ?sellers?|bestselling|supplier (?:price|quote|code|list)|price (?:up|down|list|rise|match|per)|"
    r"(?:in|out of|low on) stock|on offer|half price|buy one get|rrp|sku|barcode label|discontinued|spares? until|"
    r"refurbished|ex ?display|second ?hand|unopened|for sale|size (?:[sml]|x[sl]|xxl|\d+)\b|new in box|boxed|"
    r"free (?:delivery|with every|sample)|delivery note|purchase order|remittance|invoice(?: no)?\b|"
    r"quote (?:for|of|attached|accepted|\d)|tender\b|lot \d|display stand|end of aisle|aisle \d|shelf|planogram|"
    r"shop floor|showroom|per (?:case|unit|box|metre|litre)|voucher|gift (?:card|set|wrap)|"
    r"£\d[\d.,]*(?: each| a| per)|case of \d+|wholesale|catalogue|best before|use by"
)
_STAGE = (
    r"(?:the|a|new|short|feature) (?:film|movie|novel|comedy|drama|musical|play|sitcom|documentary|series|"
    r"thriller|album|podcast|exhibition|exhibit|opera|ballet)\b|play at the|(?:dress )?rehearsal|matin[eé]e|"
    r"box office|box set|season \d|episode \d|on (?:dvd|blu ?ray|netflix|radio \d|bbc)|paperback|hardback|isbn|"
    r"(?:stalls|circle) (?:seats|tickets)|tickets?,? (?:on sale|for|£|from)|tribute (?:act|band)|support act|"
    r"storyline|sound ?track|(?:book|library) (?:club|loan)|overdue (?:book|loan)|reading list|pub quiz|"
    r"quiz (?:answer|night)|theatre tickets|gig (?:tickets|poster)|screening (?:on|at|room)|film season|"
    r"retrospective|copies of|new title|is the name of|"
    r"(?:novel|book|memoir|film|band|album|play|single|podcast) called|"
    r"tickets?,? released|on tour\b|headlin(?:e|ing) (?:the|slot)"
)
_PRESS = (
    r"(?:council|councillors|mps|lords|senate|commons|ministers|campaigners|scientists|researchers|"
    r"experts|government|regulator|watchdog|charity|charities) (?:votes?|voted|back(?:s|ed)?|reject(?:s|"
    r"ed)?|warn(?:s|ed)?|say|says|said|find|found|call(?:s|ed)? for|urge[sd]?|debate[sd]?|approve[sd]?|"
    r"announce[sd]?|launch(?:es|ed)?)|"
    r"was (?:invented|discovered|founded|first described|coined|pioneered) (?:by|in)|press release|headlines?:|"
    r"(?:white|green|position|discussion) paper|consultation (?:closes|opens|response)|op-?ed|"
    r"(?:says|according to) (?:a |the |new )?(?:report|study|survey|poll|zoo)|front page|news at ten|"
    r"awareness (?:day|week|month)|(?:charity|sponsored) (?:walk|run|ride|ball|auction|golf|swim|raffle)|golf day|"
    r"raffle|fun run|coffee morning|collection (?:tin|bucket)|ribbon(?:s| order)|"
    r"(?:world|national|international) [\w ]{1,25}\b(?:day|week|month)\b"
)
_OFFICE = (
    r"webinar|lunch and learn|(?:e-?learning|training|refresher) (?:module|course|session|day|due)|"
    r"course (?:dates|fees|code)|(?:places|spaces|seats) left|open (?:day|evening)|msc|bsc|"
    r"phd (?:thesis|studentship)|thesis|dissertation|lecture (?:notes|theatre|series|on)|seminar|symposium|"
    r"keynote|journal|(?:paper|abstract|poster) (?:rejected|accepted|submitted|session)|curriculum|syllabus|"
    r"reading week|undergraduates?|vacanc(?:y|ies)|job (?:ad|advert|description|spec)|locum|band \d|grade \d|"
    r"salary|apply (?:by|now|online)|interviews? in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|"
    r"recruiting|wanted,? (?:full|part|nights|days|must|apply)|full ?time,? permanent|maternity cover post|"
    r"closing date|leaflets? (?:for|attached|rack|stand|order|reprint)|brochures?|posters? (?:for|order|reprint)|"
    r"newsletter|intranet (?:page|banner)|factsheet|toolkit|handbook|"
    r"polic(?:y|ies) (?:v\d|version|review|\d|update|draft)|(?:draft|version|revision|rev) \d|clause \d*|"
    r"schedule \d|agenda item|dpia|terms of reference|seeks (?:a )?(?:room|premises|unit)|room to (?:rent|let)|"
    r"to let"
)
_CODE = (
    r"settings? >|> security|feature request|user story|release \d|v\d+\.\d|throws? an? (?:error|exception)|"
    r"stack ?trace|in (?:ci|prod|staging|firefox|safari|chrome|edge|opencv|python|java)\b|pull request|"
    r"merge conflict|unit tests?|after (?:the )?deploy|pods?\b|kubernetes|api (?:key|docs|call|version|rate)|sdk|"
    r"open ?source|github|compile[rd]?|refactor|regression suite|backlog|sprint \d|endpoint|schema|plug-?in|"
    r"firmware|drop-?down|tick ?box|ui copy|(?:features?|module|add-?on|licen[cs]es?) costs? extra|load test|"
    r"dataset|benchmark (?:fell|rose|score)|training data|model accuracy"
)
_WORKS = (
    r"repaint\w*|(?:needs|need) (?:painting|a new bulb|replacing|re-?felting)|snag list|floor ?plan|"
    r"planning (?:application|permission)|fit-?out|refurb\w*|door sign|signage|sign (?:missing|fell|needs)|"
    r"car park (?:map|barrier)|(?:office|conference|dining|lounge|arm) ?chair (?:arm|leg|back)|"
    r"on (?:the )?(?:office|desk|dining|garden) (?:chair|table)|tyres?|gearbox|"
    r"(?:brake|clutch) (?:pads?|caliper|cable)|mot (?:fail|advisory|due)|advisory\b|football|"
    r"rugby (?:club|tickets|fixtures)|league table|away (?:game|match|kit)|season ticket|fixture list"
)
_PUBLIC = re.compile(rf"(?:\b|(?=[£>]))(?:{_TRADE}|{_STAGE}|{_PRESS}|{_OFFICE}|{_CODE}|{_WORKS})")


def is_public(text: str, low: str, start: int, end: int, before: str, after: str) -> bool:
    """Whether the sentence around the mention is of wares, shows, news, posts, software or buildings, and of nobody.

    Args:
        text: the text as it stands.
        low: the same from `scanners.text.lower`.
        start: where the mention begins.
        end: where it ends, exclusive.
        before: the words of the same sentence before it (`scanners.sentence.around`).
        after: those behind it.
    """
    first, last = start - len(before), end + len(after)
    if _PUBLIC.search(low, first, last) is None:
        return False
    apart = text[:start] + low[start:end] + text[end:]  # capitals of the mention itself name nobody
    return not names_someone(apart, low, first, last)
