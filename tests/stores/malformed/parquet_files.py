"""Broken Parquet."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from tests.stores.malformed.csv_files import CSV
from tests.stores.malformed.export import COLUMNS, RECORDS, Case, damaged


def parquet(columns=None):
    out = io.BytesIO()
    given = columns or {name: [record[i] for record in RECORDS] for i, name in enumerate(COLUMNS)}
    pq.write_table(pa.table(given), out)
    return out.getvalue()


def of_parquet(rng):
    base = parquet()

    def case(name, data, rows=None):
        return Case(f"parquet: {name}", "parquet", {"t.parquet": data}, rows)

    yield case("sound", base, 6)
    yield case("empty", b"", -1)
    yield case("only the marks", b"PAR1PAR1", -1)
    yield case("encrypted by its mark", base[:-4] + b"PARE", -1)
    yield case("a footer that claims too much", base[:-8] + (2**31 - 1).to_bytes(4, "little") + b"PAR1", -1)
    yield case("CSV under the name", CSV, -1)
    yield case("no rows", parquet({name: pa.array([], pa.string()) for name in COLUMNS}), 0)
    yield case("other columns", parquet({"a": ["1"], "b": ["2"]}), -1)
    nested = {"id": ["1"], "name": ["x"], "note": [[{"a": [1, 2], "b": None}]]}
    yield case("nested", parquet(nested), 1)
    yield case("bytes that are no text", parquet({"id": ["1"], "name": [b"\xff\xfe"], "note": ["x"]}), 1)
    for name, data in damaged(base, rng, 24):
        yield case(name, data)
