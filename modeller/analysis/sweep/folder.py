"""The folder of a sweep: one manifest, the finished parts, and one run at a time that adds to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from modeller.analysis.sweep.manifest import NAME, Manifest, differences, read_manifest, write_manifest
from modeller.analysis.sweep.parquet import ENDING, fault_of, left_beside, part_of
from modeller.errors import SweepError

LOCK = ".lock"


@dataclass(frozen=True)
class Found:
    """What is in a folder: finished parts by name, and what is wrong with files that are not whole, by file name."""

    whole: Mapping[str, Path]
    broken: Mapping[str, str]


def found_in(folder: Path, manifest: Manifest) -> Found:
    """Look at every part in a folder; nothing is changed."""
    rows = {part["part"]: part["rows"] for part in manifest["parts"]}
    whole: dict[str, Path] = {}
    broken: dict[str, str] = {}
    for file in sorted(folder.glob(f"part-*{ENDING}")):
        part = part_of(file)
        if part not in rows or part in whole:
            broken[file.name] = "it is not a part of this sweep" if part not in rows else "the part is there twice"
        elif wrong := fault_of(file, rows[part]):
            broken[file.name] = wrong
        else:
            whole[part] = file
    return Found(whole, broken)


@contextmanager
def opened(folder: Path, manifest: Manifest) -> Iterator[Found]:
    """Hold a folder for one run, its manifest written or found to be the same; what is broken is taken out.

    Raises `SweepError` where it cannot be written to, is in use, or is of another sweep.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = "there is a file of that name" if folder.is_file() else (error.strerror or str(error)).lower()
        raise SweepError(f"the folder {folder} cannot be made: {told}. Choose another") from error
    if not (folder / NAME).exists():
        _refuse_other_files(folder)
    try:
        with (folder / LOCK).open("a", encoding="utf-8") as lock:
            _hold(lock, folder)
            _agree(folder, manifest)
            for each in left_beside(folder):
                each.unlink()
            found = found_in(folder, manifest)
            for name in found.broken:
                (folder / name).unlink()
            yield found
    except OSError as error:
        raise unwritten(folder, error) from error


def unwritten(folder: Path, error: OSError) -> SweepError:
    """What to say where a folder cannot be written to."""
    told = (error.strerror or str(error)).lower()
    return SweepError(
        f"{folder} could not be written to: {told}. What is finished is kept; mend that, or choose another folder, and "
        "give the same command again"
    )


def _hold(lock: IO[str], folder: Path) -> None:
    """Keep other runs out of the folder; the system lets go when this one ends, however it ends."""
    try:
        import fcntl
    except ModuleNotFoundError:  # a system without it: two runs would work parts twice, and write the same
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SweepError(f"{folder} is in use: another sweep is working on it", status=2) from None


def _agree(folder: Path, manifest: Manifest) -> None:
    there = read_manifest(folder)
    if there is None:
        write_manifest(folder, manifest)
    elif told := differences(there, manifest):
        lines = "\n".join(f"  {each}" for each in told)
        what = f"{folder} holds another sweep, which this would not go on with. What differs:\n{lines}\n"
        raise SweepError(f"{what}Choose a new folder, or ask for what was asked for before", status=2)


def _refuse_other_files(folder: Path) -> None:
    ours = {folder / LOCK, *left_beside(folder)}
    if others := [each.name for each in folder.iterdir() if each not in ours]:
        raise SweepError(f"{folder} has no {NAME} and is not empty ({_few(others)}): choose a new folder", status=2)


def _few(names: Sequence[str]) -> str:
    shown = sorted(names)[:3]
    return ", ".join(shown) + (" …" if len(names) > len(shown) else "")
