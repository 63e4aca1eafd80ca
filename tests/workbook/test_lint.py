"""Every rule bites: a workbook that keeps them all is broken in one place, and the rule says which, and where."""

import re
import zipfile
from dataclasses import replace

import pytest

from modeller.workbook.styles import BLUE, CREAM, RED
from modeller.workbook.write import write_workbook
from tests.workbook import toys
from tests.workbook.lint import RULES, lint, unlinted
from tests.workbook.opened import Opened


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    path = tmp_path_factory.mktemp("lint") / "book.xlsx"
    return path, write_workbook(toys.partnership(), path)


class Broken:
    """The parts of a workbook, to be broken one by one; `at` is where."""

    def __init__(self, path):
        self.file, self.at = Opened(path), ""
        self.parts = dict(self.file.parts)

    def part(self, name):
        """A part by its name, or a sheet's by the sheet's."""
        return next((sheet.path for sheet in self.file.sheets if sheet.name == name), name)

    def style(self, wanted):
        """The number of a style that cells have, by what it looks like."""
        used = {cell.style for sheet in self.file.sheets for cell in sheet.cells.values()}
        return next(number for number in sorted(used) if wanted(self.file.looks[number]))

    def save(self, path):
        with zipfile.ZipFile(path, "w") as file:
            for name, data in self.parts.items():
                file.writestr(zipfile.ZipInfo(name), data)


def swap(name, pattern, new):
    """Put something else where a pattern first is in a part; the place is what the pattern calls `at`."""

    def do(broken):
        part = broken.part(name)
        text = broken.parts[part].decode()
        found = re.search(pattern, text, re.DOTALL)
        assert found, pattern
        changed = text[: found.start()] + found.expand(new) + text[found.end() :]
        assert changed != text
        broken.parts[part] = changed.encode()
        broken.at = found.groupdict().get("at", "")

    return do


def add(name, data=b""):
    return lambda broken: broken.parts.update({name: data})


def look_of(sheet, pattern, wanted):
    """Give the cell that a pattern finds another look, out of those in the workbook."""
    return lambda broken: swap(sheet, pattern, rf'\g<1>s="{broken.style(wanted)}"')(broken)


INTEREST = r'(<c r="(?P<at>M\d+)"[^>]*>)<f>(M\d+\*\$D\$\d+/12)</f>'  # on the sheet Loan
MEASURE = r'(<c r="(?P<at>C6)"[^>]*>)<f>([^<]*)</f>'
CALL_UP = r'(<c r="(?P<at>D15)"[^>]*>)<f>Inputs![^<]*</f>'


def interest(formula):
    """Another formula in one month of the row of interest; `\\3` is the one that was there."""
    return swap("Loan", INTEREST, rf"\1<f>{formula}</f>")


def measure(formula):
    return swap("Measures", MEASURE, rf"\1<f>{formula}</f>")


