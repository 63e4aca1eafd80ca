import subprocess
import sys
from pathlib import Path

import pytest

from modeller.errors import Fault, Faults, Place
from modeller.scenario import Provenance, read
from modeller.scenario.catalogue import catalogue, json_schema
from modeller.scenario.walk import figures

HERE = Path(__file__).parent
GOOD = HERE / "good.yaml"


def faults_of(path, overrides=None):
    with pytest.raises(Faults) as caught:
        read(path, overrides)
    return [(str(fault.place) if fault.place else None, fault.what, fault.remedy) for fault in caught.value.faults]


@pytest.fixture
def pair(tmp_path):
    """Write a base and a file that extends it, and return where the latter is."""

    def write(top, base=None):
        (tmp_path / "base.yaml").write_text(GOOD.read_text("utf-8") if base is None else base, "utf-8")
        (tmp_path / "top.yaml").write_text("extends: base.yaml\n" + top, "utf-8")
        return tmp_path / "top.yaml"

    return write


def test_a_good_file():
    scenario = read(GOOD).scenario
    assert scenario.contract.committed == 120.0
    assert scenario.contract.reversion == 0.0
    assert scenario.economy.consumer_prices == {2026: 0.025, 2027: 0.021, 2028: 0.02}
    assert scenario.economy.building_maintenance == {2026: 0.04, 2027: 0.03}
    assert [lot.slug for lot in scenario.homes] == ["handed_over", "bought_in_the_first_year"]
    assert scenario.homes[1].arrive == 3.0
    assert scenario.income[0].from_council == 1.0
    assert scenario.finance[0].covenants.debt_service_cover == 1.1
    assert scenario.valuation.basis == "subject to tenancies"
    assert scenario.accounts.components[0].life == 960.0


def test_every_figure_has_its_provenance():
    stated = read(GOOD)
    keys = [figure.key for figure in figures(stated.scenario)]
    assert len(keys) == len(set(keys))
    assert set(stated.provenance) == {*keys, "valuation.basis"}


@pytest.mark.parametrize(
    ("key", "status", "source", "as_of", "note", "place"),
    [
        ("contract.committed", "illustrative", "not stated", "", "", "7:14"),
        ("economy.consumer_prices.2027", "estimate", "the forecast of March 2026", "2026-03", "", "15:11"),
        ("economy.earnings.2026", "estimate", "the forecast of March 2026", "2026-03", "", "18:13"),
        ("economy.building_maintenance.2027", "fact", "the index of the trade", "", "", "20:26"),
        (
            "homes.bought_in_the_first_year.price",
            "illustrative",
            "below the average of the town",
            "2025",
            "terraced houses",
            "37:11",
        ),
        ("grants.council_grant.amount", "fact", "the minutes", "", "signed", "67:13"),
        ("grants.council_grant.as_homes_arrive", "estimate", "not stated", "", "", "70:11"),
        ("finance.bank_loan.repayment.over", "illustrative", "not stated", "", "", "77:55"),
        ("valuation.basis", "illustrative", "the valuer", "", "", "87:15"),
    ],
)
def test_where_figures_come_from(key, status, source, as_of, note, place):
    found = read(GOOD).provenance[key]
    assert (found.status, found.source, found.as_of, found.note) == (status, source, as_of, note)
    assert found.stated
    assert str(found.place) == f"{GOOD}:{place}"


def test_a_default_comes_from_its_declaration():
    assert read(GOOD).provenance["rent.weeks"] == Provenance("illustrative", "default", "", "", None, stated=False)
    assert not read(GOOD).provenance["rent.ceiling.2026"].stated


def test_provenance_reaches_blocks_within_and_stops_at_other_blocks(pair):
    base = GOOD.read_text("utf-8").replace("  - name: Bank loan", "  - name: Bank loan\n    provenance: {status: fact}")
    sources = read(pair("", base)).provenance
    assert sources["finance.bank_loan.covenants.loan_to_value"].status == "fact"
    assert sources["finance.community_shares.amount"].status == "illustrative"
    assert not sources["finance.bank_loan.commitment_fee"].stated


def test_extends_folds_settings_and_replaces_lists(pair):
    path = pair("contract:\n  committed: 7 years\ncosts:\n  - name: All in\n    fixed: £90k a year\n")
    stated = read(path)
    assert stated.scenario.contract.committed == 84.0
    assert stated.scenario.contract.ending_cost == 8400.0
    assert [cost.name for cost in stated.scenario.costs] == ["All in"]
    assert stated.provenance["contract.committed"].place.file == str(path)
    assert stated.provenance["contract.ending_cost"].place.file == str(path.parent / "base.yaml")


