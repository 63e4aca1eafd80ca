"""A workbook as somebody edits it: cells by the names of inputs, or beside them under a title, and saved again."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell


class Edited:
    """A workbook opened to be changed."""

    def __init__(self, path: Path) -> None:
        self.book = load_workbook(path)

    def cell(self, name: str) -> Cell:
        """The first cell that a name stands for."""
        sheet, _, cells = self.book.defined_names[name].attr_text.rpartition("!")
        return self.book[sheet.strip("'").replace("''", "'")][cells.replace("$", "").split(":")[0]]

    def beside(self, name: str, title: str) -> Cell:
        """The cell in the row of a named one, under a title."""
        cell = self.cell(name)
        sheet = cell.parent
        row = next(each for each in sheet.iter_rows(max_row=8) if any(one.value == "Key" for one in each))
        return sheet.cell(cell.row, next(one.column for one in row if one.value == title))

    def text(self, cell: Cell, text: str) -> None:
        """Text that stays text, whatever it begins with."""
        cell.value, cell.data_type = text, "s"

    def rename(self, name: str, new: str | None) -> None:
        """Another name for what a name stands for, or none."""
        known = self.book.defined_names.pop(name)
        if new:
            known.name = new
            self.book.defined_names[new] = known

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def edited(source: Path, to: Path, *figures: tuple[str, object]) -> Path:
    """A workbook with figures typed into it, by the names of inputs."""
    book = Edited(source)
    for name, value in figures:
        book.cell(name).value = value
    return book.save(to)


TEN = Path(__file__).resolve().parents[2] / "scenarios" / "ten-homes.yaml"
_OTHERWISE = {
    "contract: {committed: 10 years}": """contract:
  committed: 10 years   # as agreed
  extensions:
    - {length: 2 years, probability: 60%}
""",
    "rent: £130 a week}": "rent: {is: £130 a week, low: £120 a week, high: £140 a week}}",
}


def small(folder: Path, years: int) -> Path:
    """Ten homes, worked for fewer years; with a range, a comment and a contract that may be extended."""
    text = TEN.read_text("utf-8")
    for old, new in {**_OTHERWISE, "horizon: 30 years": f"horizon: {years} years"}.items():
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "ten.yaml"
    path.write_text(text, "utf-8")
    return path
