"""How cells look. Every pair of colours has a contrast of at least 4.5 to 1, and none says anything by itself."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = "Arial"
INK, BLUE, RED, GREY = "#1A1A1A", "#0563C1", "#C00000", "#595959"
CREAM, BAND, PALE = "#FFF7DC", "#1F3864", "#E7ECF4"
TABS = {"control": "#595959", "inputs": "#BF8F00", "foundation": "#2F5597", "workings": "#FFFFFF", "outputs": "#548235"}

NONE_MEASURED = "–"  # a ratio of nil: as a rule, nothing was due or owed to measure


def _but_for_nil(shape: str, half: str, nil: str) -> str:
    """A format in which a figure that rounds to nil is shown as nil, without a minus sign."""
    return f'[>={half}]{shape};[<=-{half}]-{shape};"{nil}"'


NUMBER_FORMATS = {
    "pounds": _but_for_nil("#,##0", "0.5", "0"),
    "pence": _but_for_nil("#,##0.00", "0.005", "0.00"),
    "percent": _but_for_nil("0.00%", "0.00005", "0.00%"),
    "percent of any": _but_for_nil("0.00%", "0.00005", NONE_MEASURED),
    "times": _but_for_nil("0.00", "0.005", NONE_MEASURED),
    "index": "0.0000",
    "number": _but_for_nil("#,##0.00", "0.005", "0"),
    "count": _but_for_nil("#,##0", "0.5", "0"),
    "whole": "0",
    "none or a number": '0;-0;"none"',
    "flag": '"yes";"yes";"no"',
    "month": "0",
    "year": "0",
    "date": "mmm yyyy",
    "month in full": "mmmm yyyy",
    "as a month": '"= "mmmm yyyy',
    "day": "d mmmm yyyy",
    "any": "General",
}

_BASE = {"font_name": FONT, "font_size": 11, "font_scheme": "none"}  # a font of the theme's is drawn in the theme's
LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 16, "font_color": BAND},
    "subtitle": {"font_color": GREY},
    "master": {"bold": True},
    "heading": {"bold": True, "font_color": BAND, "font_size": 12},
    "column": {"bold": True, "font_color": "#FFFFFF", "bg_color": BAND, "text_wrap": True, "valign": "top"},
    "header": {"bg_color": PALE},
    "header words": {"bg_color": PALE, "indent": 1, "align": "left"},
    "input": {"font_color": "#0000C8", "bg_color": CREAM, "border": 1, "border_color": "#BF8F00", "locked": False},
    "header wrap": {"bg_color": PALE, "text_wrap": True, "valign": "top"},
    "import": {"font_color": BLUE},
    "export": {"font_color": RED},
    "note": {"font_color": GREY, "font_size": 9},
    "key": {"font_color": GREY, "font_size": 9, "text_wrap": True, "valign": "top"},
    "follows": {"font_color": GREY},
    "wrap": {"text_wrap": True, "valign": "top"},
    "block": {"bold": True, "font_color": BAND, "bg_color": PALE},
    "block wrap": {"bold": True, "font_color": BAND, "bg_color": PALE, "text_wrap": True, "valign": "top"},
    "caution": {"bold": True, "font_color": "#6B4500", "bg_color": "#FFEB9C"},
    "total": {"bold": True, "top": 1},
    "bold": {"bold": True},
    "words right": {"indent": 1, "align": "right"},
    "note right": {"font_color": GREY, "font_size": 9, "indent": 1, "align": "right"},
    "said": {"indent": 1, "align": "left"},
    "good": {"font_color": "#006100", "bg_color": "#C6EFCE"},
    "bad": {"font_color": "#9C0006", "bg_color": "#FFC7CE", "bold": True},
}
LOOKS["column right"] = {**LOOKS["column"], "indent": 1, "align": "right"}
LOOKS["by hand"] = {**LOOKS["input"], "text_wrap": True}
LOOKS["like an input"] = {**LOOKS["input"], "locked": True}
LOOKS["as base"] = {**LOOKS["like an input"], **LOOKS["follows"]}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.made: dict[tuple[str, str, str], Format] = {}

    def __call__(self, look: str = "plain", style: str = "", align: str = "") -> Format:
        """The format for a look, and for figures of a unit's style."""
        wanted = (look, style, align)
        if wanted not in self.made:
            properties: dict[str, Any] = {**_BASE, "font_color": INK, "valign": "top"}
            properties.update(LOOKS[look])
            if style:
                properties["num_format"] = NUMBER_FORMATS.get(style, NUMBER_FORMATS["number"])
                align = align or ("left" if look == "said" else "right")
            if align == "right":
                properties["indent"] = 1
            if align:
                properties["align"] = align
            self.made[wanted] = self.workbook.add_format(properties)
        return self.made[wanted]
