"""Some hundred ways in which an export can be broken, made from a seed: bytes, and how many records they hold.

``rows`` is the number of records that anyone would count in the file; None where the damage makes that a matter of
opinion, and -1 where nothing may be landed at all.
"""

import random

from tests.stores.malformed.csv_files import of_csv
from tests.stores.malformed.json_files import of_json, of_lines
from tests.stores.malformed.log_files import of_logs
from tests.stores.malformed.mail_files import of_mail
from tests.stores.malformed.packed_files import of_archives, of_gzip
from tests.stores.malformed.parquet_files import of_parquet
from tests.stores.malformed.places import of_places
from tests.stores.malformed.xlsx_files import of_xlsx
from tests.stores.malformed.xml_files import of_xml


def cases():
    """Every case, the same ones each time."""
    rng = random.Random(11)  # noqa: S311 - the same cases each time
    makers = (of_csv, of_gzip, of_json, of_lines, of_parquet, of_xlsx, of_xml, of_mail, of_logs, of_archives)
    found = [case for maker in makers for case in maker(rng)]
    return [*found, *of_places()]
