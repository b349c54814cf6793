"""Dietary requirements of any kind: what a person eats or will not eat.

A need that also tells of religion or health (halal, coeliac) is found here as a dietary requirement and, besides, by
`religion` or `health`.
"""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser, phrases

CATEGORY = "user.demographic.dietary_requirement"

FOUND = (
    ("Vegan", "Vegan"),
    ("Please order a vegetarian lunch for me", "vegetarian"),
    ("Halal meal, thank you", "Halal"),
    ("gluten-free if possible", "gluten-free"),
    ("I don't eat pork", "don't eat pork"),
    ("Nut allergy, carries an epipen", "Nut allergy"),
    ("No dairy please", "No dairy"),
    ("She is coeliac", "coeliac"),
    ("Kosher only", "Kosher"),
)
LEFT = (
    "None",
    "no dietary requirements",
    "Not vegetarian",
    "Halal Foods Ltd",
    "Invoice for The Vegan Kitchen Ltd",
    "The Vegetarian Society annual conference",
    "lunch is included in the price",
    "We sell dairy equipment",
    "vegan leather notebook cover",
)
UNDER = (
    ("dietary_requirements", "Mushrooms make me ill", "Mushrooms make me ill"),
    ("Diet", "Fish only", "Fish only"),
)

_FOOD = (
    r"(?:meat|red meat|pork|beef|lamb|dairy|eggs?|fish|shellfish|seafood|nuts|peanuts|gluten|wheat|lactose|soya|"
    r"sugar|onions?|garlic|"
    r"mushrooms?|spicy food|alcohol|sesame|mustard|celery|tomato(?:es)?|milk|caffeine)"
)
STATED = phrases(
    r"""
    vegans? ; veggie ; vegetarians? ; pescatarians? ; flexitarian ; plant based ; halal ; kosher ; coeliac ; celiac ;
    <food> free ; (?:nut|dairy|egg|soya|sugar) free ;
    (?:gluten|lactose|dairy|wheat|egg|fructose|food) intoleran(?:t|ce) ;
    (?:nut|peanut|egg|dairy|milk|shellfish|fish|seafood|sesame|soya|wheat|gluten|food|mustard|celery|\
      kiwi) allerg(?:y|ies) ;
    allergic to <food> ; allergic to (?:tree )?(?:nuts?|peanuts?|kiwi) ;
    (?:do not|don't|doesn't|does not|can't|cannot|won't|never) (?:eat|drink|have|tolerate) (?:any )?<food> ;
    no <food>(?: or <food>)? ; diabetic (?:meal|diet|option|menu) ;
    low (?:carb|fat|salt|sodium|sugar|fodmap)(?: diet)? ; keto(?:genic)?(?: diet)? ; jain (?:meal|diet|food) ;
    hindu (?:meal|diet) ; pureed (?:food|diet|meals?) ; soft food diet ;
    """,
    food=_FOOD,
)
GUARDS = phrases(
    r"""
    vegan (?:leather|shoes?|wax|cosmetics|handbags?|wool) ;
    no (?:alcohol|sugar|meat|milk) (?:licen[cs]e|tax|processing|industry) ; vegan week ; vegetarian society ;
    vegan society ; (?:alcohol|sugar) free (?:hand|gel|sanitiser|wipes) ; smoke free ;
    """
)
HEADERS = phrases(
    r"""
    diet ; dietary(?: (?:requirements?|needs?|preferences?|restrictions?|info(?:rmation)?))? ; special diets? ;
    food (?:allerg(?:y|ies)|preferences?|requirements?) ; meal (?:preference|choice|requirements?) ;
    """
)
NOTHING = phrases(
    r"""
    standard ; normal ; regular ; no preference ; omnivore ; anything(?: is fine| goes)? ; everything ; all ; any ;
    eats? (?:anything|everything) ; meat ; meat eater ;
    """
)


def recogniser() -> EntityRecognizer:
    """Words of diet."""
    return TermRecogniser("diet", stated=STATED, guards=GUARDS, headers=HEADERS, nothing=NOTHING)