def test_a_figure_given_anew_leaves_its_old_source_behind(pair):
    path = pair("economy:\n  earnings: 4%\n  building_maintenance: 5%\n")
    sources = read(path).provenance
    for key in ("economy.earnings.2026", "economy.building_maintenance.2026"):
        assert (sources[key].status, sources[key].source) == ("illustrative", "not stated")
    assert sources["economy.consumer_prices.2026"].source == "the forecast of March 2026"


def test_a_source_can_be_laid_over_a_figure_of_the_base(pair):
    found = read(pair("economy:\n  building_maintenance:\n    source: a better index\n")).provenance
    assert found["economy.building_maintenance.2026"].source == "a better index"
    assert found["economy.building_maintenance.2026"].status == "fact"


def test_a_year_can_be_laid_over_a_curve_of_the_base(pair):
    stated = read(pair("economy:\n  consumer_prices:\n    2027: 9%\n"))
    assert stated.scenario.economy.consumer_prices == {2026: 0.025, 2027: 0.09, 2028: 0.02}
    assert stated.provenance["economy.consumer_prices.2027"].source == "not stated"


def test_bases_of_bases(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/one.yaml").write_text(GOOD.read_text("utf-8"), "utf-8")
    (tmp_path / "two.yaml").write_text("extends: deep/one.yaml\nhorizon: 40 years\n")
    (tmp_path / "three.yaml").write_text("extends: two.yaml\ntitle: Three\n")
    scenario = read(tmp_path / "three.yaml").scenario
    assert (scenario.title, scenario.horizon) == ("Three", 480.0)


def test_faults_of_both_files_are_told_in_order(pair):
    path = pair("contract:\n  committed: 7\n", GOOD.read_text("utf-8").replace("6.5%", "6.5"))
    base = path.parent / "base.yaml"
    assert [place for place, _, _ in faults_of(path)] == [f"{base}:76:15", f"{path}:3:14"]


@pytest.mark.parametrize(
    ("key", "text", "where", "value"),
    [
        ("contract.committed", "7 years", lambda s: s.contract.committed, 84.0),
        ("finance.bank_loan.amount", "£2m", lambda s: s.finance[0].amount, 2_000_000.0),
        ("finance.community_shares.repayment.over", "30 years", lambda s: s.finance[1].repayment.over, 360.0),
        ("finance.bank_loan.repayment.shape", "bullet", lambda s: s.finance[0].repayment.shape, "bullet"),
        ("accounts.components.kitchens.share", "5%", lambda s: s.accounts.components[1].share, 0.05),
        ("reserves.working_capital", "£5", lambda s: s.reserves.working_capital, 5.0),
        ("economy.consumer_prices.2027", "9%", lambda s: s.economy.consumer_prices[2027], 0.09),
        ("economy.earnings.2027", "1%", lambda s: s.economy.earnings, {2026: 0.03, 2027: 0.01}),
        ("economy.earnings", "1%", lambda s: s.economy.earnings, {2026: 0.01}),
        ("economy.building_maintenance.2026", "1%", lambda s: s.economy.building_maintenance, {2026: 0.01, 2027: 0.03}),
        ("contract.reversion", "yes", lambda s: s.contract.reversion, 1.0),
        ("title", "Another", lambda s: s.title, "Another"),
    ],
)
def test_overrides(key, text, where, value):
    stated = read(GOOD, {key: text})
    assert where(stated.scenario) == value


def test_an_override_says_that_it_is_one():
    found = read(GOOD, {"economy.consumer_prices.2027": "9%"}).provenance
    assert found["economy.consumer_prices.2027"].source == "set for this run"
    assert found["economy.consumer_prices.2027"].status == "illustrative"
    assert str(found["economy.consumer_prices.2027"].place) == '--set economy.consumer_prices.2027="9%"'
    assert found["economy.consumer_prices.2026"].source == "the forecast of March 2026"


def test_an_override_of_one_year_leaves_the_source_of_the_others():
    found = read(GOOD, {"economy.building_maintenance.2027": "9%"}).provenance
    assert found["economy.building_maintenance.2026"].source == "the index of the trade"
    assert found["economy.building_maintenance.2027"].source == "set for this run"


def test_every_key_listed_can_be_set_to_what_it_is():
    stated = read(GOOD)
    as_they_are = {figure.key: figure.text for figure in figures(stated.scenario)}
    exclusive = {"homes.handed_over.bought", "homes.bought_in_the_first_year.transferred"}
    as_they_are = {key: text for key, text in as_they_are.items() if key not in exclusive}
    assert read(GOOD, as_they_are).scenario == stated.scenario


def test_an_override_puts_right_what_is_wrong_in_the_file(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(GOOD.read_text("utf-8").replace("6.5%", "6.5"), "utf-8")
    assert len(faults_of(path)) == 1
    assert read(path, {"finance.bank_loan.interest": "6%"}).scenario.finance[0].interest == 0.06


@pytest.mark.parametrize(
    ("key", "text", "place", "what", "remedy"),
    [
        ("contract.commited", "7 years", None, "“contract.commited” is not an input", "“contract.committed”?"),
        ("finance.bank_lone.amount", "£5", None, "is not an input", "did you mean “finance.bank_loan.amount”?"),
        ("finance.amount", "£5", None, "is not an input", ""),
        ("finance.bank_loan", "£5", None, "is not an input", ""),
        ("contract", "£5", None, "is not an input", "contract."),
        ("contract.committed.2027", "£5", None, "is not an input", "did you mean “contract.committed”?"),
        ("", "£5", None, "“” is not an input", "modeller inputs"),
        ("contract.committed", "7 weeks", '--set contract.committed="7 weeks"', "“7 weeks” is a number of weeks", ""),
        ("contract.committed", "", '--set contract.committed=""', "nothing stands", "write 10 years"),
        ("economy.earnings.2029", "1%", '--set economy.earnings.2029="1%"', "2027 is missing", ""),
        ("horizon", "61 years", '--set horizon="61 years"', "61 years is more than 60 years", ""),
        ("start", "soon", '--set start="soon"', "“soon” is not a month", "2026-04"),
    ],
)
def test_bad_overrides(key, text, place, what, remedy):
    faults = faults_of(GOOD, {key: text})
    assert any(where == place and what in words and remedy in cure for where, words, cure in faults), faults


def test_faults_are_sorted_and_told_once():
    place = Place("b.yaml", 2, 1)
    faults = Faults([Fault("x", place, "y"), Fault("x", place, "y"), Fault("z", Place("b.yaml", 1, 9), "y")])
    assert [fault.what for fault in faults.faults] == ["z", "x"]
    assert str(faults).endswith("2 faults found.")


def test_long_lines_are_cut_around_what_is_meant():
    text = "a" * 500 + "culprit" + "b" * 500
    line, carets = Place("a.yaml", 1, 501, text, 7).excerpt()
    shown = line.split("│ ")[1]
    start = carets.split("│ ")[1].index("^")
    assert shown[start : start + 7] == "culprit"
    assert carets.count("^") == 7
    assert len(line) < 130


def test_figures_come_in_the_order_declared_with_all_that_was_said_of_them():
    found = {figure.key: figure for figure in figures(read(GOOD).scenario)}
    assert list(found)[:2] == ["horizon", "contract.committed"]
    interest = found["finance.bank_loan.interest"]
    assert (interest.label, interest.unit.name, interest.value) == ("Rate of interest", "% a year", 0.065)
    assert (interest.low, interest.high, interest.text) == (0, 0.5, "6.5% a year")
    assert found["economy.consumer_prices.2028"].value == 0.02
    assert found["homes.bought_in_the_first_year.arrive"].text == "2026-06"


def test_the_catalogue_lists_every_figure_of_a_scenario():
    rows = {row.key: row for row in catalogue()}
    names = {"homes": "<lot>", "finance": "<loan>", "grants": "<grant>", "income": "<income>", "costs": "<cost>"}
    for figure in figures(read(GOOD).scenario):
        steps = figure.key.split(".")
        if steps[0] in names:
            steps[1] = names[steps[0]]
        if steps[:2] == ["accounts", "components"]:
            steps[2] = "<component>"
        if figure.declared.by_year:
            steps[-1] = "<year>"
        assert rows[".".join(steps)].label == figure.declared.label
    assert rows["rent.weeks"].default == "52 weeks a year"
    assert rows["homes.<lot>.arrive"].default == "month 1"
    shapes = ("annuity", "equal principal", "bullet", "sculpted", "as stated", "from its share")
    assert rows["finance.<loan>.repayment.shape"].choices == shapes


def test_the_schema_has_the_shape_of_a_scenario():
    schema = json_schema()
    settings = schema["properties"]
    assert {"title", "homes", "extends", "provenance"} <= set(settings)
    loan = settings["finance"]["items"]
    assert loan["additionalProperties"] is False
    assert loan["required"] == ["name"]
    either, or_else = (set(way["required"]) for way in loan["anyOf"])
    assert either == {"like"}
    assert {"name", "amount", "interest"} <= or_else
    assert loan["properties"]["repayment"]["properties"]["shape"]["anyOf"][0]["enum"][0] == "annuity"
    assert settings["rent"]["properties"]["margin"]["anyOf"][2]["patternProperties"]
    assert "required" not in settings["contract"]


def test_importing_the_scenario_does_not_load_numpy():
    code = "import sys, modeller.scenario; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=HERE.parent.parent, check=False).returncode == 0
