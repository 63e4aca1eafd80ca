"""Two spreadsheet programs that work a file out for themselves, and the comparison with the engine's figures."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import ironcalc
from openpyxl.utils import get_column_letter

from modeller.workbook.book import Figure
from modeller.workbook.pen import Expected

Found = Mapping[tuple[str, str], object]
RELATIVE, ABSOLUTE = 1e-9, 1e-5
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def recalculate_ironcalc(path: Path) -> Found:
    """Every filled cell of a workbook as IronCalc works it out."""
    model = ironcalc.load_from_xlsx(str(path))
    model.evaluate()
    sheets = [sheet["name"] for sheet in model.get_worksheets_properties()]
    letters = [get_column_letter(number) for number in range(1, 800)]
    return {
        (sheets[sheet], f"{letters[column - 1]}{row}"): model.get_cell_value(sheet, row, column)
        for sheet, row, column in model.get_all_cells()
    }


def has_libreoffice() -> bool:
    return shutil.which("soffice") is not None


def recalculate_libreoffice(paths: Sequence[Path], folder: Path) -> list[Found]:
    """Every filled cell of each workbook as LibreOffice works it out: one start of the program for them all.

    It trusts the figures kept in a file unless told otherwise, so it is given a profile that tells it.
    """
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS)
    out = folder / "recalculated"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), *map(str, paths)], check=True, capture_output=True, timeout=300)
    return [kept_figures(out / path.name) for path in paths]


def kept_figures(path: Path) -> Found:
    """Every filled cell as the file keeps it, worked out by nobody here."""
    with zipfile.ZipFile(path) as file:
        names = re.findall(r'<sheet name="([^"]+)"', file.read("xl/workbook.xml").decode())
        strings = []
        if "xl/sharedStrings.xml" in file.namelist():
            shared = ET.fromstring(file.read("xl/sharedStrings.xml"))
            strings = ["".join(item.itertext()) for item in shared]
        return {
            (unescape(name), cell.get("r")): figure
            for number, name in enumerate(names, 1)
            for cell in ET.fromstring(file.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{_MAIN}c")
            if (figure := _figure(cell, strings)) is not None
        }


def _figure(cell: ET.Element, strings: list[str]) -> object:
    value = cell.find(f"{_MAIN}v")
    if value is None or value.text is None:
        return None
    kind = cell.get("t", "n")
    if kind == "s":
        return strings[int(value.text)]
    return float(value.text) if kind == "n" else value.text == "1" if kind == "b" else value.text


def compare(expected: Expected, found: Found) -> list[str]:
    """Every formula cell whose figure is not the engine's, said in words."""
    return [
        f"{sheet}!{cell}: the engine has {figure!r}, the spreadsheet {found.get((sheet, cell))!r}"
        for (sheet, cell), figure in expected.figures.items()
        if not agree(figure, found.get((sheet, cell)))
    ]


def is_error(value: object) -> bool:
    """Whether a cell shows one of the errors of spreadsheet programs; a comment in a scenario's text is none."""
    return isinstance(value, str) and re.fullmatch(r"#[A-Z0-9/]+[!?]?|Err:\d+", value) is not None


def agree(figure: Figure, found: object) -> bool:
    """Whether two figures are the same, to a billionth of them or a thousandth of a penny."""
    if isinstance(figure, str):
        return (found or "") == figure
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    return math.isclose(figure, found, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
