"""Sex life and sexual orientation, stated, or implied by a partner's sex (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser, phrases

CATEGORY = "user.demographic.sexual_orientation"

FOUND = (
    ("He is gay and out at work", "gay"),
    ("identifies as bisexual", "bisexual"),
    ("She came out as a lesbian last year", "lesbian"),
    ("I am straight", "straight"),
    ("He will bring his husband to the dinner", "his husband"),
    ("in a same-sex relationship", "same-sex relationship"),
    ("Sexual orientation: heterosexual", "heterosexual"),
)
LEFT = (
    "Please call straight away",
    "go straight on at the roundabout",
    "Marvin Gaye tickets",
    "Ms Gay from accounts called",
    "12 Gay Street, Bath",
    "asexual reproduction in plants",
    "LGBT history month",
    "LGBTQ+ awareness training",
    "not gay",
    "Sexual orientation: prefer not to say",
    "her husband called to rearrange",
    "sexual harassment policy",
    "the report is straight from the system",
)
UNDER = (
    ("sexual_orientation", "Gay man", "Gay man"),
    ("Sexuality", "Other", "Other"),
)

STATED = phrases(
    r"""
    gay ; lesbians? ; bi ?sexual(?:s|ity)? ; pansexual ; asexual ; demisexual ; aromantic ; homosexual(?:s|ity)? ;
    heterosexual(?:s|ity)? ; queer ;
    same sex (?:partners?|couple|marriage|relationship|civil partnership|attracted) ;
    (?:came|come|coming) out as (?:a )?(gay|lesbian|bi|bisexual|queer|trans\w*) ;
    (?:is|am|i'm|he's|she's|identif\w+ as) (straight)(?! (?:away|forward|forwards|after|to|from|back|on|into|\
      line|out|up|through|for|talking|with|in|at|about|edge)) ;
    (?:is|am|i'm|identif\w+ as|are|openly|member of the) (lgbt\w*\+?) ;
    lgbt\w*\+? (?:person|people|couple|parent|member of staff|colleague|employee|man|woman) ;
    (?:is|am|i'm|identif\w+ as) (bi|ace) ; (?:straight|bi|ace|pan) (?:man|woman|person|couple|colleague) ;
    polyamorous ; sex life ; gay (?:man|woman|couple) ; one night stand ;
    """
)
IMPLIED = phrases(
    r"""
    his (?:\w+ )?husband ; her (?:\w+ )?wife ; his boyfriend ; her girlfriend ;
    """
)
GUARDS = phrases(
    r"""
    asexual (?:reproduction|propagation) ; gay (?:street|road|lane|village|paris|times|abandon) ;
    lgbt\w*\+? (?:history|network|awareness|charity|policy|training|inclusion) ; his (?:\w+ )?husband(?:ry|ing) ;
    her (?:\w+ )?wife's (?:tale|tales) ; queer (?:theory|studies|street) ;
    (?:his|her) (?:sister|brother|daughter|son|mother|father|friend|colleague|manager|boss|client|customer|aunt|\
      uncle|niece|nephew|cousin|late|ex)'?s? (?:husband|wife) ;
    with her wife and his ;
    """
)
CASED_GUARDS = phrases(
    r"""
    (?:Mr|Mrs|Ms|Miss|Dr) Gay ; [A-Z][a-z]+ Gay ; Gay [A-Z][a-z]+(?! [a-z]) ;
    """
)
HEADERS = phrases(
    r"""
    sexual (?:orientation|preference|identity) ; sexuality ;
    """
)


def recogniser() -> EntityRecognizer:
    """Words of sexual orientation and sex life."""
    return TermRecogniser(
        "sexual_orientation",
        stated=STATED,
        implied=IMPLIED,
        guards=GUARDS,
        cased_guards=CASED_GUARDS,
        headers=HEADERS,
    )
