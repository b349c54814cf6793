"""Makers of single values for the tuning tables: valid identifiers, names, things. Each takes a `random.Random`."""

from __future__ import annotations

import hashlib
import string
import uuid
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from stdnum import ean, luhn
from stdnum.gb import nhs, utr

from scanners.recognisers.learner_number import is_learner_number

GIVEN = (
    "Aarna Adesuwa Aled Amelie Amaya Angharad Ansel Anwen Arabella Ashleigh Bartholomew Bethan Blessing Briony Caitlin Caspar "
    "Cerys Chantelle Clementine Cormac Dafydd Darcey Delphine Demi Dominic Eilidh Eimear Elodie Elspeth Emmanuel Ezra Fenella "
    "Fergus Finn Fionnuala Fleur Gethin Godfrey Gwilym Harvinder Hettie Honor Huw Idris Ilaria Innes Isadora Ishaan Jago Jemima "
    "Jerome Jocelyn Kezia Keira Kirsten Kwabena Lachlan Lottie Lowri Maeve Mairi Marcin Mbali Meghan Mhairi Montgomery Myfanwy "
    "Nayeli Nerys Ngaio Niall Nkechi Ottilie Padraig Parminder Perran Piers Quentin Rafferty Rhiannon Ronan Rosalind Rufus "
    "Saoirse Seamus Selina Shanelle Sorcha Sukhdeep Tabitha Tegan Thaddeus Tiernan Tomos Tyrone Ulrika Verity Wanda Xavier "
    "Yetunde Yuto Zainab Zuzanna James Sarah David Emma Mohammed Olivia Wei Priya Michael Susan Daniel Aisha Peter Karen"
).split()
FAMILY = (
    "Abernathy Achterberg Adeyinka Ainsworth Appleby Arkwright Ashcroft Babatola Bagshaw Bainbridge Bancroft Barraclough Bhogal "
    "Bickerstaff Birtwistle Blenkinsop Bracegirdle Braithwaite Broadbent Buchanan Cadwallader Cartwright Chatterjee Cholmondeley "
    "Clutterbuck Colquhoun Crabtree Crowther Cuthbert Dalgleish Dhaliwal Drinkwater Eccleston Entwistle Fairclough Fanshawe "
    "Featherstone Fothergill Gaskell Gilchrist Gillespie Goodall Grimshaw Gunawardena Haddock Haigh Hargreaves Hathaway Heslop "
    "Hinchliffe Holdsworth Huddleston Inglis Jagger Jeffries Jubb Kershaw Kilpatrick Kowalczyk Lancashire Langley Leadbetter "
    "Lightfoot Longbottom Lockwood MacGregor Mainwaring McAllister McIntyre Meikle Micklethwait Mukherjee Nandakumar Nettleton "
    "Nightingale Nwachukwu Oakley Ogden Olusegun Ormerod Oyelaran Pankhurst Pemberton Pettigrew Postlethwaite Pradhan Prendergast "
    "Radcliffe Ramsbottom Rawcliffe Redfern Rigby Rosenthal Satterthwaite Scargill Shackleton Sidebottom Siddall Srinivasan "
    "Stainthorpe Strachan Sugden Szymanski Tattersall Thackeray Threlfall Tinsley Trevelyan Udall Underwood Venkatesan Wadsworth "
    "Wainwright Walmsley Whitworth Wigglesworth Winterbottom Wolstenholme Worthington Yardley Zhukov Smith Patel Jones Khan Nguyen "
    "O'Brien Williams Ahmed Taylor Singh Brown Evans Hussain Lee Wilson Kaur"
).split()
STREETS = "Mill High Church Station Victoria Park Queens Kings Albert Chapel Grange Manor Orchard Springfield Windsor Alma Bridge Priory Oak Elm".split()
KINDS = "Street Road Lane Avenue Close Drive Way Crescent Terrace Gardens Place Grove Court Rd St Ave".split()
TOWNS = (
    "Todmorden Ilkley Otley Skipton Settle Keswick Ambleside Whitby Malton Thirsk Selby Goole Louth Boston Spalding Stamford "
    "Oakham Melton Hinckley Rugeley Cannock Leek Buxton Matlock Bakewell Glossop Hyde Sale Altrincham Knutsford Nantwich Sandbach "
    "Leominster Ludlow Bridgnorth Evesham Malvern Tewkesbury Stroud Cirencester Chippenham Devizes Frome Glastonbury Minehead "
    "Barnstaple Bideford Tiverton Totnes Looe Fowey Lewes Rye Deal Sandwich Hythe Diss Thetford Cromer Beccles Harwich"
).split()
AREAS = "LS M B SW SE N NW W E CF G EH BS NE L S OX CB BN YO HX BD HD PR".split()
DOMAINS = "gmail.com outlook.com yahoo.co.uk btinternet.com hotmail.co.uk icloud.com sky.com acme.co.uk meridianfoods.com northfield.sch.uk quay.example".split()
COMPANIES = [
    f"{a} {b}{c}"
    for a in "Northfield Bluebird Summit Harrow Ashgrove Pennine Castle Redwood Taylor Beacon Marlow Oakfield Kestrel Brunel Hudson Sterling".split()
    for b, c in (
        ("Plumbing", " Ltd"),
        ("Foods", ""),
        ("Logistics", " plc"),
        ("& Sons", ""),
        ("Consulting", " LLP"),
        ("Textiles", " Limited"),
    )
]
PRODUCTS = [
    f"{a} {b}"
    for a in "Oslo Windsor Classic Alpine Urban Harper Stanley Chelsea Aurora Compact Deluxe Ruby Jasmine Victoria".split()
    for b in "Chair;Desk Lamp;Storage Box;Mug;Rain Jacket;Notebook A5;Office Chair;Bookcase;Blanket;Trainers".split(";")
]
JOBS = (
    "Account Manager;Software Engineer;Finance Director;HR Business Partner;Teaching Assistant;Staff Nurse;Site Supervisor;Head of Sales;"
    "Office Administrator;Marketing Executive;Data Analyst;Warehouse Operative;Chef de Partie;Project Manager;Solicitor;Bus Driver;Care Worker"
).split(";")
COURSES = (
    "Level 3 Diploma in Leadership;First Aid at Work;Introduction to Python;Food Hygiene Level 2;Prince2 Foundation;Fire Warden Training;"
    "Customer Service Skills;AAT Bookkeeping;IOSH Managing Safely;British Sign Language;Project Management;Excel Advanced"
).split(";")
NOTES = (
    "Called about the late delivery, will ring back on Monday;Paid by card, no further action needed;Asked for a copy of the invoice to be sent again;"
    "Left a message with reception and waiting to hear;Happy with the service so far, renew next spring;Requested a larger size in navy;"
    "Meeting moved to Thursday because of the trains;Quote sent for forty licences, decision by the end of term"
).split(";")
DRUGS = "Ibuprofen Paracetamol Amoxicillin Atorvastatin Metformin Ramipril Omeprazole Sertraline Salbutamol Levothyroxine Amlodipine Lansoprazole Codeine".split()
MAKES = (
    "Ford Vauxhall Toyota Nissan Skoda Audi Renault Peugeot Fiat Volvo Mercedes Kia Hyundai Seat Mazda Honda".split()
)


