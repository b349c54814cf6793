"""Words that look like a special category and are not one, and their neighbours that are: through the whole scan."""

import pytest

from scanners.scan import scan_batch

NOT_SPECIAL = [
    "Christian will join the call at ten",
    "Please ask Christian Green to sign",
    "Halal Foods Ltd",
    "The Kosher Deli Restaurant",
    "Vegan Ventures plc invoice 2231",
    "Sikh studies, evening course",
    "Black coffee for twelve",
    "Order more black ink",
    "Black Friday sale",
    "Delivery to County Down",
    "Mr Parkinson called about the quote",
    "MS Teams invitation",
    "Training in MS Excel",
    "ADD to basket",
    "We had a heart attack at the price",
    "blind copy me in",
    "European Union rules of origin",
    "Credit Union payment received",
    "Paid through Western Union",
    "a conservative estimate of costs",
    "labour costs are too high",
    "call back straight away",
    "she came third in the race",
    "he argued with conviction",
    "a tropical depression over the Atlantic",
    "water collects in a depression in the ground",
    "the green folder, please",
    "No allergies",
    "not disabled",
    "no convictions",
    "none",
    "Allergies: none. Convictions: none.",
    "no dietary requirements",
    "I have no medical conditions, allergies or disabilities",
    '{"question": "Allergies", "answer": "none"}',
    "The button is disabled in the new release",
    "prepared the ground for a healthy profit",
    "DBS check requested on Monday",
    "Mental health awareness webinar",
    "see https://site.example/vegan-recipes",
]
SPECIAL = [
    ("Christian is a Christian", "user.demographic.religious_belief"),
    ("Christian Green is vegan", "user.demographic.dietary_requirement"),
    ("No allergies, but I am vegan", "user.demographic.dietary_requirement"),
    ("Not disabled; has asthma", "user.health_and_medical"),
    ("Halal food at the restaurant please", "user.demographic.religious_belief"),
    ("he has MS and uses MS Teams", "user.health_and_medical"),
    ("Mr Parkinson has Parkinson's disease", "user.health_and_medical"),
    ("a union rep came from the European Union office", "user.demographic.trade_union_membership"),
    ("no pork", "user.demographic.religious_belief"),
    ("two unspent convictions, argued with conviction", "user.criminal_history"),
    ("Conservative Party member", "user.demographic.political_opinion"),
    ("wheelchair access and a hearing loop", "user.health_and_medical"),
    ("Black African", "user.demographic.race_ethnicity"),
]


@pytest.mark.parametrize("text", NOT_SPECIAL)
def test_not_special(batch_of, text):
    found = scan_batch(batch_of({"remark": [text]})).to_pylist()
    assert [r["category"] for r in found if r["category"] != "user.name"] == []


@pytest.mark.parametrize(("text", "category"), SPECIAL)
def test_special(batch_of, text, category):
    assert category in scan_batch(batch_of({"remark": [text]})).column("category").to_pylist()
