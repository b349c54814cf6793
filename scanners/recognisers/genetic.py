"""Genetic data: tests, results, inherited conditions and carriers (Art. 4(13), Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser, phrases

CATEGORY = "user.health_and_medical.genetic"

FOUND = (
    ("She carries the BRCA1 mutation", "BRCA1 mutation"),
    ("awaiting genetic test results", "genetic test"),
    ("He is a sickle cell carrier", "sickle cell carrier"),
    ("DNA test confirmed paternity", "DNA test"),
    ("Huntington's disease in the family", "Huntington's disease"),
    ("diagnosed with Lynch syndrome", "Lynch syndrome"),
)
LEFT = (
    "Customer service is in our DNA",
    "a genetic algorithm for timetabling",
    "no genetic testing was done",
    "the gene pool of ideas",
    "Mr Gene Lynch called",
    "Huntington Street office",
    "the general test results",
    "Genetics module, year 2",
)
UNDER = (("genetic_results", "APOE e4 positive", "APOE e4 positive"),)

STATED = phrases(
    r"""
    brca ?[12]?(?: (?:gene|mutation|positive|carrier)(?: mutation)?) ; brca[12] ;
    genetic (?:tests?|testing|disorder|condition|counsell(?:ing|or)|screening|predisposition|mutation|carrier|\
      results?|profile|data|sequence|marker|disease) ;
    dna (?:tests?|testing|samples?|profile|results?|swab|analysis|sequence) ;
    gene (?:mutation|variant|carrier|therapy) ; carrier of (?:the |a )?(?:\w+ ){0,2}gene ;
    huntington's(?: disease)? ; lynch syndrome ; karyotype ; (?:whole )?genome sequenc(?:e|ed|ing) ;
    sickle cell (?:trait|carrier) ; cystic fibrosis carrier ; thalass?aemia (?:trait|carrier) ;
    (?:hereditary|inherited) (?:cancer|condition|disease|disorder|heart condition) ; tay sachs(?: carrier)? ;
    fragile x(?: syndrome)? ; klinefelter(?:'s)? syndrome ; turner(?:'s)? syndrome ; factor v leiden ;
    chromosom(?:e|al) (?:abnormality|deletion|disorder|test) ;
    family history of (?:\w+ )?(?:cancer|heart disease|huntington's) ;
    """
)
GUARDS = phrases(
    r"""
    (?:our|company|its|corporate|brand|team) dna ; genetic algorithms? ; dna (?:lounge|magazine) ;
    """
)
HEADERS = phrases(
    r"""
    genetic(?: (?:test|results?|data|condition))?s? ; dna (?:result|profile|sample)s? ; genotype ; genome ;
    """
)


def recogniser() -> EntityRecognizer:
    """Words of genetic data."""
    return TermRecogniser("genetic", stated=STATED, guards=GUARDS, headers=HEADERS)
