"""Compiled text and where it is kept: real source files in a cache folder, found again by the next process.

The folder is MODELLER_CACHE, or else `modeller` in the system's own place for what may be thrown away. A folder that
cannot be written to, or whose files are spoiled, is passed over for one that lasts as long as the process.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import modeller
from modeller.errors import WorkingError

Tell = Callable[[str], None]
LONG_AGO = 1_000_000_000  # every copy of a file bears the same date, or numba would take it for another
LEANT_ON = ("vectors.py", "words.py", "memory.py", "rows.py", "returns.py", "../reductions.py")
_compiled: dict[str, Any] = {}


def folder() -> Path:
    """Where compiled text is kept from one process to the next."""
    stated = os.environ.get("MODELLER_CACHE")
    if stated:
        return Path(stated)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "modeller" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "modeller"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "modeller"


def can_compile() -> bool:
    """Whether numba is there; without it rows do all the work."""
    if "numba" in sys.modules:
        return sys.modules["numba"] is not None
    return importlib.util.find_spec("numba") is not None


def state(source: str) -> str:
    """What is left to do before some text can be called: `nothing`, to `load` it, or to `compile` it."""
    if source in _compiled:
        return "nothing"
    name = _name(source)
    try:
        kept = any((folder() / "__pycache__").glob(f"{name}.*.nbc"))
    except OSError:
        kept = False
    return "load" if kept else "compile"


def compiled(source: str, tell: Tell | None = None) -> Any:  # noqa: ANN401
    """The function `work` of some text, compiled; `tell` hears “compiling” and “compiled” where that takes a while.

    Raises WorkingError where it cannot be compiled at all.
    """
    if source in _compiled:
        return _compiled[source]
    if not can_compile():
        raise WorkingError("the model could not be compiled: numba is not installed")
    slow = state(source) == "compile"
    if tell and slow:
        tell("compiling")
    _compiled[source] = _from_any_folder(source)
    if tell and slow:
        tell("compiled")
    return _compiled[source]


def _from_any_folder(source: str) -> Any:  # noqa: ANN401
    failure: Exception | None = None
    for place in (folder, _passing_folder):
        try:
            return _loaded(_kept(source, place()))
        except Exception as error:  # noqa: BLE001  spoiled files raise whatever they please
            failure = error
    raise WorkingError(f"the model could not be compiled: {type(failure).__name__}: {failure}") from failure


def _kept(source: str, place: Path) -> Path:
    """The file of some text: written beside and renamed, so that two processes may do this at once."""
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{_name(source)}.py"
    handle, beside = tempfile.mkstemp(dir=place, suffix=".tmp")  # fails, as it should, where nothing can be kept
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(source)
        os.utime(beside, (LONG_AGO, LONG_AGO))
        if not path.exists() or path.read_bytes() != source.encode():
            Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)
    return path


@lru_cache(maxsize=1)
def _passing_folder() -> Path:
    place = Path(tempfile.mkdtemp(prefix="modeller-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def _loaded(path: Path) -> Any:  # noqa: ANN401
    found = importlib.util.spec_from_file_location(path.stem, path)
    if found is None or found.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(found)
    sys.modules[path.stem] = module  # numba looks there for what it brings back from a file
    found.loader.exec_module(module)
    return module.work


@lru_cache(maxsize=64)
def _name(source: str) -> str:
    """Text that would be compiled otherwise has another name: by another numba, or with other words of ours."""
    said = hashlib.sha256(source.encode())
    said.update(f"{modeller.__version__} {_version('numba')} {_version('llvmlite')}".encode())
    for each in LEANT_ON:
        said.update((Path(__file__).parent / each).read_bytes())
    return f"lanes_{said.hexdigest()[:24]}"


def _version(library: str) -> str:
    from importlib.metadata import version

    return version(library)
