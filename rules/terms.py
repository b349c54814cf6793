"""The closed vocabularies of the field, as the law and the W3C Data Privacy Vocabulary use them.

What belongs here: words that a notice, a map or a rule may say and that have one meaning in the law. Data categories
live in ``rules.categories``; columns of relations in ``rules.relations``.
"""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a night says of a clause. Only KEPT means that the promise was proved."""

    KEPT = "kept"
    BROKEN = "broken"
    UNPROVED = "unproved"
    ATTESTED = "attested"


class LawfulBasis(StrEnum):
    """UK GDPR Art. 6(1)(a) to (f), in its order."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"

    @property
    def dpv(self) -> str:
        """The W3C DPV term, e.g. ``eu-gdpr:A6-1-a``."""
        return f"eu-gdpr:A6-1-{'abcdef'[list(LawfulBasis).index(self)]}"


class SpecialCondition(StrEnum):
    """UK GDPR Art. 9(2)(a) to (j), in its order."""

    EXPLICIT_CONSENT = "explicit_consent"
    EMPLOYMENT = "employment"
    VITAL_INTERESTS = "vital_interests"
    NOT_FOR_PROFIT = "not_for_profit"
    MADE_PUBLIC = "made_public"
    LEGAL_CLAIMS = "legal_claims"
    PUBLIC_INTEREST = "public_interest"
    HEALTH_CARE = "health_care"
    PUBLIC_HEALTH = "public_health"
    RESEARCH = "research"

    @property
    def dpv(self) -> str:
        """The W3C DPV term, e.g. ``eu-gdpr:A9-2-a``."""
        return f"eu-gdpr:A9-2-{'abcdefghij'[list(SpecialCondition).index(self)]}"


class Remedy(StrEnum):
    """What is proposed for a flagged record. Nothing is carried out without two people's approval."""

    ERASE = "erase"
    BLANK_FIELDS = "blank_fields"
    REDACT = "redact"
    REDUCE_TO_SUPPRESSION = "reduce_to_suppression"
    RESTRICT = "restrict"
    SUPPRESS = "suppress"
    CORRECT = "correct"
    TASK = "task"


class Role(StrEnum):
    """Who holds a store: the controller itself, or a processor for it (Art. 4(7), 4(8))."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"


class SubjectType(StrEnum):
    """In which capacity a record speaks of a data subject."""

    CANDIDATE = "candidate"
    EMPLOYEE = "employee"
    CONTACT = "contact"
    PROSPECT = "prospect"
    CLIENT = "client"
    CUSTOMER = "customer"
    SUBSCRIBER = "subscriber"
    DELEGATE = "delegate"
    ENQUIRER = "enquirer"
    VISITOR = "visitor"
    REQUESTER = "requester"
    CORRESPONDENT = "correspondent"
    PRODUCT_USER = "product_user"
    SUPPORT_CALLER = "support_caller"
    SUPPLIER = "supplier"
    FOLLOWER = "follower"
    PUPIL = "pupil"
    OTHER = "other"


class Right(StrEnum):
    """The data subject's rights a register speaks of, UK GDPR Arts. 7(3), 15 to 22, and complaints (DPA s.164A)."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"
    COMPLAINT = "complaint"
