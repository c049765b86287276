"""Articles as the rows of a .parquet file."""

import sys
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from every_case import over
from pyarrow import parquet

from index.errors import UnreadableSourceError
from index.readers import formats
from index.readers import parquet as reader
from index.readers.article_from_fields import BadRecord
from index.types import RawArticle

TEXT = "The ferry to Lower Island is back. It sails on Monday, the port said."


def saved(folder: Path, columns: dict[str, object], name: str = "a.parquet") -> Path:
    parquet.write_table(pa.table(columns), folder / name)
    return folder / name


def test_columns_are_named_as_the_fields_of_jsonl(tmp_path: Path) -> None:
    file = saved(
        tmp_path,
        {
            "ID": [7, 8],
            "headline": ["Ferry is back", None],
            "body": [TEXT, f"{TEXT} It is late."],
            "source": ["Post", ""],
            "link": ["https://a.example/1", "https://b.example/2"],
            "date": pa.array(
                [datetime(2024, 3, 9, 23, tzinfo=UTC), None], pa.timestamp("ns", "UTC")
            ),
            "lang": ["en", "en"],
            "embedding": [[0.5, 0.5], [0.1, 0.2]],
        },
    )
    first, second = formats.read(file)
    assert first == RawArticle(
        "7", "Ferry is back", TEXT, "https://a.example/1", "Post", date(2024, 3, 9), "en"
    )
    assert isinstance(second, RawArticle)
    assert (second.key, second.title, second.outlet) == ("8", "", "b.example")
    assert formats.count(file) == 2


@over(
    [
        (pa.array([date(2024, 3, 9)]), date(2024, 3, 9)),
        (pa.array(["2024-03-09"]), date(2024, 3, 9)),
        (pa.array([datetime(2024, 3, 9, 5)], pa.timestamp("s")), date(2024, 3, 9)),
        (pa.array([1709942400000000001], pa.timestamp("ns")), date(2024, 3, 9)),
        (pa.array([10**12], pa.timestamp("s")), None),  # the year 33658
        (pa.array([12]), None),
        (pa.array([[1, 2]]), None),
    ]
)
def test_a_date_is_read_whatever_its_type(column: pa.Array, day: date | None) -> None:
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table({"text": [TEXT], "published": column}), sink)
    (found,) = reader.read_parquet(sink.getvalue().to_pybytes(), "a.parquet")
    assert isinstance(found, RawArticle)
    assert found.published == day


def test_bad_rows_do_not_stop_the_others(tmp_path: Path) -> None:
    file = saved(tmp_path, {"id": ["a", "b", "a", "c"], "text": [TEXT, None, "Again.", TEXT]})
    found = list(formats.read(file))
    assert [type(each) for each in found] == [RawArticle, BadRecord, BadRecord, RawArticle]
    assert [each.key for each in found] == ["a", "row 2", "row 3", "c"]


def test_what_is_no_table_of_articles_is_refused_in_one_line(tmp_path: Path) -> None:
    cases = {
        "has no column named text": saved(tmp_path, {"words": [TEXT]}, "1.parquet"),
        "has 0 rows": saved(tmp_path, {"text": pa.array([], pa.string())}, "2.parquet"),
        "is damaged or not Parquet": tmp_path / "3.parquet",
    }
    (tmp_path / "3.parquet").write_bytes(b"PAR1 and nothing")
    for reason, file in cases.items():
        with pytest.raises(UnreadableSourceError, match=reason) as refusal:
            formats.read(file)
        assert "\n" not in str(refusal.value)


def test_a_file_that_is_cut_off_inside_tells_which_rows_are_lost(tmp_path: Path) -> None:
    texts = [f"{TEXT} Number {number}." for number in range(300)]
    file = tmp_path / "a.parquet"
    parquet.write_table(
        pa.table({"text": texts}),
        file,
        row_group_size=100,
        compression="none",
        use_dictionary=False,
    )
    data = bytearray(file.read_bytes())
    start = parquet.ParquetFile(file).metadata.row_group(1).column(0).data_page_offset
    data[start : start + 40] = bytes(40)
    file.write_bytes(data)
    *read, last = formats.read(file)
    assert 64 <= len(read) <= 100  # rows are decoded some at a time
    assert isinstance(last, BadRecord)
    assert last.reason.startswith("and all below are damaged")


def test_equal_texts_are_unpacked_one_by_one(tmp_path: Path) -> None:
    """A file of some kilobytes that stands for half a gigabyte of text."""
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 100, pa.int32()), ["x" * 3_000_000])
    table = pa.table({"id": list(map(str, range(100))), "text": texts})
    file = tmp_path / "a.parquet"
    parquet.write_table(
        table, file, store_schema=False, compression="zstd", dictionary_pagesize_limit=10_000_000
    )
    assert file.stat().st_size < 100_000
    tracemalloc.start()
    before = pa.total_allocated_bytes()
    for record in formats.read(file):
        assert isinstance(record, BadRecord)  # too long for an article
        assert pa.total_allocated_bytes() - before < 50_000_000
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_without_pyarrow_one_line_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path, {"text": [TEXT]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UnreadableSourceError, match=r'-e "\.\[cloud\]"` in the clone'):
        formats.read(file)
    assert formats.count(file) == 1
