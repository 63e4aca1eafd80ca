"""Parts as Parquet files, written and read through DuckDB.

A file's name ends in a digest of its bytes, so that it is known to be whole by its name alone. It is written beside
under another name and renamed when it is on the disk: what has a part's name was never half-written.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from modeller.analysis.sweep.working import Columns
from modeller.errors import SweepError

if TYPE_CHECKING:
    import duckdb

ENDING, BESIDE = ".parquet", ".beside-"
_NAME = re.compile(r"(?P<part>part-[0-9]+)\.(?P<digest>[0-9a-f]{16})\.parquet")
_ERRNO = re.compile(r'"errno":"(\d+)"')
_READ = 1 << 20


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """DuckDB in memory, on one thread, so that the same rows are always the same bytes; one for this process."""
    try:
        import duckdb
    except ModuleNotFoundError:
        raise SweepError("a sweep is kept by DuckDB, which is not installed: pip install 'modeller[sweep]'") from None
    return duckdb.connect(config={"threads": 1})


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put off an interrupt from the keyboard until a part is written: DuckDB would take it for a fault of its own."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupts: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: interrupts.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupts:
        raise KeyboardInterrupt


def write_part(folder: Path, name: str, columns: Columns) -> Path:
    """Write one part whole, or not at all; what is not a number is written as nothing.

    Raises OSError where it cannot be written.
    """
    with _uninterrupted():
        return _written(folder, name, columns)


def _written(folder: Path, name: str, columns: Columns) -> Path:
    beside = folder / f"{BESIDE}{name}-{os.getpid()}"
    try:
        beside.touch()
        _copy(columns, beside)
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        file = folder / f"{name}.{digest_of(beside)}{ENDING}"
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _settle(folder)
    return file


def _copy(columns: Columns, file: Path) -> None:
    import duckdb

    database = connection()
    database.register("part", {key: _as_column(each) for key, each in columns.items()})
    selected = ", ".join(_selected(name, each) for name, each in columns.items())
    rows = f"SELECT {selected} FROM part"  # noqa: S608  our own names, quoted
    try:
        database.execute(f"COPY ({rows}) TO {_text(file)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)")
    except duckdb.IOException as error:
        raise _as_os_error(error, file) from None
    finally:
        database.unregister("part")


def _as_column(each: Any) -> Any:  # noqa: ANN401  figures, or texts
    return np.array(each, dtype=object) if isinstance(each, list) else np.ascontiguousarray(each)


def _selected(name: str, each: Any) -> str:  # noqa: ANN401
    if isinstance(each, np.ndarray) and each.dtype == np.float64:
        return f"nullif({quoted_name(name)}, 'NaN'::DOUBLE) AS {quoted_name(name)}"
    return quoted_name(name)


def quoted_name(name: str) -> str:
    """The name of a column as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def _text(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"


def _as_os_error(error: Exception, file: Path) -> OSError:
    """What the disk said, of which DuckDB gives the number."""
    found = _ERRNO.search(str(error))
    number = int(found[1]) if found else errno.EIO
    return OSError(number, os.strerror(number), str(file))


def _settle(folder: Path) -> None:
    """See that the folder's own list of names is on the disk; where that cannot be asked, it is left to the system."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def digest_of(file: Path) -> str:
    """A digest of a file's bytes."""
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(_READ):
            found.update(block)
    return found.hexdigest()[:16]


def part_of(file: Path) -> str:
    """The part that a file says it is, if it has the name of one."""
    match = _NAME.fullmatch(file.name)
    return match["part"] if match else ""


def fault_of(file: Path, rows: int) -> str:
    """What is wrong with the file of a part that should have so many rows; nothing, if it is whole."""
    match = _NAME.fullmatch(file.name)
    try:
        if match and digest_of(file) != match["digest"]:
            return "its bytes are not those that were written"
        found = rows_in(file)
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    return "" if found == rows else f"it has {found} rows, and should have {rows}"


def rows_in(file: Path) -> int:
    """How many rows a file says it has; raise OSError where it is no Parquet file."""
    import duckdb

    try:
        found = connection().execute("SELECT num_rows FROM parquet_file_metadata(?)", [str(file)]).fetchall()
    except duckdb.Error:
        found = []
    if not found:
        raise OSError(errno.EIO, "it is no Parquet file", str(file))
    return int(found[0][0])


def left_beside(folder: Path) -> Iterator[Path]:
    """What runs that died left half-written."""
    return folder.glob(f"{BESIDE}*")


def files_text(files: Sequence[Path]) -> str:
    """Files as SQL has them, their columns joined by name."""
    return f"read_parquet([{', '.join(_text(file) for file in files)}], union_by_name=true)"
