"""The pages that people sign: what stands on them is the engine's, it is live, and it says what it is of."""

import re
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from modeller.analysis.run import run
from modeller.lines.views import Ranged
from modeller.partnership.about import LIMITS
from modeller.workbook import book_of, cells
from modeller.workbook.front import STATUSES
from modeller.workbook.summary import FALLEN, STANDS
from modeller.workbook.write import write_workbook
from modeller.workbook.years import BREACH, PASS, UNTESTED
from tests.workbook.test_contract_lengths import SCENARIO
from tests.workbook.test_live import Open

PAGES = ["For investors", "For the council", "Sources and uses", "Covenants", "Returns to lenders"]
PATHS = [(0, 0, 0), (0, 0, 1), (0, 0, 2), (0, 1, 0), (1, 0, 0), (1, 0, 1)]  # extended, broken, won


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / "turns.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def worked(scenario):
    return run(scenario)


@pytest.fixture(scope="module")
def book(worked):
    return book_of(worked, made=datetime(2026, 7, 1))


@pytest.fixture(scope="module")
def path(book, tmp_path_factory):
    file = tmp_path_factory.mktemp("books") / "turns.xlsx"
    write_workbook(book, file)
    return file


@pytest.fixture(scope="module")
def opened(path):
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def shown(path):
    return openpyxl.load_workbook(path, data_only=True)


def rows_of(sheet, begins, ends=""):
    """The rows of a table from the one below its titles, to the first that is empty or begins with other words."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == begins)
    for row in rows[start + 1 :]:
        if not row[0] or (ends and row[0] == ends):
            return
        yield row


def words(sheet):
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]


def test_a_page_for_each_who_signs_follows_the_guide(opened):
    names = opened.sheetnames
    assert names[:3] == [cells.SUMMARY, cells.FRONT, cells.GUIDE]
    assert names[3 : 3 + len(PAGES)] == PAGES
    assert names[-3:] == [cells.CHECKS, cells.LOG, cells.SCENARIO_TEXT]


def test_every_sheet_links_back_to_the_contents_which_lists_them_all(opened):
    for sheet in opened:
        targets = [cell.hyperlink.location for row in sheet.iter_rows(max_row=1) for cell in row if cell.hyperlink]
        assert targets == ([] if sheet.title == cells.GUIDE else ["Guide!A1"])
    listed = {row[0].value for row in opened[cells.GUIDE].iter_rows() if row[0].hyperlink}
    assert listed == set(opened.sheetnames)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_printed_upright_no_wider_than_it_can_be_read(opened, name):
    sheet = opened[name]
    assert sheet.page_setup.orientation == "portrait"
    assert 50 <= sheet.page_setup.scale <= 100


def test_sources_come_to_uses_and_their_shares_to_all(shown):
    sheet = shown["Sources and uses"]
    for title in ("Sources", "Uses"):
        *parts, whole = rows_of(sheet, title)
        assert whole[0] == "In all"
        assert sum(row[2] for row in parts) == pytest.approx(whole[2])
        assert sum(row[3] for row in parts) == pytest.approx(1)
    sources, uses = (list(rows_of(sheet, title))[-1][2] for title in ("Sources", "Uses"))
    assert sources == pytest.approx(uses)


def test_the_council_s_first_years_and_the_later_ones_come_to_all(shown, worked):
    sheet, lines = shown["For the council"], worked.partnership.commissioning
    found = {row[0]: row for row in rows_of(sheet, "Budget of the first four years")}
    for label, line in (("Revenue", lines.revenue_cost), ("Capital", lines.capital_cost)):
        years = found[label][2:8]
        assert sum(years[:5]) == pytest.approx(years[5]) == pytest.approx(float(worked.results[line][1:].sum()))
    first = worked.results[lines.revenue_cost][1:10, 0]  # July 2026 to March 2027
    assert found["Revenue"][2] == pytest.approx(float(first.sum()))


def test_each_covenant_is_told_test_by_test(shown, worked):
    """What is tested, broken and needed is read off the engine's months, each March."""
    for covenant in worked.views.covenants:
        name = f"{covenant.heading}: {covenant.name[0].lower()}{covenant.name[1:]}"
        sheet = shown["Covenants"]
        rows = list(sheet.iter_rows(values_only=True))
        start = next(number for number, row in enumerate(rows) if row[0] == name and row[1] is None)
        body = rows[start + 2 : start + 2 + 9]  # 2026/27 to 2034/35
        for year, row in enumerate(body):
            month = min(9 + 12 * year, worked.model.months)
            tested, broken = (bool(worked.results[line][month, 0]) for line in (covenant.tested, covenant.broken))
            assert row[5] == ((BREACH if broken else PASS) if tested else UNTESTED)
            if tested:
                assert row[2] == pytest.approx(float(worked.results[covenant.figure][month, 0]))
                assert row[4] == pytest.approx(float(worked.results[covenant.headroom][month, 0]))
                assert (row[6] > 0.005) == broken
    said = {row[5] for row in shown["Covenants"].iter_rows(values_only=True)}
    assert {BREACH, UNTESTED} <= said


