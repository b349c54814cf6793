"""What people write in Harbour's free-text fields.

Here: sentences, sorted by what they are: plain (nothing special in them), near misses (words that look special and are
not, or speak of somebody else), and breaches (each with the category it gives away). Not here: who wrote them.
"""

from __future__ import annotations

MESSAGES = (
    "Could you send the price list for {n} licences of Compass?",
    "We would like a demonstration for our quality team in week {n}.",
    "Please tell me when the guide to self-assessment, edition {n}, comes out.",
    "How does Compass handle {n} sites under one account?",
    "Interested in the observation course, {n} places if there is a discount.",
    "Our inspection is due soon and we have {n} action plans to bring together.",
    "Can you import last year's improvement plan? It has {n} rows.",
    "What is the notice period on a licence for {n} people?",
)
MESSAGES_NEAR = (
    "I nearly had a heart attack at the price, please call about a discount.",
    "At a conservative estimate we need forty licences by Easter.",
    "Join us on MS Teams if that is easier than Zoom.",
    "Our second site is in County Down, so the ferry decides the time.",
    "Christian from our Leeds office will join the demonstration.",
    "We run a course called Autism awareness, level 2; can Compass track it?",
    "The old account was disabled by the administrator, please open a new one.",
    "A leap of faith, but the board has said yes.",
)

QUESTIONS = ("Is there anything we should know before the day?", "What do you hope to take away?")
ANSWERS = (
    "No",
    "None",
    "n/a",
    "Arriving by train at about nine",
    "I will need an invoice for the place",
    "Bringing my own laptop",
    "Please send the slides afterwards",
    "Leaving at four to catch a train",
)
ANSWERS_NEAR = (
    "no dietary requirements",
    "No known allergies",
    "Black coffee, lots of it",
    "I am allergic to Mondays",
    "Parking for a blue Ford, please",
)

COMMENTS = (
    "What is the difference between the {n} judgement grades?",
    "Will the session be recorded? I may miss the first {n} minutes.",
    "Please cover how to sample {n} portfolios.",
    "Is there a certificate for {n} hours of attendance?",
)
COMMENTS_NEAR = (
    "Does this work on MS Teams rooms as well?",
    "I take my coffee black and my data clean.",
    "There is a depression in the road outside our gate, will you warn the others?",
    "Our Christian name field is too short for Bartholomew.",
    "Proceeding with caution, we have been let down before.",
)

NOTES = (
    "Good answers on planning, thin on data. Second interview, slot {n}.",
    "Strong portfolio; asked for {n} days at home a week.",
    "Notice period {n} weeks. Available for a call most mornings.",
    "Came recommended by a client. Score {n} of 30 in the task.",
    "Knows Compass well from the other side. Salary wish noted, band {n}.",
)
NOTES_NEAR = (
    "Spoke with conviction about moderation.",
    "DBS: clear.",
    "Worked at Parkinson and Sons until last year.",
    "Ran the Equality and Diversity module, including Islamic art.",
)

CVS = (
    "Quality consultant with {n} years in colleges and training companies",
    "Led the self-assessment of {n} departments and the plan that followed",
    "Observed {n} lessons a term and trained the observers",
    "Ran the data office of a provider with {n} sites",
)
CVS_NEAR = (
    "Ran the module Autism awareness, level 2, for three years",
    "Christian Black of Parkinson and Sons will give a reference",
)

CALLS = (
    "Asked us to ring again after {n} o'clock.",
    "Wants the brochure, {n} copies.",
    "Contract runs for another {n} months, not interested now.",
    "Asked whether the fee of £{n} a seat includes VAT.",
    "Passed on to the colleague who looks after the {n} sites.",
)

SUBJECTS = ("Question about Compass", "Booking", "Our invoice", "Visit", "Report", "Course dates", "Login", "Quotation")
BODIES = (
    "Hello,\n\nthe report for site {n} opens blank. Could you look into it?\n\nKind regards\n{name}\n{phone}\n",
    "Hi team,\n\nplease move our review to week {n}; the head is away before that.\n\nThanks\n{name}\n",
    "Dear Harbour,\n\ncould we add {n} places to the booking and pay by invoice?\n\nBest wishes\n{name}\n{company}\n",
    "Good morning,\n\nattached is the signed quotation, number {n}.\n\n{name}\n{job}\n{company}\n",
    "Hello,\n\nI cannot log in since the update, error {n}. My colleagues can.\n\nRegards\n{name}\n",
    "Hi,\n\nis there a train that gets me to your course before {n} o'clock?\n\n{name}\n",
)
REPLIES = (
    "Hello,\n\nthank you. Ticket {n} is open and we shall be back with you tomorrow.\n\nHarbour support\n",
    "Hello,\n\nall done, please try again. Ticket {n} is closed.\n\nHarbour support\n",
)
BODIES_NEAR = (
    "Hello,\n\nmy colleague fell on deaf ears with this, so I try: could you send the slides?\n\n{name}\n",
    "Hi,\n\nwe order through Halal Foods Ltd, can their invoice be attached to the booking?\n\n{name}\n",
    "Hello,\n\ntwo packs of black ink and white paper for the course room, please.\n\n{name}\n",
    "Hi all,\n\nplease ADD the second site to our account, the MS Excel list follows.\n\n{name}\n",
    "Good morning,\n\nthe left wing of our building is closed, come to reception at Church Street.\n\n{name}\n",
    "Hello,\n\nthe pump room has a depression in the floor, mind the step when you visit.\n\n{name}\n",
)

SERVICES = (
    "Compass licence, one year",
    "Quality review, one day",
    "Observation course, two places",
    "Self-assessment workshop",
    "Action planning, half a day",
)
