"""A workbook read back as a scenario: what was changed in it, laid over the scenario that it was made from.

Inputs are found by name. A figure that is as it was leaves the file as it is; one that was changed is worded as the
file words it, and said to be typed into the workbook, unless the workbook now says otherwise beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from modeller.errors import Faults
from modeller.scenario import Provenance, Stated, read
from modeller.scenario.changing import Change, changed, changed_text
from modeller.scenario.provenance import NOT_STATED, Origin, claim, unfit
from modeller.scenario.restyling import in_style
from modeller.scenario.rewriting import Wording
from modeller.scenario.walk import Figure, at, figures
from modeller.scenario.walk import words as words_stated
from modeller.workbook import cells, told
from modeller.workbook.chosen_path import path_chosen
from modeller.workbook.filled import MARK, read_filled
from modeller.workbook.finding import IN_USE, Finding, Standing
from modeller.workbook.in_use import CASES, InUse, Using
from modeller.workbook.making import check_version, text_carried
from modeller.workbook.outside import CellPlace, Content, Outside
from modeller.workbook.ranges_back import RangesBack, Reading
from modeller.workbook.typed import Notes, Wanted, number, words

_SAME = 1e-12
_ELSEWHERE = ("contract.path.", "uncertainty.")
"""Inputs that are no figures of an inputs sheet: the path chosen, and what draws are made by."""
_SAID = ("Status", "Source", "As of")


@dataclass(frozen=True)
class ReadBack:
    """A workbook read back: the scenario, the text of its file, what was changed, and what the reader should know."""

    stated: Stated
    text: str
    changes: Sequence[told.Told]
    notices: Sequence[str]
    template: bool = False


def read_back(path: Path, to: Path, original: Path | None = None) -> ReadBack:
    """Read a workbook back as the text of a scenario file that is to stand at `to`.

    A blank workbook that was filled in is a scenario of its own. Any other is compared with the scenario file it was
    made from, where one is given, or else with the text that it carries.
    Raises `Faults` with all that is wrong: what the gate refuses, a workbook of another program, cells at fault.
    """
    outside, notes = Outside(path), Notes()
    check_version(outside)
    if MARK in outside.names:
        new, text = read_filled(outside, to, notes)
        return ReadBack(new, text, [], notes.notices, template=True)
    carried = text_carried(outside, notes)
    if original is None and carried is None:
        remedy = "give the scenario file it was made from: --scenario mine.yaml"
        raise Faults([outside.fault("the workbook does not carry the scenario it was made from", remedy)])
    stated = read(original) if original is not None else read(to, text=carried)
    back = _Back(outside, stated, notes)
    back.compare()
    if notes.faults:
        raise Faults(notes.faults)
    new = changed(stated, back.changes)
    return ReadBack(new, changed_text(stated, new, back.changes, to), back.told, notes.notices)


class _Back:
    """One workbook compared with one scenario."""

    def __init__(self, outside: Outside, stated: Stated, notes: Notes) -> None:
        self.outside, self.stated, self.notes = outside, stated, notes
        self.finding = Finding(outside, list(figures(stated.scenario)))
        self.in_use = InUse(outside, notes)
        self.ranges = RangesBack(self.in_use, notes, stated.ranges)
        self.changes: list[Change] = []
        self.told: list[told.Told] = []
        self.typed = Origin(
            status="illustrative", source=f"typed into the workbook {outside.path.name}", as_of=outside.saved
        )

    def compare(self) -> None:
        """Every input in its turn, then the path; last what is there and is no input, or is not there and is one."""
        missing = []
        for key, figure in self.finding.figures.items():
            standing = self.finding.find(key)
            if standing is not None:
                self._compare(figure, standing)
            elif self.stated.provenance[key].stated and not key.startswith(_ELSEWHERE):
                missing.append(f"{key} ({figure.text})")
        for figure, value, place in path_chosen(self.outside, self.finding.figures, self.notes):
            self._change(figure, value, place, self.typed)
        self._say_what_is_left_out()
        self._say_what_is_not_for_changing()
        if missing:
            self.notes.say(None, f"not in the workbook, and kept as the scenario has them: {', '.join(missing)}")
        for name in self.finding.unknown():
            self.notes.say(None, f"{name} is no input of the scenario, and is left out")

    def _say_what_is_left_out(self) -> None:
        """Figures of cases that are not in use, which a scenario file has no place for."""
        if found := self.ranges.left_out:
            case = CASES[self.in_use.case - 1]
            self.notes.say(None, f"figures of other cases than {case} that are left out: {', '.join(found)}")

    def _say_what_is_not_for_changing(self) -> None:
        """Choices of structure that were changed on the sheet, which nothing in the workbook follows."""
        for spot in words_stated(self.stated.scenario):
            grid, row = self.finding.row(cells.INPUTS, spot.key)
            col = grid.titles[1].get(IN_USE, 0)
            said = at(self.stated.scenario, spot.path)
            shown = words(grid[row, col]) if row and col and spot.declared.choices else words_of(str(said))
            if shown != words_of(str(said)):
                place = self.outside.place(cells.INPUTS, row, col, spot.declared.label)
                self.notes.say(
                    place, f"holds “{shown}”, and fixes what the workbook is built of: change it in the file"
                )

    def _compare(self, figure: Figure, standing: Standing) -> None:
        if figure.key.startswith("contract.path.") and self.outside.names.get("in_contract_path"):
            return  # drawn from the path chosen
        sheet, using = standing.block.sheet, self.in_use.of(standing)
        wanted = Wanted(figure.quantity, figure.low, figure.high, figure.start, figure.value)

        def place(cell: Using) -> CellPlace:
            return self.outside.place(sheet, cell.row, cell.col, standing.label)

        def read_cell(cell: Using) -> float | None:
            def kept() -> Content:
                return self.outside.grid(sheet, kept=True)[cell.row, cell.col]

            return number(cell.content, kept, wanted, place(cell), self.notes, cell.moved)

        value = read_cell(using)
        if value is None:
            return
        value = figure.value if math.isclose(value, figure.value, rel_tol=_SAME, abs_tol=_SAME) else value
        ends = self.ranges.ends(figure, standing, value, Reading(read_cell, place))
        said = self._said(figure, standing, moved=value != figure.value)
        self._change(figure, value, place(using), said, ends)

    def _change(
        self,
        figure: Figure,
        value: float,
        place: CellPlace,
        said: Origin | None,
        ends: tuple[float, float] | None = None,
    ) -> None:
        """Note a figure that is another, that has another range, or that now comes from elsewhere."""
        if value == figure.value and said is None and ends is None:
            return
        before = self.stated.provenance[figure.key]
        moved = self.typed if value != figure.value else _origin(before)
        low_high = dict(
            zip(("low", "high"), (figure.quantity.write(each, figure.start) for each in ends or ()), strict=False)
        )
        self.changes.append(Change(figure.path, place, _worded(figure, value), said or moved, low_high))
        if value != figure.value:
            now = figure.quantity.write(value, figure.start)
            self.told.append(told.Told(figure.key, figure.label, figure.text, now, place))
        self.told += told.of_range(figure, self.stated.ranges.get(figure.key), low_high, place)
        if said is not None and said is not self.typed:
            self.told += told.of_source(figure, before, said, place)

    def _said(self, figure: Figure, standing: Standing, *, moved: bool) -> Origin | None:
        """What the sheet says of the source of a figure, where that is not what the scenario says."""
        shown = [words(standing.beside(title)) for title in _SAID]
        before = self.stated.provenance[figure.key]
        if any(_same(shown, each) for each in self._of_row(figure, before)):
            return None
        status, source, as_of = shown
        said = {"status": "illustrative" if status in ("", NOT_STATED) else status.lower(), "as_of": as_of}
        said |= {"source": source or NOT_STATED, "note": "" if moved else before.note}
        wrong = unfit(said)
        for key in wrong:
            self._fault_of_source(standing, key)
        return None if wrong else claim(said)

    def _of_row(self, figure: Figure, before: Provenance) -> Iterator[Provenance]:
        """What the scenario says of the source of whatever stands in one row: a figure, or the years of a curve."""
        yield before
        if figure.declared.by_year:
            curve = figure.key.rpartition(".")[0]
            yield from (self.stated.provenance[key] for key in self.finding.figures if key.startswith(f"{curve}."))

    def _fault_of_source(self, standing: Standing, key: str) -> None:
        title, remedy = {
            "status": ("Status", "enter fact, estimate or illustrative"),
            "as_of": ("As of", "enter a year, a month or a day, such as 2026, 2026-04 or 2026-04-30"),
        }[key]
        block = standing.block
        label = f"{standing.label}: {title[0].lower()}{title[1:]}"
        place = self.outside.place(block.sheet, standing.row, standing.column(title), label)
        self.notes.fault(place, f"holds “{words(standing.beside(title))}”", remedy)


def _same(shown: Sequence[str], said: Provenance) -> bool:
    """Whether the cells beside a figure say what the scenario does; an input that is nil says nothing of its status."""
    status, source, as_of = shown
    written = (words_of(said.source) or NOT_STATED, words_of(said.as_of))
    return status in (said.status, NOT_STATED, "") and (source or NOT_STATED, as_of) == written


def words_of(text: str) -> str:
    """A text as `words` reads it out of a cell."""
    return " ".join(text.split())


def _worded(figure: Figure, value: float) -> Wording:
    """How a figure is written: where only its source is another, as it is."""

    def worded(old: str | None, flow: bool) -> str:  # noqa: FBT001  as a wording is called
        kept = old is not None and value == figure.value
        return str(old) if kept else in_style(old, value, figure.quantity, figure.start, flow=flow)

    return worded


def _origin(said: Provenance) -> Origin:
    return Origin(status=said.status, source=said.source, as_of=said.as_of, note=said.note)
