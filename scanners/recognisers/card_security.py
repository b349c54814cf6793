"""What stands beside a payment card's number: its security code and its expiry."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern

from scanners.context import NearPattern
from scanners.whole import Whole, matcher

CATEGORY = "user.financial.credit_card"
COLUMN = "header"
NEEDS = r"\d"

FOUND = (
    ("card 4012 8888 8888 1881, CVV 123", "123"),
    ("security code: 9876 on the Amex", "9876"),
)
LEFT = ("CVV is required", "room 123", "door security code 12345", "code 123 on the form")

WHOLE = Whole(
    called="codes or months of a payment card",
    is_one=matcher(r"\d{3,4}"),
    loose=matcher(r"\d{3,4}|(?:0?[1-9]|1[0-2])[/-](?:\d{2}|20\d{2})|20\d{2}-\d{2}|\*{3,4}"),
    header=r"\b(?:cvv ?2?|cvc ?2?|cv2|cvn|csc|(?:card )?security code|card (?:verification|expiry|expires|exp(?: "
    r"date)?|expiration)(?: \w+)?|cc exp(?:iry)?|expiry (?:mm ?yy|month year))\b",
    against=r"\b(?:door|alarm|passport|licen[cs]e|type)\b",
    proof="header",
    beside=("credit_card",),
    beside_is_one=matcher(r"\d{3}|(?:0[1-9]|1[0-2])[/-](?:\d{2}|20\d{2})"),
)


def recogniser() -> EntityRecognizer:
    """Security codes beside the word."""
    pattern = Pattern("three or four digits", r"\b\d{3,4}\b(?!\d)", 0.1)
    return NearPattern("card_security", [pattern], ["cvv", "cvc", "cvv2", "cv2", "security code"], reach=16)
