"""Reading a scenario file: every fault at once, each where the user wrote it; every figure with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from modeller.errors import Fault, Faults, Place, Unfit
from modeller.scenario.complaints import faults_of
from modeller.scenario.dates import first_month
from modeller.scenario.extends import load_with_bases
from modeller.scenario.marks import Entry, Items, Node, Scalar, Settings, text_of, unwrapped
from modeller.scenario.overrides import override
from modeller.scenario.products import with_products
from modeller.scenario.provenance import BESIDE, RANGE, Origin, Provenance, beside, provenance
from modeller.scenario.ranges import Range, ranges
from modeller.scenario.terms import Scenario
from modeller.scenario.uncertain import uncertain
from modeller.scenario.walk import figures, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


FIGURE = {"is", *RANGE}


@dataclass(frozen=True)
class Stated:
    """A scenario as read: its terms in the model's units, and where every figure comes from, by dotted key.

    Words, such as the basis of a valuation, have an entry only where the file says where they come from.
    """

    scenario: Scenario
    provenance: dict[str, Provenance]
    ranges: Mapping[str, Range]
    """The figures that are given with a range, by the keys of the model's inputs; see `ranges.py`."""
    tree: Settings = field(repr=False, compare=False)
    """All that is stated, file laid over file, with the places where it stands."""
    file: str = field(compare=False)
    text: str = field(repr=False, compare=False)
    """The file itself as it was read."""


def read(path: Path | str, overrides: Mapping[str, str] | None = None, text: str | None = None) -> Stated:
    """Read a scenario file, what it extends, and single inputs set on top; raise `Faults` with all that is wrong.

    With a `text`, that is read as if it were the file's.
    """
    text = text_of(Path(path)) if text is None else text
    return understood(*_laid_together(Path(path), text, overrides or {}), str(path), text)


def set_over(stated: Stated, overrides: Mapping[str, str], said: Mapping[str, Place] | None = None) -> Stated:
    """A scenario as read with more inputs set on top; raise `Faults`, each where the input was `said`.

    What a loan is like is settled when its file is read, and is not to be changed so.

    >>> ten = set_over(read("scenarios/ten-homes.yaml"), {"finance.bank_loan.interest": "7% a year"})
    >>> ten.scenario.finance[0].interest
    0.07
    """
    if late := [key for key in overrides if key.endswith(".like")]:
        remedy = "write a scenario for each product instead"
        raise Faults([Fault("a product is chosen when a scenario is read", (said or {}).get(late[0]), remedy)])
    tree, faults = override(stated.tree, overrides, _first_year(stated.tree, overrides), said)
    return understood(tree, faults, stated.file, stated.text)


def understood(tree: Settings, faults: list[Fault], file: str, text: str) -> Stated:
    """Make a scenario of all that is stated of it; raise `Faults` with these faults and all others."""
    data = _data(tree, faults)
    found, wrong = ranges(tree, _month(data.get("start")))
    try:
        scenario = checked(data)
    except ValidationError as error:
        raise Faults(_all([*faults, *wrong], faults_of(error, tree, Scenario))) from None
    if faults := [*faults, *wrong, *uncertain(scenario, tree, found)]:
        raise Faults(faults)
    return Stated(scenario, _sources(tree, scenario), found, tree, file, text)


def _laid_together(path: Path, text: str, overrides: Mapping[str, str]) -> tuple[Settings, list[Fault]]:
    """A file over what it extends, its loans over the products they are like, and single inputs over all of it."""
    tree, faults = load_with_bases(path, text)
    first = _first_year(tree, overrides)
    products = {key: text for key, text in overrides.items() if key.endswith(".like")}
    tree, unknown = override(tree, products, first)
    faults += unknown
    try:
        tree, more = with_products(tree, path.parent)
    except Faults as broken:
        raise Faults([*faults, *broken.faults]) from None
    figures_set = {key: text for key, text in overrides.items() if key not in products}
    tree, unknown = override(tree, figures_set, first)
    return tree, [*faults, *more, *unknown]


def checked(data: Mapping[str, Any]) -> Scenario:
    """Make a scenario of plain settings, with figures as text; raise pydantic's own `ValidationError`."""
    return Scenario.model_validate(data, context={"start": _month(data.get("start"))})


def _month(start: object) -> date | None:
    try:
        return first_month(start) if isinstance(start, str) else None
    except Unfit:
        return None


def _first_year(tree: Settings, overrides: Mapping[str, str]) -> int | None:
    stated = unwrapped(tree.entries["start"].value) if "start" in tree.entries else None
    month = _month(overrides.get("start", stated.text if isinstance(stated, Scalar) else None))
    return month.year if month else None


def _data(node: Node, faults: list[Fault]) -> Any:  # noqa: ANN401 — texts, lists and mappings of them
    """Strip a tree to its figures; what is said of their sources is checked on the way."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [_data(item, faults) for item in node.items]
    if "is" in node.entries:
        _check(Settings(node.place, {key: entry for key, entry in node.entries.items() if key not in FIGURE}), faults)
        return _data(node.entries["is"].value, faults)
    if "provenance" in node.entries:
        _check(node.entries["provenance"].value, faults)
    stated = {key: entry for key, entry in node.entries.items() if key != "provenance"}
    faults += [_figureless(entry) for entry in stated.values() if _only_says_whence(entry.value)]
    return {key: _data(entry.value, faults) for key, entry in stated.items()}


def _check(said: Node, faults: list[Fault]) -> None:
    if isinstance(said, Settings) and said.under:
        _check(said.under, faults)
    try:
        Origin.model_validate(_data(said, []))
    except ValidationError as error:
        faults += faults_of(error, said, Origin)


def _only_says_whence(node: Node) -> bool:
    return isinstance(node, Settings) and bool(node.entries) and node.entries.keys() <= BESIDE


def _figureless(entry: Entry) -> Fault:
    return Fault("the figure itself is missing", entry.key, "write it as “is: …” beside its status and source")


def _all(shape: list[Fault], terms: list[Fault]) -> list[Fault]:
    """Join what is wrong with the shape of the file and with its terms; one fault is enough in one place."""
    taken = {fault.order for fault in shape if fault.place}
    return [*shape, *(fault for fault in terms if fault.order not in taken)]


def _sources(tree: Settings, scenario: Scenario) -> dict[str, Provenance]:
    sources = {figure.key: provenance(tree, figure.path, figure.declared) for figure in figures(scenario)}
    said = {spot.key: provenance(tree, spot.path, spot.declared) for spot in words(scenario) if beside(tree, spot.path)}
    return {**sources, **said}
