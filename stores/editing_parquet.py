"""Rows taken out of, or changed in, a Parquet file. The file is written anew: same schema, compression and metadata.

What belongs here: the edit. Which rows: ``stores.locating``'s. A Parquet file has no bytes that could stay as they are:
every other row keeps its values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from stores.errors import SourceError
from stores.files_find import SourceFile
from stores.files_open import seekable
from stores.locating import Place
from stores.rewriting import replacing


def edit_parquet(file: SourceFile, lines: Mapping[int, Sequence[Place]]) -> None:
    """Take rows out of a Parquet file, or change text in them.

    Raises:
        SourceError: the file cannot be read or written, or a column cannot be emptied.
    """
    try:
        with seekable(file) as stream, pq.ParquetFile(stream) as source:
            whole = source.read()
            groups = [source.metadata.row_group(n) for n in range(source.num_row_groups)]
        packed = groups[0].column(0).compression.lower() if groups and groups[0].num_columns else "snappy"
        size = max((group.num_rows for group in groups), default=1)
        for number, places in lines.items():
            for place in places:
                for column, text in place.new.items():
                    whole = _changed(whole, number - 1, column, text, file)
        gone = {number - 1 for number, places in lines.items() if any(not place.new for place in places)}
        if gone:
            whole = whole.filter(pa.array([n not in gone for n in range(whole.num_rows)], pa.bool_()))
    except (pa.ArrowException, OSError, KeyError, IndexError):
        raise SourceError(f"{file.name}: the Parquet file cannot be taken apart; nothing was erased in it") from None
    with replacing(file) as out:
        codec = "none" if packed == "uncompressed" else packed
        pq.write_table(whole, out, compression=codec, row_group_size=max(1, size))


def _changed(whole: pa.Table, row: int, column: str, text: str | None, file: SourceFile) -> pa.Table:
    place = next(n for n, name in enumerate(whole.column_names) if name.lower() == column.lower())
    kept = whole.schema.field(place)
    if text is None and not kept.nullable:
        raise SourceError(f"{file.name}: {column} may not be empty; nothing was erased in it")
    if text is not None and not (pa.types.is_string(kept.type) or pa.types.is_large_string(kept.type)):
        raise SourceError(f"{file.name}: {column} is no text to cut from; nothing was erased in it")
    cells = whole.column(place)
    parts = [*cells.slice(0, row).chunks, pa.array([text], kept.type), *cells.slice(row + 1).chunks]
    new = pa.chunked_array(parts, kept.type)
    return whole.set_column(place, kept, new)
