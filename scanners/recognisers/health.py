"""Health: conditions, disability, treatment and absence; implied by what a person needs or may not eat (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.bearing import MOSTLY
from scanners.terms import TermRecogniser

CATEGORY = "user.health_and_medical"

FOUND = (
    ("I am coeliac, please tell the kitchen", "coeliac"),
    ("Nut allergy - carries an EpiPen", "Nut allergy"),
    ("Signed off with depression until March", "Signed off"),
    ("Suffered from depression in the last year", "depression"),
    ("My son has asthma and needs his inhaler", "asthma"),
    ("Wheelchair access needed", "Wheelchair access"),
    ("Will you have a hearing loop in the room?", "hearing loop"),
    ("She was diagnosed with MS last year", "MS"),
    ("Diabetic meal please", "Diabetic"),
    ("He is registered blind", "blind"),
    ("Candidate is deaf and asks for a BSL interpreter", "deaf"),
    ("I have Parkinson's disease", "Parkinson's disease"),
    ("Her father had a heart attack on Monday", "heart attack"),
    ("Diagnosed with ADD as a child", "ADD"),
    ("Their daughter has Down's syndrome", "Down's syndrome"),
    ("Recovering from knee surgery", "knee surgery"),
    ("He has been off sick since the 4th", "off sick"),
    ("Disability: dyslexia", "dyslexia"),
    ("allergic to penicillin", "allergic to penicillin"),
    ("currently pregnant, due in May", "pregnant"),
)
LEFT = (
    "No allergies",
    "No known allergies or medical conditions",
    "not disabled",
    "Allergies: none",
    "Disability: no",
    "The account was disabled by the administrator",
    "Nearly had a heart attack at the price",
    "Please send a blind copy to the director",
    "It fell on deaf ears",
    "Join the call on MS Teams",
    "Advanced MS Excel",
    "Please ADD the second delegate to the order",
    "Delivery to County Down",
    "Spoke to Mr Parkinson about the invoice",
    "A tropical depression formed off the coast",
    "The pump sits in a depression in the ground",
    "The depression in the chart on page 3: is it real?",
    "Autism awareness course, level 2",
    "Mental health first aider training on Friday",
    "Cancer Research UK gala dinner",
    "There was a pregnant pause",
    "I am allergic to Mondays",
    "A stroke of luck",
    "Health and safety policy attached",
    "Alcoholic drinks are not included",
    "The NPN bipolar transistor is out of stock",
    "This link goes to https://health.example/asthma-guide",
)
UNDER = (
    ("medical_conditions", "Bad chest", "Bad chest"),
    ("Disability", "Yes", "Yes"),
    ("access_needs", "ground floor room", "ground floor room"),
)

_WORDS = TermRecogniser(
    "health",
    *("health", "health.treatment", "health.needs", "health.notes", "health.field", "health.said"),
    least=MOSTLY,
)


def recogniser() -> EntityRecognizer:
    """Words of illness, disability, treatment and need."""
    return _WORDS
