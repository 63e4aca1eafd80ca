"""The numbers that stand in formulas, and what each is: a reviewer should meet none that is not explained."""

from __future__ import annotations

from modeller.lines.expressions import constants, unit_of
from modeller.lines.model import Model

TITLE = "Number in formulas"
_ALWAYS = (
    ("0, 1", "Nothing or no, and one or yes."),
    ("12", "Months a year."),
    ("0.005", "Half a penny: an amount of money no larger is taken for nothing."),
    ("1E-09", "A billionth: any other figure no larger is taken for nothing."),
    ("0.000001", "A millionth: how far short of a whole number still counts as one."),
    ("2", "Half of what is lent, which must come back for there to be a return; and the two digits of a year's name."),
    ("0.5, 0.005, 0.00005, 2, 4", "Of figures within words: half of the last digit shown, and how many are shown."),
    ("9", "Months from April to the calendar year by which a financial year is named."),
)


def numbers(model: Model) -> list[tuple[str, str]]:
    """Numbers in words and figures: those of every workbook, then those with a name in this model, by their units."""
    found: dict[str, dict[float, dict[str, None]]] = {}
    for item in model.written:
        for formula in (item.formula, getattr(item, "start", None)):
            for constant in constants(formula) if formula is not None else ():
                if constant.name and constant.value not in (0, 1):
                    of_unit = found.setdefault(unit_of(constant).name, {})
                    of_unit.setdefault(abs(constant.value), {})[constant.name] = None
    own = [
        (
            ", ".join(f"{value:.15g}".upper() for value in sorted(values)),
            "; ".join(name for value in sorted(values) for name in values[value]) + ".",
        )
        for values in found.values()
    ]
    return [*_ALWAYS, *own]
