"""Fictional people: names, addresses and numbers that belong to nobody.

Here: who a made-up person is. Not here: which store holds them, or what is done with their data.

Mobile and geographic numbers are those Ofcom keeps for drama (ofcom.org.uk, 'Telephone numbers for drama use');
e-mail domains end in ``.example`` (RFC 2606); postcodes have the shape of real ones in districts that do not exist.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words(
    """
    Aaliyah Aaron Abigail Adaeze Adam Aisha Alastair Alice Amara Amelia Amir Andrew Angharad Anika Anthony
    Arjun Bethan Bilal Bridget Bronwen Callum Carys Catherine Chloe Christian Ciara Clare Connor Daniel
    Deborah Declan Deepak Dilys Dominic Duncan Eilidh Eleanor Elif Emeka Emily Erin Esther Ewan Fatima Fiona
    Frances Gareth Gemma Geoffrey Grace Graham Gurpreet Hamish Hannah Harriet Hassan Helen Imogen Imran Ingrid
    Iona Isla Jack Jamal James Jasmine Joanna Joel Joseph Joshua Karen Kavita Keith Khadija Kiran Laura Leila
    Lewis Linh Louise Lucy Magdalena Malcolm Manjit Marcus Margaret Maryam Matthew Megan Mehmet Michael Moira
    Mohammed Morag Nadia Natalie Neil Ngozi Niamh Nicholas Nikhil Oliver Olivia Omar Oonagh Owen Parveen
    Patrick Paul Peter Philippa Piotr Priya Rachel Rebecca Rhys Robert Rosalind Ruth Ryan Saoirse Sarah Sean
    Shanice Sian Simon Siobhán Sofia Stephen Suki Susan Tamsin Tariq Tegan Terence Thomas Tomasz Ursula
    Victoria Vikram Wei William Xin Yasmin Yusuf Zainab Zoë
    """
)
LAST = _words(
    """
    Abara Abernethy Achebe Adebayo Adeyemi Ahmed Ainsworth Akhtar Ali Armitage Ashworth Atkinson Bainbridge
    Banerjee Barrowclough Begum Bhatt Birtwistle Blackwood Bose Bowyer Braithwaite Brennan Butterworth
    Calderwood Campbell Chan Chatterjee Choudhury Clegg Coates Cooke Cunliffe Davies Desai Dhillon Donnelly
    Doyle Drummond Dunne Eastwood Eccles Edwards Ellis Evans Fairclough Farooq Featherstone Fitzgerald
    Fletcher Forsyth Gallagher Galloway Garside Ghosh Gill Goodwin Greenhalgh Griffiths Gupta Hague Hardcastle
    Hargreaves Haworth Henderson Heslop Hinchliffe Holroyd Howells Hughes Hussain Ibrahim Iqbal Iyer Jenkins
    Jones Kamara Kapoor Kaur Kavanagh Kelly Kenyon Khan Kirkbride Kowalski Lamb Lister Llewellyn Lomas
    MacDonald MacKenzie Mahmood Malik McAllister McBride McGrath Mehta Mellor Mensah Metcalfe Mirza Mistry
    Moorhouse Morgan Murphy Naylor Nguyen Nowak Nwosu Obi O'Brien O'Connor Ogden Okafor Oldroyd O'Neill
    Osborne Osei Owusu Parkinson Parry Patel Pickering Pilkington Popescu Prescott Pritchard Quigley Quinn
    Rafferty Rahman Ramsbottom Rao Rawlinson Redfern Rees Roberts Rowntree Russell Sandhu Scholes Schofield
    Shah Sharma Sheikh Shackleton Siddiqui Singh Slater Stirling Sutcliffe Suleiman Tattersall Thackray
    Thistlethwaite Thompson Tran Trelawney Underwood Usman Varley Vaughan Wadsworth Walsh Whitworth
    Wolstenholme Wong Yildiz Zielinski
    """
)
STREETS = _words(
    """
    Alder Ashgrove Beechwood Bramley Brook Chapelgate Copperfield Cromwell Elmfield Fairmead Foundry Foxglove
    Garnet Greenbank Hawthorn Heather Juniper Kestrel Larkhill Laurel Linden Meadow Millbank Mulberry Oakdale
    Orchard Paddock Quarry Riverside Rowan Saddler Sandringham Skylark Spindle Thornfield Tollgate Vicarage
    Wharf Willow Woodbine
    """
)
STREET_KINDS = ("Street", "Road", "Lane", "Avenue", "Close", "Terrace", "Drive", "Way")
CITIES = _words(
    """
    Brackley Bridgewater Carrowdale Eastmere Fellbrook Harrowgate Kingsferry Langholme Marlbrook Netherby
    Northwick Oakhampton Ravensworth Saltmarsh Stonebeck Thornley Upperdale Westhaven Whitcombe Wychford
    """
)
AREAS = (("SR", 10, 19), ("DL", 18, 29), ("HX", 8, 19), ("LD", 9, 19), ("TS", 31, 49), ("DN", 42, 54), ("CA", 29, 49))
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
MAIL_WORDS = _words(
    """
    brightwater fernhill copperleaf northgate silverbirch redkite stonebridge larkfield tidewell moorside
    quayhouse ashbourne whitestone bluefinch hollowoak greyfriars
    """
)
COMPANY_FIRST = _words(
    """
    Aldgate Arrowmark Bellwether Brightwater Calder Castlegate Copperleaf Eastmoor Fernhill Foundry Greenshaw
    Hollinwood Keystone Larkfield Millstone Moorside Northgate Oakwell Pennine Quayside Ravensworth Redkite
    Silverbirch Stonebridge Thornbury Tidewell Westbrook Whitestone
    """
)
COMPANY_LAST = (
    "Training Ltd",
    "Skills Ltd",
    "Apprenticeships Ltd",
    "Engineering Ltd",
    "Logistics Ltd",
    "Foods plc",
    "College",
    "Learning Trust",
    "Housing Association",
    "Care Services Ltd",
)
JOBS = (
    "Quality Manager",
    "Head of Apprenticeships",
    "Training Coordinator",
    "Operations Director",
    "Curriculum Lead",
    "Managing Director",
    "Learning Technologist",
    "Finance Manager",
    "Compliance Officer",
    "Skills Coach",
    "HR Business Partner",
    "Principal",
    "Assessor",
    "Data Analyst",
    "Project Officer",
    "Office Manager",
)
GEOGRAPHIC = ("020 7946 0", "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0", "0121 496 0")


@dataclass(frozen=True)
class Person:
    """One fictional person; ``number`` counts from 1 within one generator."""

    number: int
    first: str
    last: str
    name: str
    email: str
    phone: str
    street: str
    city: str
    postcode: str
    company: str
    job_title: str
    born: date


class People:
    """Makes people from a seeded generator: unique names' e-mail addresses, numbers unique while the ranges last."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._made = 0
        mobiles = [f"07700 900{n:03d}" for n in range(1000)]
        offices = [f"{stem}{n:03d}" for stem in GEOGRAPHIC for n in range(1000)]
        rng.shuffle(mobiles)
        rng.shuffle(offices)
        # One mobile to two office numbers while mobiles last.
        self._phones = [n for i, mobile in enumerate(mobiles) for n in (mobile, *offices[2 * i : 2 * i + 2])]
        self._phones += offices[2 * len(mobiles) :]

    def person(self) -> Person:
        """The next person, a grown-up."""
        rng = self._rng
        self._made += 1
        first, last = rng.choice(FIRST), rng.choice(LAST)
        area, low, high = rng.choice(AREAS)
        return Person(
            number=self._made,
            first=first,
            last=last,
            name=f"{first} {last}",
            email=f"{_plain(first)}.{_plain(last)}.{self._made}@{rng.choice(MAIL_WORDS)}.example",
            phone=self._phones[(self._made - 1) % len(self._phones)],
            street=f"{rng.randint(1, 189)} {rng.choice(STREETS)} {rng.choice(STREET_KINDS)}",
            city=rng.choice(CITIES),
            postcode=f"{area}{rng.randint(low, high)} {rng.randint(1, 9)}{rng.choice(INWARD)}{rng.choice(INWARD)}",
            company=f"{rng.choice(COMPANY_FIRST)} {rng.choice(COMPANY_LAST)}",
            job_title=rng.choice(JOBS),
            born=date(1955, 1, 1) + timedelta(days=rng.randrange(45 * 365)),
        )


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(c for c in folded.lower() if c.isalpha())
