"""What the text for lanes says of each figure: by name, out of memory, or out of what is the same in all lanes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from modeller.lines import words
from modeller.lines.expressions import Constant, Expression, Operation, Reference, references
from modeller.lines.lanes.drawing import RECENT, Discount, Drawing, drawn_from
from modeller.lines.lanes.runs import arranged
from modeller.lines.lanes.same import Same, flagged, operation, rewritten, shared, structure
from modeller.lines.model import Model
from modeller.lines.references import Calendar, Curve, Input, Line, Measure
from modeller.lines.words import Form
from modeller.lines.writing import Item, Writer, reached

ONCE, MONTHLY = " " * 8, " " * 12  # how far a line of source stands in: worked once in a block, or in every month
LONGEST_WINDOW = 24


@dataclass
class Kept:
    """The rows kept in memory, month by month, with room before the first month for what looks back beyond it."""

    rows: dict[int, int] = field(default_factory=dict)
    pad: int = 0

    def row(self, key: int) -> int:
        """Where a row is in month 0."""
        return self.pad * len(self.rows) + self.rows[key]

    def cell(self, key: int) -> str:
        """Where it is in this month."""
        return f"month * {len(self.rows)} + {self.row(key)}"


class LaneNames(Writer):
    """A model to be written out for lanes: its formulas, less what is drawn or summed, and what all is called."""

    def __init__(self, model: Model, wanted: Sequence[Item], varying: Sequence[str], fixed: Sequence[Item]) -> None:
        super().__init__(model, wanted, fixed)
        self.moved = reached(model, varying, ())
        self.varying = [model.inputs[key] for key in varying]
        self.worked = [item for item in self.written if id(item) not in self.held]
        self.runs = arranged(model, self.worked)
        self.answers = [item for item in wanted if not item.monthly and id(item) in self.moved]
        self.shown = [item for item in wanted if isinstance(item, Line) and item.monthly and id(item) in self.moved]
        self.figures: dict[int, Input | Item] = {}
        self.fixed: dict[str, Line | Calendar | Discount | Same] = {}
        self.points: dict[int, Curve] = {}
        self.tables: dict[int, tuple[Curve, int]] = {}
        self.drawings: dict[str, Drawing] = {}
        self.windows: dict[tuple[int, int], Reference] = {}
        self.same: dict[str, Same] = {}
        self.longest = 0
        self.formulas = {id(item): self._formula_of(item) for item in self.worked if item.formula is not None}
        self.starts = {
            id(item): rewritten(item.start, self._drawing)
            for item in self.worked
            if isinstance(item, Line) and item.start is not None
        }
        self.kept = self._to_keep()
        self.drawn: set[int] = set()
        self.read: set[str] = set()  # what has been read in the months that are being said
        self.reads: list[str] = []  # and what is to be read before the next line
        self.here: set[int] = set()

    # what is taken out of formulas

    def _formula_of(self, item: Item) -> Expression:
        assert item.formula is not None  # noqa: S101  only openings have none
        drawn = rewritten(rewritten(item.formula, self._drawing), self._window)
        return rewritten(shared(drawn, self.moved, self.same), flagged)

    def _drawing(self, formula: Operation) -> Expression:
        """A reduction by the name of what is drawn as the months go by."""
        if formula.word not in words.REDUCTIONS or formula.word is words.INTERNAL_RETURN:
            return formula
        key = structure(formula)
        if key not in self.drawings:
            drawing = drawn_from(formula, self.runs, self.drawings.values(), self.moved)
            self.names[id(drawing.name)] = f"{formula.word.name}__{len(self.drawings) + 1}"
            self.drawings[key] = drawing
        return self.drawings[key].name

    def _window(self, formula: Operation) -> Expression:
        """A sum over so many months, as a sum of sums over fewer, which are kept."""
        line, months = formula.parts[0], formula.parts[-1]
        if formula.word is not words.TRAILING or id(line) not in self.moved or not isinstance(months, Constant):
            return formula
        part = _divisor(int(months.value))
        if not 1 < part < months.value <= LONGEST_WINDOW:
            return formula
        assert isinstance(line, Line)  # noqa: S101  nothing else is looked back at
        if (id(line), part) not in self.windows:
            window = Reference(f"{line.label}, {part} months", line.unit, monthly=True)
            self.names[id(window)] = f"{self._name(line)}__{part}_months"
            self.windows[id(line), part] = window
        self.longest = max(self.longest, int(months.value))
        sums = (self.windows[id(line), part], Constant(months.value // part), Constant(part))
        return operation(formula, RECENT, sums)

    def _to_keep(self) -> Kept:
        """Rows that are looked back at, read in a later run, or that a return is drawn from."""
        kept = {key: None for line, _ in self.windows for key in (line,)}
        kept |= dict.fromkeys(map(id, self.windows.values()))
        for key, formula in [*self.formulas.items(), *self.starts.items()]:
            for found, word in references(formula):
                if isinstance(found, Line) and found.monthly and self._must_be_kept(found, word, key):
                    kept[id(found)] = None
        for drawing in self.drawings.values():
            kept |= {id(row): None for row in drawing.rows if self._is_over(row, drawing)}
        return Kept({key: place for place, key in enumerate(kept)}, self.longest)

    def _must_be_kept(self, line: Line, word: words.Word | None, reader: int) -> bool:
        if word is words.INTERNAL_RETURN:
            return True
        return id(line) in self.moved and (word in words.LOOK_BACKS or self.runs[reader] > self.runs[id(line)])

    def _is_over(self, row: Line, drawing: Drawing) -> bool:
        """Whether the months of a row are over when something is drawn from it."""
        return id(row) in self.moved and drawing.run != self.runs[id(row)]

    # what all is called

    def _refer(self, reference: Reference, form: Form) -> str:
        if isinstance(reference, Curve):
            return self._curve(reference, form)
        if isinstance(reference, Calendar):
            return reference.name if form is not Form.CELL or reference.name == "month" else self._fixed_row(reference)
        if reference.monthly:
            return self._row(reference) if form is Form.CELL else self._whole_row(reference, form)
        if id(reference) not in self.moved and isinstance(reference, Input | Line | Measure):
            self.figures.setdefault(id(reference), reference)
        return self._name(reference)

    def _curve(self, curve: Curve, form: Form) -> str:
        if form is Form.FIRST:
            return str(float(curve.years[0]))
        if id(curve) in self.moved:
            return f"memory, {self.tables[id(curve)][1]}, {len(curve.years)}"
        self.points.setdefault(id(curve), curve)
        return f"points, {list(self.points).index(id(curve))}, {len(curve.years)}"

    def _whole_row(self, row: Reference, form: Form) -> str:
        """What holds a row, how many rows stand beside one another in it and which it is; for a return, its months."""
        months = f", {self.model.months}" if form is Form.SERIES else ""
        if id(row) not in self.kept.rows or (id(row) in self.held and form is not Form.SERIES):
            return f"fixed, 0, {self._place_of(row)}"
        return f"memory, {len(self.kept.rows)}, {self.kept.row(id(row))}{months}"

    def _row(self, line: Reference) -> str:
        """A row in this month: worked here, read from memory, or the same in all lanes."""
        if id(line) not in self.moved:
            return self._fixed_row(line)
        if id(line) not in self.here:
            self._read(self._name(line), f"load(memory, {self.kept.cell(id(line))})")
        return self._name(line)

    def _fixed_row(self, row: Reference | Discount) -> str:
        place = self._place_of(row)
        name = f"same__{place}" if isinstance(row, Discount | Same) else self._name_of_row(row)
        self._read(name, f"fixed_figure(fixed, month, {place})")
        return name

    def _read(self, name: str, text: str) -> None:
        if name not in self.read:
            self.read.add(name)
            self.reads.append(f"{MONTHLY}{name} = {text}")

    def _name_of_row(self, row: Reference) -> str:
        return row.name if isinstance(row, Calendar) else self._name(row)

    def _place_of(self, row: Reference | Discount) -> int:
        assert isinstance(row, Line | Calendar | Discount | Same)  # noqa: S101  nothing else differs by month
        of = row.rate if isinstance(row, Discount) else row
        key = f"{type(row).__name__} {of.value if isinstance(of, Constant) else id(of)}"
        self.fixed.setdefault(key, row)
        return list(self.fixed).index(key)


def _divisor(months: int) -> int:
    """The divisor of a number of months that is nearest to its root, and no more."""
    return max((part for part in range(1, months) if months % part == 0 and part * part <= months), default=1)
