"""What people write to Meridian: the clean texts, which say nothing of themselves that the notice does not declare.

Here: free text for the bulk of the records. Not here: texts that break a promise or nearly do, which stand where they
are planted.
"""

from __future__ import annotations

import random

SITES = ("the main site", "the north campus", "two branches", "all nine schools", "the depot", "the town hall")
SCREENS = ("stock count", "rota", "supplier list", "month-end report", "barcode", "goods-in", "holiday planner")
VERSIONS = ("5.2", "5.3", "6.0", "6.1")
THINGS = ("exercise books", "printer cartridges", "cleaning materials", "lab glassware", "uniforms", "laptop trolleys")

PO_NOTES = (
    "",
    "",
    "",
    "Deliver to the goods entrance of {site}.",
    "Licence for {n} places at {site}, to start next term.",
    "Replaces the order we put in last spring.",
    "Please split the invoice between {site} and the central office.",
    "Includes the import of our old {thing} list.",
)
TOPICS = ("Prices", "Demonstration", "Training", "Hosting", "Moving from another system", "Opening hours")
ENQUIRIES = (
    "We run a stock room for {thing} at {site} and would like a price for {n} places.",
    "Could somebody show us the {screen} screen? We are looking at three suppliers and want to decide by the summer.",
    "Does version {version} still work with our label printers, and what would the change cost for {n} places?",
    "We counted {thing} by hand last year and never want to do it again. Do you offer a trial for {site}?",
    "How long does it take to move the records of {site} from our present system to yours?",
    "Is the {screen} module part of the basic licence or is it charged for on its own?",
    "I saw your stand at the trade fair and would like the brochure about the {screen} module.",
)
CALL_TOPICS = (
    "{screen} screen stays empty",
    "Printing the {screen}",
    "Slow since version {version}",
    "Wrong total in the {screen}",
    "New colleague cannot log in",
)
CALLS = (
    "Since the update to version {version} the {screen} screen takes about {n} seconds to open.",
    "The total on the {screen} page does not match the list below it; the difference is {n}.",
    "When we print the {screen} for {site}, the last page comes out blank.",
    "We scanned {n} boxes of {thing} and only half of them show up in the {screen}.",
    "After the import, {thing} are listed twice at {site}.",
    "How do we give a new colleague the right to see the {screen} but not to change it?",
)
AGENT_COMMENTS = (
    "I can see this on our test system too and have passed it to the developers.",
    "Please try again after the update tonight and let me know.",
    "The import file has an empty line after row {n}; without it the {screen} is right.",
    "This is fixed in version {version}. Shall I book the update for you?",
    "I have changed the setting for {site}; a new login is needed to see it.",
)
CALLER_COMMENTS = (
    "Thank you, that has done the trick.",
    "Still the same this morning at {site}, I am afraid.",
    "It works on one computer and not on the other {n}.",
    "Attached is the picture of the {screen} you asked for.",
    "Yes please, any evening after six would suit us.",
)
DELEGATE_COMMENTS = (
    None,
    None,
    None,
    "Will arrive a little late because of the train.",
    "Has worked with version {version} before.",
    "Wants to see the {screen} in detail.",
    "Sent by {site} together with two others.",
)
INTERESTS = (
    "stock control; school business",
    "procurement; cloud hosting",
    "timetables; warehouse design",
    "local government; software",
    "gardening; logistics",
)

TEXTS = (
    "Half price on label rolls until Friday. Reply STOP to end.",
    "New in version {version}: the {screen} on your telephone. Reply STOP to end.",
    "Our shop is open on Saturday, with {n} barcode packs in stock. Reply STOP to end.",
)
TEXT_REPLIES = ("Thanks!", "Please don't stop, these are useful", "Which shop?", "OK")
RESOLD = ("Label rolls", "Handheld scanner", "Receipt printer", "Licence for one place", "Thermal ribbon, box of six")
FEEDBACK = (
    "",
    "More time for the {screen}, please.",
    "The room was cold in the morning, and the coffee was black.",
    "Would have liked the handout for version {version} beforehand.",
    "Nothing, it was all clear.",
)
MAILS = (
    "Could you send the price list for {n} places to our office? We compare three systems.",
    "Thank you for the talk last week. The {screen} was what we were looking for.",
    "Our delivery of {thing} has not come yet. Could you look into it?",
    "Please send the invoice to {site} from now on.",
)


def filled(rng: random.Random, text: str | None) -> str:
    """A text with its gaps filled; the same text again is likely to read differently."""
    if text is None:
        return ""
    return text.format(
        site=rng.choice(SITES),
        screen=rng.choice(SCREENS),
        version=rng.choice(VERSIONS),
        thing=rng.choice(THINGS),
        n=rng.randrange(3, 90),
    )
