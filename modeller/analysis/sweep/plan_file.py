"""Reading a plan file: every fault at once, each where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import ParamSpec, TypeVar

from modeller.analysis.sweep.plan import MOST_POINTS, Plan, Source
from modeller.analysis.terms.asked import lengths_asked
from modeller.errors import Fault, Faults, Place, Unfit
from modeller.scenario.marks import Items, Node, Scalar, Settings, parse, text_of
from modeller.scenario.quantities import NUMBER, decimal, quoted

P = ParamSpec("P")
T = TypeVar("T")
KEYS = ("title", "scenarios", "lengths", "vary", "draws", "seed", "measures", "part")
A_KEY_OF_PLANS = re.compile(r"^scenarios[ ]*:", re.MULTILINE)


def is_plan(path: Path) -> bool:
    """Whether a file says which scenarios are swept, and so is no scenario itself."""
    return path.is_file() and bool(A_KEY_OF_PLANS.search(text_of(path)))


def read_plan(path: Path) -> Plan:
    """Read a plan file; files that it names are looked for in its own folder. Raise `Faults` with all that is wrong."""
    tree, faults = parse(text_of(path), str(path))
    reading = _Reading(path.parent, faults)
    plan = reading.plan(tree)
    if reading.faults:
        raise Faults(reading.faults)
    return plan


def sources_in(path: Path, said: Place | None = None) -> list[Source]:
    """The scenario that a path names, or all those in a folder; raise `Unfit` where there is none."""
    if not path.is_dir():
        return [Source(path, None, said)]
    found = [Source(each, None, said) for each in sorted(path.glob("*.yaml")) if not is_plan(each)]
    if not found:
        raise Unfit(f"there is no scenario in the folder {quoted(str(path))}", "name a folder of .yaml files")
    return found


def number_asked(text: str, least: int) -> int:
    """A whole number such as 1,000; raise `Unfit` for anything else, or for less than the least."""
    tidy = text.strip()
    if not re.fullmatch(NUMBER, tidy) or "." in tidy:
        raise Unfit(f"{quoted(text)} is not a whole number", "write a number such as 1,000")
    if (number := int(decimal(tidy))) < least:
        raise Unfit(f"{number} is less than {least}", f"write {least} or more")
    return number


def within_the_grid(plan: Plan) -> Plan:
    """The plan, unless its grid has too many points to be read one by one."""
    if plan.size > MOST_POINTS:
        what = f"the grid has {plan.size:,} points, more than {MOST_POINTS:,}"
        raise Unfit(what, "vary fewer inputs, or state ranges and draw from them")
    return plan


class _Reading:
    """One reading of one plan."""

    def __init__(self, folder: Path, faults: list[Fault]) -> None:
        self.folder, self.faults = folder, faults

    def plan(self, tree: Settings) -> Plan:
        for key, entry in tree.entries.items():
            if key not in KEYS:
                close = get_close_matches(key, KEYS, 1)
                remedy = f"did you mean “{close[0]}”?" if close else f"a plan has {', '.join(KEYS)}"
                self._add(f"{quoted(key)} is not a setting of a plan", entry.key, remedy)
        plan = Plan(tuple(self._sources(tree.get("scenarios"), tree.place)))
        vary, said = self._vary(tree.get("vary"))
        plan = replace(plan, vary=vary, said=said, lengths=tuple(self._lengths(tree.get("lengths"))))
        numbers = {
            name: self._number(tree.get(name), least) for name, least in (("draws", 1), ("seed", 0), ("part", 1))
        }
        plan = replace(
            plan,
            draws=numbers["draws"] or plan.draws,
            seed=plan.seed if numbers["seed"] is None else numbers["seed"],
            part=numbers["part"] or plan.part,
        )
        if measures := [each.text or "" for each in self._texts(tree.get("measures"))]:
            plan = replace(plan, measures=tuple(measures))
        if node := tree.get("vary"):
            self._try(node.place, within_the_grid, plan)
        return plan

    def _add(self, what: str, place: Place, remedy: str) -> None:
        self.faults.append(Fault(what, place, remedy))

    def _try(self, place: Place, work: Callable[P, T], *given: P.args, **also: P.kwargs) -> T | None:
        """What a reading gives; a fault, and nothing, where it will not do."""
        try:
            return work(*given, **also)
        except Unfit as unfit:
            self._add(unfit.what, place, unfit.remedy)
            return None

    def _sources(self, node: Node | None, place: Place) -> Iterator[Source]:
        items = node.items if isinstance(node, Items) else ([node] if node else [])
        if not items:
            self._add("no scenario is named", place, "write it so: scenarios: [ten-homes.yaml]")
        for item in items:
            if isinstance(item, Settings):
                yield from self._with_table(item)
            elif isinstance(item, Scalar) and item.text:
                yield from self._try(item.place, sources_in, self.folder / item.text, item.place) or []
            else:
                self._add("a scenario is named by its file", item.place, "write it so: scenarios: [ten-homes.yaml]")

    def _with_table(self, node: Settings) -> Iterator[Source]:
        found = {key: node.get(key) for key in ("base", "places")}
        files = [each.text for each in found.values() if isinstance(each, Scalar) and each.text]
        if len(files) == len(found) == len(node.entries):
            yield Source(self.folder / files[0], self.folder / files[1], node.place)
        else:
            remedy = "give both, and no more: base: scenario.yaml and places: places.csv"
            self._add("a scenario laid over places has a base and a table of places", node.place, remedy)

    def _number(self, node: Node | None, least: int) -> int | None:
        found = [self._try(each.place, number_asked, each.text or "", least) for each in self._texts(node)]
        return found[0] if found else None

    def _lengths(self, node: Node | None) -> list[int]:
        found: set[int] = set()
        for each in self._texts(node):
            found |= set(self._try(each.place, lengths_asked, each.text or "") or [])
        return sorted(found)

    def _vary(self, node: Node | None) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Place]]:
        if node is None or node == Scalar(node.place, None):
            return {}, {}
        if not isinstance(node, Settings):
            self._add("what is varied is given by key", node.place, "write it so: rent.voids: [3%, 5%]")
            return {}, {}
        vary = {key: tuple(each.text or "" for each in self._texts(entry.value)) for key, entry in node.entries.items()}
        for key, texts in vary.items():
            if not texts:
                self._add(f"no figure is given for {quoted(key)}", node.entries[key].key, "list its figures: [3%, 5%]")
        return vary, {key: entry.value.place for key, entry in node.entries.items()}

    def _texts(self, node: Node | None) -> list[Scalar]:
        """One text or a list of them."""
        if node is None:
            return []
        items = node.items if isinstance(node, Items) else [node]
        for each in items:
            if not isinstance(each, Scalar) or each.text is None:
                self._add("a figure, or a list of figures, is due here", each.place, "write it so: [3%, 5%]")
        return [each for each in items if isinstance(each, Scalar) and each.text is not None]