def test_ranges_are_those_of_runs_of_every_path(book, worked, scenario):
    """Each path run by itself, as a scenario that states it: the least and the most are the range's."""
    keys = ("contract.path.extended", "contract.path.broken", "contract.path.won")
    found = [run(scenario, dict(zip(keys, map(str, choice), strict=True))) for choice in PATHS]
    found += [run(scenario, dict(zip(keys, ("1", "0", "2"), strict=True)))]
    for measure in (each for each in worked.views.ranged if each.unit.style != "month"):
        figures = [each.figure(each.model.measures[measure.key]) for each in found]
        if any(figure != figure for figure in figures):  # noqa: PLR0124  none on some path
            continue
        told = book.ranges.figures[measure.key]
        assert told.lowest == pytest.approx(min(figures), abs=1e-6), measure.key
        assert told.highest == pytest.approx(max(figures), abs=1e-6), measure.key
        assert told.without_renewal == pytest.approx(figures[0], abs=1e-6), measure.key


def test_every_range_on_a_page_has_its_measure(book):
    parts = [part for page in book.views.pages for part in page.parts if isinstance(part, Ranged)]
    assert {measure.key for part in parts for measure in part.measures} <= set(book.ranges.figures)


def test_the_summary_is_one_page_that_says_what_is_asked_and_what_would_change_the_answer(opened, shown, book):
    sheet = shown[cells.SUMMARY]
    told = words(sheet)
    assert any(text.startswith("Decision asked: whether The council and The enterprise") for text in told)
    assert any("the program recommends none" in text for text in told)
    setup = opened[cells.SUMMARY].page_setup
    assert opened[cells.SUMMARY].sheet_properties.pageSetUpPr.fitToPage
    assert (setup.fitToWidth or 1, setup.fitToHeight or 1) == (1, 1)  # one is what is meant where nothing is said
    assert all(any(text.startswith(turn[:60]) for text in told) for turn in book.turns)
    assert any("7 paths of a contract of 4 years" in text for text in told)
    assert any(text.startswith("Made by modeller") and "on 1 July 2026" in text for text in told)
    headlines = [row[0] for row in rows_of(sheet, "Headline")]
    assert 5 <= len([label for label in headlines if not label.startswith("Lowest, expected")]) <= 7


def test_alerts_and_the_answer_s_standing_on_the_summary_are_live(path):
    still = Open(path).found()
    told = {text for (sheet, _), text in still.items() if sheet == cells.SUMMARY}
    assert STANDS in told
    changed = Open(path)
    changed.state("in_grants_council_grant_amount", 0)
    found = changed.found()
    now = {text for (sheet, _), text in found.items() if sheet == cells.SUMMARY and isinstance(text, str)}
    assert FALLEN in now
    assert any("short of its uses" in text for text in now - told)
    assert any(text.startswith("Out of date") for text in now)


def test_titles_of_charts_say_what_is_found_and_follow_the_figures(path):
    with zipfile.ZipFile(path) as file:
        charts = [file.read(name).decode() for name in sorted(file.namelist()) if "charts/chart" in name]
        drawing = file.read("xl/drawings/drawing1.xml").decode()
    titles = [
        re.search(r"<c:title><c:tx><c:strRef><c:f>(Annual![^<]+)</c:f>.*?<c:v>([^<]*)", text) for text in charts[:3]
    ]
    assert all(titles)
    found = Open(path)
    before = found.found()
    found.state("in_rent_voids", 0.4)
    after = found.found()
    moved = []
    for match in titles:
        cell = match.group(1).split("!")[1].replace("$", "")
        assert before[cells.ANNUAL, cell].startswith(match.group(2)[:12].replace("&amp;", "&"))
        moved.append(before[cells.ANNUAL, cell] != after[cells.ANNUAL, cell])
    assert sum(moved) >= 2  # cash is nil at some year's end before and after
    assert drawing.count("descr=") == len(charts[:3])


def test_the_cover_sheet_says_what_it_is_for_and_is_signed_by_hand(opened):
    sheet = opened[cells.FRONT]
    told = words(sheet)
    assert any(text.startswith("It is not a valuation") for text in told)
    assert {"Author", "Approver", "Fingerprint of the inputs", "Licence of the program"} <= set(told)
    free = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert [cell.value for cell in free if cell.value] == [STATUSES[0]]
    ruled = {str(rule.sqref) for rule in sheet.data_validations.dataValidation if rule.prompt}
    assert ruled == {cell.coordinate for cell in free}


def test_the_log_has_every_assumption_with_its_source_and_room_for_an_owner(opened, book):
    sheet = opened[cells.LOG]
    told = words(sheet)
    assert all(text in told for text in LIMITS)
    stood_for = [row for row in book.inputs if row.status and row.key in book.model.inputs]
    listed = [row for row in sheet.iter_rows() if row[3].value in ("fact", "estimate", "illustrative")]
    assert len(listed) == len(stood_for)
    for row in listed:
        assert row[1].value.startswith("=")
        assert not row[7].protection.locked
        assert not row[8].protection.locked


def test_what_the_log_says_is_left_out_the_conventions_say_too():
    said = " ".join((Path(__file__).parents[2] / "docs" / "conventions.md").read_text(encoding="utf-8").split())
    assert all(text in said for text in LIMITS)


def test_statements_by_month_are_links_to_the_lines(opened, shown, worked):
    sheet = opened[cells.MONTHLY]
    rows = {row[cells.LABEL].value: row for row in sheet.iter_rows(min_row=cells.BODY)}
    for label, line in (
        ("Surplus", worked.partnership.accounts.surplus),
        ("Net assets", worked.partnership.accounts.net_assets),
    ):
        assert re.fullmatch(r"=\w+!J\d+", rows[label][cells.FIRST].value)
        told = shown[cells.MONTHLY].cell(rows[label][0].row, cells.FIRST + 24).value
        assert told == pytest.approx(float(worked.results[line][24, 0]))