PLANTED = [
    ("no macros links or connections", "xl/vbaProject.bin", add("xl/vbaProject.bin")),
    ("no macros links or connections", "xl/connections.xml", add("xl/connections.xml", b"<connections/>")),
    ("no macros links or connections", "[Content_Types].xml",
     swap("[Content_Types].xml", "sheet.main", "sheet.macroEnabled.main")),
    ("no macros links or connections", "xl/_rels/workbook.xml.rels",
     swap("xl/_rels/workbook.xml.rels", "/>", ' TargetMode="External"/>')),
    ("the same inputs make the same bytes", "docProps/core.xml",
     swap("docProps/core.xml", r"(W3CDTF\">)2000(-01-01T00:00:00Z</dcterms:modified)", r"\g<1>2026\2")),
    ("document properties are set", "docProps/core.xml",
     swap("docProps/core.xml", "<dc:creator>[^<]*", "<dc:creator>")),
    ("nothing is worked round in circles", "xl/workbook.xml",
     swap("xl/workbook.xml", "<calcPr", '<calcPr iterate="1"')),
    ("nothing is worked round in circles", "xl/workbook.xml",
     swap("xl/workbook.xml", "<calcPr", '<calcPr calcMode="manual"')),
    ("sheets are named in plain words", "Lo:an", swap("xl/workbook.xml", '"Loan"', '"Lo:an"')),
    ("sheets are named in plain words", "loan", swap("xl/workbook.xml", '"Outcomes"', '"loan"')),
    ("sheets stand in the order of working", "Loan", swap("Loan", 'tabColor rgb="[^"]*', 'tabColor rgb="FF00FF00')),
    ("sheets stand in the order of working", "Outcomes", swap("Loan", 'tabColor rgb="[^"]*', 'tabColor rgb="FF548235')),
    ("names are of inputs and measures only", "Amount", swap("xl/workbook.xml", '"in_loan_amount"', '"Amount"')),
    ("names are of inputs and measures only", "in_loan_amount",
     swap("xl/workbook.xml", r'("in_loan_amount">)[^<]*', r"\1Inputs!$C$5:$C$9")),
    ("names are of inputs and measures only", "in_loan_amount",
     swap("xl/workbook.xml", r'("in_loan_amount">)[^<]*', r"\1Inputs!$E$12:$E$15")),
    ("names are of inputs and measures only", "in_loan_amount",
     swap("Inputs", r"INDEX\(\$E\$12:\$H\$12,\$C\$6\)", "INDEX($E$12:$H$12,$I$6)")),
    ("names are of inputs and measures only", "in_loan_amount",
     swap("xl/workbook.xml", r'("in_loan_amount">)[^<]*', r"\1Measures!$C$6")),
    ("every measure has a name", "Measures!C6",
     swap("xl/workbook.xml", r"<definedName name=\"out_[^>]*>Measures!\$C\$6</definedName>", "")),
    ("it opens on the summary", "xl/workbook.xml",
     swap("xl/workbook.xml", "<workbookView", '<workbookView activeTab="3"')),
    ("it opens on the summary", "Loan", swap("Loan", "<sheetView ", '<sheetView tabSelected="1" ')),
    ("fonts are the house s", "xl/styles.xml",
     swap("xl/styles.xml", r'(</fill>|</font>)(<font>.*?)"Arial"', r'\1\2"Comic Sans MS"')),
    ("every sheet has the same head", "Loan!3", swap("Loan", r'("Case in use: "&amp;)Inputs!\$D\$6', r"\1Inputs!$K$6")),
    ("every sheet has the same head", "Loan!A1", swap("Loan", '<c r="A1".*?</c>', "")),
    ("every sheet has the same head", "Loan!A2", swap("Loan", '<c r="A2".*?</c>', "")),
    ("every sheet has the same head", "Loan!A3", swap("Loan", r"Checks!\$D\$5", "Checks!$D$6")),
    ("nothing is hidden", "Loan", swap("xl/workbook.xml", '"Loan"', '"Loan" state="veryHidden"')),
    ("nothing is hidden", "Loan, row 12", swap("Loan", '<row r="12"', '<row r="12" hidden="1"')),
    ("nothing is hidden", "Loan, col 2", swap("Loan", '<col min="2"', '<col hidden="1" min="2"')),
    ("nothing is hidden", "Cover sheet!B15",
     swap("xl/styles.xml", '<protection locked="0"', '<protection locked="0" hidden="1"')),
    ("nothing is merged", "Loan!A1:B1",
     swap("Loan", "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>')),
    ("panes are frozen", "Loan", swap("Loan", 'xSplit="9"', 'xSplit="8"')),
    ("panes are frozen", "Measures", swap("Measures", "<pane[^>]*/>", "")),
    ("a month is in the same column on every sheet", "Loan!L5", swap("Loan", "Calendar!L5", "Calendar!M5")),
    ("a month is in the same column on every sheet", "Loan", swap("Loan", r'<c r="BU5".*?</c>', "")),
    ("a month is in the same column on every sheet", "Calendar!5",
     swap("Calendar", r'(<c r="I5"[^>]*><v>)0', r"\g<1>1")),
    ("everything but inputs is guarded", "Loan", swap("Loan", "<sheetProtection[^>]*/>", "")),
    ("everything but inputs is guarded", "Loan", swap("Loan", "<sheetProtection", '<sheetProtection password="CC1A"')),
    ("colours can be told apart", "Summary!A2", swap("xl/styles.xml", "FF595959", "FFB0B0B0")),
    ("colours can be told apart", "xl/styles.xml, mark 2",
     swap("xl/styles.xml", r'(<dxf>(?:(?!<dxf>).)*<dxf><font>.*?rgb=")FF006100', r"\1FFC6EFCE")),
    ("charts say what they show", "xl/drawings/drawing1.xml",
     swap("xl/drawings/drawing1.xml", 'descr="[^"]*"', 'descr=""')),
    ("charts say what they show", "xl/charts/chart1.xml", swap("xl/charts/chart1.xml", "<c:title>.*?</c:title>", "")),
    ("charts say what they show", "xl/charts/chart1.xml",
     swap("xl/charts/chart1.xml", "(<c:ser>.*?</c:ser>)", r"\1\1\1\1\1\1")),
    ("sheets print as they should", "Loan", swap("Loan", 'paperSize="8"', 'paperSize="1"')),
    ("sheets print as they should", "Loan", swap("Loan", "landscape", "portrait")),
    ("sheets print as they should", "Loan", swap("Loan", r"&amp;P of &amp;N", "")),
    ("sheets print as they should", "Measures", swap("Measures", 'fitToPage="1"', 'fitToPage="0"')),
    ("sheets print as they should", "Loan",
     swap("xl/workbook.xml", r"<definedName name=\"_xlnm.Print_Titles\"[^>]*>Loan![^<]*</definedName>", "")),
    ("every check counts", "Checks!D13", swap("Checks", r"COUNTIF\(\$D\$12:\$D\$13", "COUNTIF($D$12:$D$12")),
    ("every check counts", "Checks!A12", swap("Checks", '<c r="C12".*?</c>', "")),
    ("every sheet is in the contents", "Loan", swap("Guide", '<hyperlink[^>]*location="Loan!A1"[^>]*/>', "")),
    ("every sheet is in the contents", "Loan", swap("Loan", "<hyperlinks>.*?</hyperlinks>", "")),
    ("no figure is too wide for its column", "Measures!C6",
     swap("Measures", '(<col min="3" max="3" width=")[^"]*', r"\g<1>5")),
    ("only inputs can be changed", "Inputs!P12",
     look_of("Inputs", r'(<c r="(?P<at>P12)" )s="\d+"', lambda look: not look.locked)),
    ("only inputs can be changed", "Inputs!E12",
     look_of("Inputs", r'(<c r="(?P<at>E12)" )s="\d+"', lambda look: look.locked)),
    ("only inputs can be changed", "Inputs!F12", swap("Inputs", r'(<c r="F12"[^>]*><f>)\$E\$12', r"\1$E$13")),
    ("only inputs can be changed", "Inputs!G13", swap("Inputs", r'(<c r="G13"[^>]*><f>)\$E\$13', r"\1$E$13+0")),
    ("only inputs can be changed", "Inputs!E12",
     swap("Inputs", r'(<c r="E12"[^>]*>)<v>', r"\1<f>$F$12</f><v>")),
    ("only inputs can be changed", "Inputs!C6", swap("xl/styles.xml", CREAM.replace("#", "FF"), "FFFFFFF0")),
    ("what is empty is locked", "Loan, col 2",
     lambda broken: swap("Loan", '<col min="2"',
          rf'<col style="{broken.style(lambda look: not look.locked)}" min="2"')(broken)),
    ("every input is checked as it is typed", "Inputs!C6",
     swap("Inputs", "<dataValidation [^>]*sqref=\"C6\".*?</dataValidation>", "")),
    ("every input is checked as it is typed", "Inputs!C6",
     swap("Inputs", r'(<dataValidation [^>]*)showErrorMessage="1"', r"\1")),
    ("every input is checked as it is typed", "Inputs!C6",
     swap("Inputs", r'(<dataValidation [^>]*)prompt="[^"]*"', r"\1")),
    ("every input is checked as it is typed", "Inputs!C7", swap("Inputs", "<formula2>.*?</formula2>", "")),
    ("every input is checked as it is typed", "Inputs!K6",
     swap("Inputs", 'sqref="C6"', 'sqref="C6 K6"')),
    ("every input has a label a unit and a status", "Inputs!C6", swap("Inputs", '<c r="K6".*?</c>', "")),
    ("every input has a label a unit and a status", "Inputs!C6", swap("Inputs", '<c r="D6".*?</c>', "")),
    ("every input is used", "Inputs!E14", swap("Loan", r"Inputs!\$C\$14", "Inputs!$C$10")),
    ("every input is used", "Inputs!G14", swap("Inputs", r"INDEX\(\$E\$14:\$H\$14", "INDEX($E$14:$F$14")),
    ("every input is used", "Inputs!C8", swap("Inputs", r"(INDEX\(\$E\$13:\$H\$13,\$C\$6\))\+\$C\$8", r"\1")),
    ("every input has its cases", "Inputs!E12",
     swap("xl/workbook.xml", r'("in_loan_amount">)[^<]*', r"\1Inputs!$E$12")),
    ("every input has its cases", "Inputs!C7",
     swap("xl/workbook.xml", r'("in_lever_rents">)[^<]*', r"\1Inputs!$C$7:$C$10")),
    ("what people fill in moves nothing", "Cover sheet!B15",
     swap("Summary", r"Checks!\$B\$6", "'Cover sheet'!$B$15")),
    ("one formula a row", "Loan!{at}", interest(r"\3+0")),
    ("one formula a row", "Loan!{at}", swap("Loan", INTEREST, r"\1")),
    ("one formula a row", "Loan!12", swap("Loan", r'(<row r="12".*?)(?=</row>)', r'\1<c r="J12"><f>$D$12</f></c>')),
    ("one formula a row", "Annual!H5", swap("Annual", r'(<c r="H5"[^>]*>)<f>[^<]*', r"\1<f>G5+1")),
    ("no formula is long", "Measures!{at}", measure(r"\3" + "+0" * 80)),
    *(("only plain functions are used", "Loan!{at}", interest(formula)) for formula in (
        "OFFSET(M28,0,0)", 'INDIRECT("M28")', "TODAY()", "NOW()", "RAND()", 'CELL("row")', "_xlfn.XLOOKUP(M28,M28,M28)",
        "MINIFS(M28,M28,1)", "HYPERLINK(M28)", "VLOOKUP(M28,M28,1)")),
    ("nothing worked is rounded", "Loan!{at}", interest(r"ROUND(\3,0)")),
    ("formulas are of one cell", "Measures!{at}",
     swap("Measures", MEASURE, r'\1<f t="array" ref="C6">\3</f>')),
    ("formulas are of one cell", "Measures!{at}",
     swap("Measures", MEASURE, r'\1<f t="dataTable" ref="C6" r1="A1"></f>')),
    ("formulas are of one cell", "Measures!{at}", measure("@C7+C7#")),
    ("no whole columns or rows are read", "Measures!{at}", measure("SUM(Loan!J:J)")),
    ("no whole columns or rows are read", "Measures!{at}", measure("SUM(Loan!$12:$12)")),
    ("no number is hidden in a formula", "Loan!{at}", interest(r"\3*1.05")),
    ("formulas read cells not names", "Loan!{at}", interest("M28*in_loan_interest/12")),
    ("other sheets are read through call ups", "Loan!{at}", interest(r"\3*Inputs!$C$7")),
    ("other sheets are read through call ups", "Loan!{at}", swap("Loan", CALL_UP, r"\1<f>Inputs!$C$99</f>")),
    ("other sheets are read through call ups", "Loan!{at}",
     swap("Loan", CALL_UP, r"\1<f>'Rent and charges'!$D$12</f>")),
    ("other sheets are read through call ups", "Loan!{at}",
     look_of("Loan", r'(<c r="(?P<at>D15)" )s="\d+"', lambda look: look.ink not in (BLUE, RED))),
    ("what others read is marked", "Loan!{row}",
     lambda broken: look_of("Loan", rf'(<c r="(?P<at>B\d+)" )s="{broken.style(lambda look: look.ink == RED)}"',
                            lambda look: look.ink == BLUE)(broken)),
    ("choices are not nested", "Loan!{at}", interest("IF(M28>0,IF(M28>1,12,M28),0)")),
    ("returns begin from a guess", "Measures!{at}", measure("IRR(Loan!$J$31:$BU$31)")),
    ("no cell shows an error", "Measures!C6",
     swap("Measures", r'<c r="C6" (s="\d+").*?</c>', r'<c r="C6" \1 t="e"><f>1/0</f><v>#DIV/0!</v></c>')),
    ("no cell shows an error", "Measures!{at}", measure("SUM(Loan!#REF!)")),
    ("every sheet read is there", "Measures!{at}", measure("SUM(Lost!$J$8:$K$8)")),
    ("text is never a formula", "Inputs!L12",
     swap("Inputs", r'<c r="L12" (s="\d+").*?</c>', r'<c r="L12" \1><f>1+1</f><v>2</v></c>')),
    ("text is never a formula", "Loan!{at}", swap("Loan", INTEREST, r"\1")),
]  # fmt: skip


def test_a_workbook_of_ours_breaks_no_rule(clean):
    assert lint(*clean) == []


@pytest.mark.parametrize(
    ("rule", "where", "plant"), PLANTED, ids=[f"{number} {rule}" for number, (rule, *_) in enumerate(PLANTED)]
)
def test_a_planted_breach_is_found(rule, where, plant, clean, tmp_path):
    broken = Broken(clean[0])
    plant(broken)
    broken.save(tmp_path / "broken.xlsx")
    found = lint(tmp_path / "broken.xlsx", clean[1])
    wanted = f"{rule}: {where.format(at=broken.at, row=broken.at.lstrip('B'))}: "
    assert [each for each in found if each.startswith(wanted)], "\n".join([wanted, *found[:20]])


def test_no_rule_is_without_a_planted_breach():
    assert {rule.__name__.replace("_", " ") for rule in RULES} == {rule for rule, *_ in PLANTED}


def test_a_file_put_together_at_another_time_is_found(clean, tmp_path):
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as file:
        for name, data in Opened(clean[0]).parts.items():
            file.writestr(zipfile.ZipInfo(name, (2026, 4, 1, 0, 0, 0)), data)
    assert any("was put into the file at" in each for each in lint(tmp_path / "book.xlsx"))


def test_every_workbook_that_is_written_is_held_to_the_rules(tmp_path, monkeypatch):
    def breach(_):
        """Nothing keeps this rule."""
        yield "A1", "is as planted"

    monkeypatch.setattr("tests.workbook.lint.RULES", (breach,))
    another = replace(toys.partnership(), title="Written by no other test")
    with unlinted("shown to be left out"):
        write_workbook(another, tmp_path / "book.xlsx")
    with pytest.raises(AssertionError, match="breach: A1: is as planted"):
        write_workbook(another, tmp_path / "book.xlsx")