def given(r: Random) -> str:
    """A given name."""
    return r.choice(GIVEN)


def family(r: Random) -> str:
    """A family name, one in twelve double-barrelled."""
    return r.choice(FAMILY) if r.random() > 0.08 else f"{r.choice(FAMILY)}-{r.choice(FAMILY)}"


def full(r: Random) -> str:
    """Given name and family name, some with a title or an initial."""
    title = r.choice(("Mr ", "Mrs ", "Ms ", "Dr ")) if r.random() < 0.1 else ""
    middle = f" {r.choice(string.ascii_uppercase)}" if r.random() < 0.1 else ""
    return f"{title}{given(r)}{middle} {family(r)}"


def comma(r: Random) -> str:
    """Family name, comma, given name."""
    return f"{family(r)}, {given(r)}"


def upper(r: Random) -> str:
    """A full name in capitals."""
    return full(r).upper()


def email(r: Random) -> str:
    """A person's address."""
    a, b = given(r).lower(), family(r).lower().replace("'", "").replace("-", "")
    local = r.choice((f"{a}.{b}", f"{a[0]}{b}", f"{a}{b}{r.randint(1, 99)}", f"{b}.{a}", f"{a}_{r.randint(60, 99)}"))
    return f"{local}@{r.choice(DOMAINS)}"


def role(r: Random) -> str:
    """A role's mailbox."""
    return f"{r.choice(('info', 'sales', 'accounts', 'enquiries', 'hello', 'office'))}@{r.choice('abcdefgh')}{r.randint(1, 999)}.co.uk"


def mobile(r: Random) -> str:
    """A British mobile number as people write it."""
    d = f"7{r.choice('3456789')}{r.randint(0, 10**8 - 1):08d}"
    return r.choice((f"0{d}", f"0{d[:4]} {d[4:]}", f"+44 {d[:4]} {d[4:]}", f"+44{d}", f"0{d[:4]} {d[4:7]} {d[7:]}"))


