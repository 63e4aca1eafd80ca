"""Random partnerships as files: said here and there where figures come from, laid over a base, loans like products."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from modeller.scenario.reading import Stated
from modeller.scenario.yaml_text import lines
from tests.partnership.strategies import terms

AWKWARD = ("=1+1", "@SUM(A1)", "-none", "a: b, c # d", "“It’s” so", "+44", "_x0041_", "1e5", "two  spaces")


def said(random: Random) -> dict[str, str]:
    """Some of what may be said of a source."""
    every = {
        "status": random.choice(["fact", "estimate", "illustrative"]),
        "source": random.choice(["a document", "somebody", *AWKWARD]),
        "as_of": random.choice(["2026", "2026-04", "2026-04-30"]),
        "note": random.choice(["a note", *AWKWARD]),
    }
    return {key: word for key, word in every.items() if random.random() < 0.5}


RANGED = ("voids", "bad_debts")
PLAIN = ("title", "about", "start", "name", "like")  # settings that are always given bare


def sourced(value: object, random: Random, *, chance: float = 0.15) -> object:
    """Settings with something said, here and there, of where their figures come from."""
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return [sourced(each, random) for each in value]
    if isinstance(value, dict):
        own = {"provenance": said(random)} if random.random() < chance else {}
        return {**own, **{key: _within(key, each, random) for key, each in value.items()}}
    return {"is": value, **said(random)} if random.random() < chance else value


def _within(key: str, value: object, random: Random) -> object:
    """A setting with something said of its source, and of some shares how far they may be out."""
    if key in RANGED and isinstance(value, str) and random.random() < 0.5:
        drawn = random.choice([{}, {"drawn": "pert"}, {"drawn": {"scipy": "uniform", "scale": "5%"}}])
        return {"is": value, "low": "0%", "high": "100%", **drawn, **said(random)}
    return value if key in PLAIN else sourced(value, random)


def parted(terms: dict, random: Random) -> tuple[dict, dict]:
    """Settings in two, the second to be laid over the first: some only in one, some in both."""
    base, top = {}, {}
    for key, value in terms.items():
        if isinstance(value, dict) and "is" not in value and key != "provenance" and random.random() < 0.7:
            base[key], top[key] = parted(value, random)
        else:
            where = random.choice([(base,), (top,), (base, top)])
            for each in where:
                each[key] = value
    return base, top


def whole(terms: dict, random: Random) -> dict:
    """Partnerships with words that a spreadsheet would take for something else."""
    terms = {**terms, "title": random.choice(AWKWARD), "about": random.choice(AWKWARD), "council": "=A1"}
    for place, loan in enumerate(terms["finance"]):
        loan["lender"] = random.choice(AWKWARD)
        if place == 0 and random.random() < 0.3:
            loan["like"] = "social lender's loan"
    return sourced(terms, random)


@st.composite
def files(draw, most_months=36):
    """A scenario as files by name, the first the one to be read."""
    random = Random(draw(st.integers(0, 10**9)))  # noqa: S311
    found = whole(draw(terms(most_months)), random)
    if random.random() < 0.4:
        return {"mine.yaml": "\n".join(lines(found)) + "\n"}
    base, top = parted(found, random)
    base.setdefault("title", "The base")
    return {
        "mine.yaml": "\n".join(lines({"extends": "base.yaml", **top})) + "\n",
        "base.yaml": "\n".join(lines(base)) + "\n",
    }


def written(files: dict[str, str], folder: Path) -> Path:
    """The files in a folder; where the first stands."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder / next(iter(files))


def sources(stated: Stated) -> dict:
    """What is said of every figure, wherever it stands."""
    return {key: replace(each, place=None) for key, each in stated.provenance.items()}


def same(one: Stated, other: Stated) -> bool:
    """Whether two readings are of one scenario, and say the same of every figure."""
    return one.scenario == other.scenario and sources(one) == sources(other) and one.ranges == other.ranges
