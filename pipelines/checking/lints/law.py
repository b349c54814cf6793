"""Law that is repealed, replaced, or not the law of the United Kingdom, cited as if it were.

Sources: Data Protection Act 2018 Sch. 19 para. 44 (the 1998 Act repealed); European Union (Withdrawal) Act 2018 s.3 and
the DPPEC Regulations 2019 (S.I. 2019/419: the UK GDPR); C-311/18 Schrems II and C-362/14 Schrems I; Protection of
Freedoms Act 2012 s.87 (CRB and ISA merged into the DBS); Data (Use and Access) Act 2025 (Arts. 22A to 22D).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.checking.lint import Lint, Seen

KIND = "repealed-law"

REPLACED: tuple[tuple[str, str, str], ...] = (
    (
        r"data protection act,? 1998|\bdpa 1998\b",
        "The Data Protection Act 1998 was repealed on 25 May 2018.",
        "cite the UK GDPR and the Data Protection Act 2018",
    ),
    (
        r"data protection act,? 1984",
        "The Data Protection Act 1984 was repealed in 2000.",
        "cite the UK GDPR and the Data Protection Act 2018",
    ),
    (
        r"\b(?:once|when|after)\b[^.]{0,40}\bgdpr\b[^.]{0,40}\b(?:is|becomes|comes|takes) (?:effective|effect|into)",
        "It speaks of the GDPR as still to come.",
        "say what holds now",
    ),
    (
        r"\beu general data protection regulation|\beu gdpr\b|\(eu\) 2016/679|regulation \(eu\)",
        "Since 1 January 2021 the law of the United Kingdom is the UK GDPR; the EU's holds only for people there.",
        "cite the UK GDPR, and the EU's beside it only where it applies",
    ),
    (
        r"(?<!uk )\bgeneral data protection regulation\b",
        "The law of the United Kingdom is the UK GDPR.",
        "write UK GDPR",
    ),
    (
        r"\bprivacy shield\b",
        "The Privacy Shield was struck down on 16 July 2020.",
        "name the mechanism that is used: the UK-US data bridge, the IDTA or the Addendum",
    ),
    (
        r"\bsafe harbou?r\b",
        "Safe Harbor was struck down on 6 October 2015.",
        "name the mechanism that is used: the UK-US data bridge, the IDTA or the Addendum",
    ),
    (
        r"\bcriminal records bureau\b|\bcrb\b",
        "The Criminal Records Bureau became the Disclosure and Barring Service in 2012.",
        "write Disclosure and Barring Service (DBS)",
    ),
    (
        r"\bindependent safeguarding authority\b",
        "The Independent Safeguarding Authority became part of the DBS in 2012.",
        "write Disclosure and Barring Service (DBS)",
    ),
    (
        r"\boutside (?:of )?(?:the )?(?:eea|european economic area)\b(?!.*\b(?:uk|united kingdom)\b)",
        "A transfer is what leaves the United Kingdom; the EEA is abroad too.",
        "say outside the United Kingdom, and name the mechanism",
    ),
    (
        r"\bdata protection (?:registrar|commissioner)\b|\bnotified? (?:with|to) the ico under",
        "The regulator is the Information Commissioner, and registering means paying the fee.",
        "write Information Commissioner",
    ),
    (
        r"\barticle 29 working party\b",
        "The Article 29 Working Party ended on 25 May 2018.",
        "cite the regulator's guidance",
    ),
)
"""Words of a citation, what became of the law, and what to write."""


def find(seen: Seen) -> Iterator[Lint]:
    """Every sentence or heading that cites such a law; of one sentence the first that fits."""
    for said in seen.reading.said:
        for words, told, todo in REPLACED:
            if re.search(words, said.text):
                yield seen.lint(KIND, said, told, (), todo)
                break