def landline(r: Random) -> str:
    """A British landline."""
    area, rest = r.choice(
        (
            ("020", f"7{r.randint(0, 999):03d} {r.randint(0, 9999):04d}"),
            ("0113", f"2{r.randint(0, 99):02d} {r.randint(0, 9999):04d}"),
            ("0161", f"4{r.randint(0, 99):02d} {r.randint(0, 9999):04d}"),
            ("01904", f"{r.randint(200000, 699999)}"),
        )
    )
    return r.choice((f"{area} {rest}", f"({area}) {rest}", f"{area}{rest}".replace(" ", "")))


def bare_mobile(r: Random) -> str:
    """A mobile number that a spreadsheet robbed of its nought."""
    return f"7{r.choice('3456789')}{r.randint(0, 10**8 - 1):08d}"


def american(r: Random) -> str:
    """A number of the United States."""
    return f"({r.randint(201, 989)}) {r.randint(200, 999)}-{r.randint(0, 9999):04d}"


def postcode(r: Random) -> str:
    """A postcode with its space."""
    return f"{r.choice(AREAS)}{r.randint(1, 28)} {r.randint(1, 9)}{r.choice('ABDEFGHJLNPQRSTUWXYZ')}{r.choice('ABDEFGHJLNPQRSTUWXYZ')}"


def postcode_run(r: Random) -> str:
    """A postcode without it, some in small letters."""
    code = postcode(r).replace(" ", "")
    return code.lower() if r.random() < 0.3 else code


def street(r: Random) -> str:
    """A numbered street."""
    flat = f"Flat {r.randint(1, 40)}, " if r.random() < 0.15 else ""
    return f"{flat}{r.randint(1, 240)}{r.choice(('', '', '', 'a'))} {r.choice(STREETS)} {r.choice(KINDS)}"


def address(r: Random) -> str:
    """A whole postal address."""
    return f"{street(r)}, {r.choice(TOWNS)}, {postcode(r)}"


def nino(r: Random) -> str:
    """A National Insurance number."""
    while True:
        a = r.choice("ABCEGHJKLMNPRSTWXYZ") + r.choice("ABCEGHJKLMNPRSTWXYZ")
        if a not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}:
            break
    n = f"{r.randint(0, 999999):06d}"
    tail = r.choice("ABCD")
    return r.choice((f"{a}{n}{tail}", f"{a} {n[:2]} {n[2:4]} {n[4:]} {tail}"))


def nhs_number(r: Random) -> str:
    """A number with the NHS check digit."""
    while True:
        n = f"{r.choice('4567')}{r.randint(0, 99999999):08d}".replace("5", "6", 1)
        for c in "0123456789":
            if nhs.is_valid(n + c):
                return n + c if r.random() < 0.5 else f"{n[:3]} {n[3:6]} {n[6:]}{c}"


def tax(r: Random) -> str:
    """A taxpayer reference."""
    while True:
        n = f"{r.randint(10**8, 10**9 - 1)}"
        for c in "123456789":
            if utr.is_valid(c + n):
                return c + n


def learner(r: Random) -> str:
    """A learner number."""
    while True:
        n = str(r.randint(10**9, 10**10 - 1))
        if is_learner_number(n):
            return n


def card(r: Random) -> str:
    """A card number."""
    n = r.choice(("4", "51", "55", "2221", "37"))
    n += "".join(str(r.randint(0, 9)) for _ in range((14 if n == "37" else 15) - len(n)))
    n += luhn.calc_check_digit(n)
    return n if r.random() < 0.5 or len(n) == 15 else f"{n[:4]} {n[4:8]} {n[8:12]} {n[12:]}"


def sort_code(r: Random) -> str:
    """A sort code."""
    return f"{r.randint(1, 99):02d}-{r.randint(0, 99):02d}-{r.randint(0, 99):02d}"


def digits(n: int) -> Callable[[Random], str]:
    """A maker of n random digits, the first not nought."""
    return lambda r: str(r.randint(10 ** (n - 1), 10**n - 1))


def iban(r: Random) -> str:
    """A British IBAN."""
    bban = f"{r.choice(('NWBK', 'BARC', 'LOYD', 'MIDL'))}{r.randint(0, 10**14 - 1):014d}"
    number = int("".join(str(int(c, 36)) for c in bban + "GB00"))
    return f"GB{98 - number % 97:02d}{bban}"


def licence(r: Random) -> str:
    """A driving licence number."""
    name = (r.choice(FAMILY).upper().replace("'", "").replace("-", "") + "9999")[:5]
    month = r.randint(1, 12) + (50 if r.random() < 0.5 else 0)
    return f"{name}{r.randint(5, 9)}{month:02d}{r.randint(1, 28):02d}{r.randint(0, 9)}{r.choice(string.ascii_uppercase)}9{r.randint(2, 9)}{r.choice('ABCDEF')}{r.choice('ABCDEF')}"


