"""The taxonomy, and that SQL and Python agree on what the law protects."""

from rules.categories import categories, covered, is_special
from rules.terms import LawfulBasis, SpecialCondition
from rules.trial import trial_connection


def test_the_macro_and_the_function_agree_on_every_category():
    with trial_connection() as con:
        said = {key: con.execute("SELECT special(?)", [key]).fetchone()[0] for key in categories()}
    assert said == {key: is_special(key) for key in categories()}
    assert sum(said.values()) >= 12


def test_a_category_covers_its_children_and_nothing_that_only_looks_alike():
    assert "user.contact.address.postal_code" in covered(["user.contact"])
    assert covered(["user.name"]) == ["user.name", "user.name.first", "user.name.last"]


def test_terms_of_the_data_privacy_vocabulary():
    assert LawfulBasis.LEGITIMATE_INTERESTS.dpv == "eu-gdpr:A6-1-f"
    assert SpecialCondition.EXPLICIT_CONSENT.dpv == "eu-gdpr:A9-2-a"
    assert SpecialCondition.RESEARCH.dpv == "eu-gdpr:A9-2-j"