def plate(r: Random) -> str:
    """A current registration mark."""
    s = "ABCDEFGHJKLMNPRSTUVWXYZ"
    return f"{r.choice('ABCDEFGHKLMNOPRSVWY'.replace('O', ''))}{r.choice('ABCDEFGHJKLMNPRSTUVWXY')}{r.choice(('12', '15', '18', '21', '63', '67', '70', '73'))}{r.choice((' ', ''))}{r.choice(s)}{r.choice(s)}{r.choice(s)}"


def day(first: date, last: date, form: str) -> Callable[[Random], str]:
    """A maker of dates."""
    return lambda r: (first + timedelta(days=r.randint(0, (last - first).days))).strftime(form)


def birth(form: str) -> Callable[[Random], str]:
    """A maker of dates of birth of grown-ups."""
    return day(date(1941, 1, 1), date(2005, 12, 31), form)


def recent(form: str) -> Callable[[Random], str]:
    """A maker of dates of business."""
    return day(date(2019, 1, 1), date(2026, 6, 30), form)


def ip(r: Random) -> str:
    """A public IPv4 address."""
    return (
        f"{r.choice((51, 81, 86, 92, 109, 151, 188, 203))}.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}"
    )


def ip6(r: Random) -> str:
    """An IPv6 address."""
    return "2a02:" + ":".join(f"{r.randint(0, 65535):x}" for _ in range(7))


def mac(r: Random) -> str:
    """A hardware address."""
    return ":".join(f"{r.randint(0, 255):02x}" for _ in range(6))


def agent(r: Random) -> str:
    """A user agent."""
    return f"Mozilla/5.0 ({r.choice(('Windows NT 10.0; Win64; x64', 'iPhone; CPU iPhone OS 17_1 like Mac OS X', 'X11; Linux x86_64'))}) AppleWebKit/537.36 Chrome/{r.randint(90, 130)}.0.{r.randint(0, 999)}.0"


def guid(r: Random) -> str:
    """A UUID."""
    return str(uuid.UUID(int=r.getrandbits(128), version=4))


def digest(kind: str) -> Callable[[Random], str]:
    """A maker of digests of addresses."""
    return lambda r: hashlib.new(kind, email(r).encode()).hexdigest()


def imei(r: Random) -> str:
    """An IMEI."""
    n = "35" + "".join(str(r.randint(0, 9)) for _ in range(12))
    return n + luhn.calc_check_digit(n)


def user(r: Random) -> str:
    """An account's name."""
    a, b = given(r).lower(), family(r).lower().replace("'", "").replace("-", "")
    return r.choice((f"{a}.{b}", f"{a[0]}{b}", f"{a}{r.randint(1, 99)}", f"{b}_{a[0]}"))


def dotted_user(r: Random) -> str:
    """An account's name of the form given.family."""
    return f"{given(r).lower()}.{family(r).lower().replace(chr(39), '')}"


def key(r: Random) -> str:
    """An opaque key."""
    return "".join(r.choice(string.ascii_letters + string.digits) for _ in range(40))


def of(words: Sequence[str]) -> Callable[[Random], str]:
    """A maker that picks one of the words."""
    return lambda r: r.choice(words)


def price(r: Random) -> str:
    """An amount."""
    return f"{r.uniform(1, 900):.2f}"


def sku(r: Random) -> str:
    """A stock number."""
    return f"{''.join(r.choice(string.ascii_uppercase) for _ in range(3))}-{r.randint(100, 99999)}"


def order(r: Random) -> str:
    """An order number."""
    return f"ORD-{r.randint(10000, 999999)}"


def version(r: Random) -> str:
    """A version of four parts."""
    return f"{r.randint(1, 12)}.{r.randint(0, 20)}.{r.randint(0, 9)}.{r.randint(0, 40)}"


def link(r: Random) -> str:
    """A page's address."""
    return f"/{r.choice(('products', 'blog', 'courses'))}/{r.choice(('chair', 'desk', 'lamp', 'news'))}-{r.randint(1, 999)}"


def link_with_address(r: Random) -> str:
    """A link that carries an address."""
    return (
        f"https://shop.example/unsubscribe?list={r.randint(1, 9)}&email={email(r).replace('@', r.choice(('@', '%40')))}"
    )


def isbn(r: Random) -> str:
    """A book's number with its check digit."""
    number = f"978{r.randint(0, 10**9 - 1):09d}"
    return number + ean.calc_check_digit(number)
