"""A sweep: its figures are those of single runs, and its folder is whole or says what is not."""

import errno
import json
import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from modeller.analysis.run import run
from modeller.analysis.sweep import parquet
from modeller.analysis.sweep.crew import crew
from modeller.analysis.sweep.folder import opened
from modeller.analysis.sweep.parts import parts_of, weight_of
from modeller.analysis.sweep.plan import Plan, Source
from modeller.analysis.sweep.summary import PERCENTILES, summary_of
from modeller.analysis.sweep.sweeping import sweep_of
from modeller.analysis.sweep.ways import ways
from modeller.analysis.sweep.working import Column, How, work_part
from modeller.errors import Faults, SweepError
from modeller.lines.units import POUNDS
from tests.analysis.swept import GRID, LEFT, contents, plan_of, rows, small, swept


def copied(done, folder):
    """The finished sweep again, to be spoiled."""
    return Path(shutil.copytree(done / "out", folder / "out"))


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A sweep that nothing went wrong with."""
    folder = tmp_path_factory.mktemp("sweep")
    outcome = swept(plan_of(folder), folder / "out")
    assert (outcome.kept, outcome.worked, outcome.failed) == (0, 9, {})
    return folder


def test_a_figure_is_that_of_single_runs_weighed_by_the_chances_of_their_paths(done):
    """At two years, extended to four with a chance of 60% and not with one of 40%; £ and months alike."""
    (row,) = [
        each
        for each in rows(done / "out")
        if (each["length"], each["input.rent.voids"], each["input.finance.bank_loan.interest"]) == (24, 0.05, 0.07)
    ]
    changes = {"rent.voids": "5%", "finance.bank_loan.interest": "7%", "contract.committed": "2 years"}
    ends, goes_on = (run(done / "small.yaml", {**changes, "contract.path.extended": each}) for each in ("0", "1"))
    for key in (LEFT, "owed_to_all_lenders", "council_worth"):
        first, second = (each.figure(each.model.measures[key]) for each in (ends, goes_on))
        assert row[key] == pytest.approx(0.4 * first + 0.6 * second)
    assert ends.figure(ends.model.measures["owed_to_all_lenders"]) > goes_on.figure(
        goes_on.model.measures["owed_to_all_lenders"]
    )
    lost = [each.figure(each.partnership.exits.loans[0].lost_today) for each in (ends, goes_on)]
    assert min(lost) > 0
    assert row["loss.bank_loan"] == pytest.approx(0.4 * lost[0] + 0.6 * lost[1])
    fates = [each.figure(each.partnership.exits.loans[0].fate) == 0 for each in (ends, goes_on)]
    assert row["repaid.bank_loan"] == pytest.approx(0.4 * fates[0] + 0.6 * fates[1])


def test_there_is_one_row_for_every_point_at_every_length(done):
    found = rows(done / "out", 'length, point, "input.rent.voids", "input.finance.bank_loan.interest", draw, scenario')
    voids, interest = ([float(text.rstrip("%")) / 100 for text in texts] for texts in GRID.values())
    expected = [
        (length, 2 * place + number + 1, pytest.approx(void), pytest.approx(rate), 1, "small")
        for length in (24, 36, 60)
        for place, void in enumerate(voids)
        for number, rate in enumerate(interest)
    ]
    assert [tuple(each.values()) for each in found] == expected


def test_the_manifest_says_what_the_figures_follow_from(done):
    manifest = json.loads((done / "out" / "manifest.json").read_text("utf-8"))
    (scenario,) = manifest["scenarios"]
    assert scenario["fingerprint"] == run(done / "small.yaml").fingerprint
    assert scenario["inputs"]["finance.bank_loan.amount"] == {
        "value": 480_000,
        "status": "illustrative",
        "source": "not stated",
    } | {"source": scenario["inputs"]["finance.bank_loan.amount"]["source"]}
    assert (manifest["seed"], manifest["draws"], manifest["vary"]["rent.voids"]) == (1, 1, ["1%", "3%", "5%"])
    assert sum(part["rows"] for part in manifest["parts"]) == 18
    assert len(list((done / "out").glob("*.parquet"))) == len(manifest["parts"]) == 9


def test_two_workers_write_what_one_does(done, tmp_path):
    outcome = swept(plan_of(tmp_path), tmp_path / "out", workers=2)
    assert outcome.worked == 9
    assert contents(tmp_path / "out") == contents(done / "out")


def test_words_and_noughts_are_worked_apart_and_come_to_what_they_come_to_alone(tmp_path):
    vary = {"rent.voids": ("0%", "3%"), "finance.bank_loan.repayment.shape": ("annuity", "bullet")}
    plan = plan_of(tmp_path, vary=vary, lengths=(36,), measures=(LEFT,))
    asked = sweep_of(plan)
    assert [case.points for case in asked.cases] == [(1,), (2,), (3,), (4,)]
    swept(plan, tmp_path / "out")
    for row, point in zip(rows(tmp_path / "out", f'point, "{LEFT}"'), plan.points, strict=True):
        ends, goes_on = (run(small(tmp_path), {**point, "contract.path.extended": each}) for each in ("0", "1"))
        figures = [each.figure(each.model.measures[LEFT]) for each in (ends, goes_on)]
        assert row[LEFT] == pytest.approx(0.4 * figures[0] + 0.6 * figures[1])


def test_chances_of_renewal_may_be_varied(tmp_path):
    plan = plan_of(tmp_path, vary={"contract.extensions.extension_1.probability": ("0%", "100%")}, lengths=(36,))
    swept(plan, tmp_path / "out")
    never, always = (row["owed_to_all_lenders"] for row in rows(tmp_path / "out"))
    for figure, extended in ((never, "0"), (always, "1")):
        alone = run(small(tmp_path), {"contract.path.extended": extended})
        assert figure == pytest.approx(alone.figure(alone.model.measures["owed_to_all_lenders"]))


class Drawn:
    """Draws that are told from one another by their number."""

    def changes(self, first, number):
        return {"rent.voids": (first + np.arange(number)) / 1000}


def test_draws_are_the_same_however_they_are_cut_into_parts(tmp_path):
    asked = sweep_of(plan_of(tmp_path, vary={}, lengths=(24, 60)))
    case = replace(asked.cases[0], draws=Drawn())
    found = []
    for size in (7, 1000):
        columns = [work_part(case, part, How(25, (LEFT,))) for part in parts_of([case], asked.plan.lengths, 25, [size])]
        found.append({key: np.concatenate([each[key] for each in columns]) for key in columns[0]})
        assert len(columns) == (1 if size == 1000 else 18)
    for key, figures in found[0].items():
        assert figures.tolist() == found[1][key].tolist()
    assert found[0]["input.rent.voids"][:25].tolist() == pytest.approx(np.arange(25) / 1000)
    assert found[0]["draw"].tolist() == [*range(1, 26)] * 2
    assert len(set(found[0][LEFT][:25])) == 25


@pytest.mark.slow
def test_lanes_and_rows_come_to_the_same(tmp_path):
    (case,) = sweep_of(plan_of(tmp_path, vary={}, lengths=(24, 60))).cases
    case = replace(case, draws=Drawn())
    (part,) = parts_of([case], (24, 60), 40, [1000])
    rows_, lanes = (work_part(case, part, How(40, ("headlines", LEFT), by)) for by in ("rows", "lanes"))
    assert list(rows_) == list(lanes)
    for key, figures in rows_.items():
        assert list(lanes[key]) == figures if isinstance(figures, list) else lanes[key] == pytest.approx(figures)


def test_what_is_worth_compiling_is_settled_by_how_much_there_is_to_work(tmp_path):
    (case,) = sweep_of(plan_of(tmp_path, vary={}, lengths=(24, 60))).cases
    assert weight_of(case, (24, 60), 5000) == 20_000
    other = replace(case, points=(2,))
    assert ways([case], [20_000], compiling=True) == {"small": "lanes"}
    assert ways([case, replace(case, place="B")], [10_000, 10_000], compiling=True) == {"small": "lanes"}
    assert ways([case, other], [10_000, 10_000], compiling=True) == {"small": "rows"}
    assert ways([case], [20_000], compiling=False) == {"small": "rows"}


def test_a_grid_and_draws_are_combined_point_by_point(tmp_path):
    plan = plan_of(tmp_path, vary={"finance.bank_loan.interest": ("5%", "7%")}, lengths=(24,))
    (case,) = sweep_of(plan).cases
    (part,) = parts_of([case], (24,), 3, [1000])
    found = work_part(replace(case, draws=Drawn()), part, How(3, (LEFT,)))
    assert found["point"].tolist() == [1, 1, 1, 2, 2, 2]
    assert found["draw"].tolist() == [1, 2, 3] * 2
    assert found["input.finance.bank_loan.interest"].tolist() == [0.05] * 3 + [0.07] * 3
    assert found["input.rent.voids"].tolist() == [0, 0.001, 0.002] * 2


def test_a_path_that_cannot_come_about_has_no_say():
    column = Column("a", "A", POUNDS, None)
    each, chances = (
        np.array([[1.0, np.nan], [3.0, 5.0], [2.0, np.nan]]),
        np.array([[1.0, 0.0], [0.25, 0.75], [0.5, 0.5]]),
    )
    assert column.expected(each, chances)[:2].tolist() == [1, 4.5]
    assert np.isnan(column.expected(each, chances)[2])


RANGES = (
    ("voids: 3%", "voids: {is: 3%, low: 1%, high: 9%}"),
    ("probability: 60%", "probability: {is: 60%, low: 20%, high: 80%}"),
)


def test_draws_are_of_the_scenarios_ranges_and_weigh_paths_by_the_chances_drawn(tmp_path):
    """Each row is what the two paths come to at the voids drawn, weighed by the chance drawn of an extension."""
    plan = plan_of(tmp_path, vary={}, lengths=(24, 36), draws=9, seed=4, measures=(LEFT,))
    text = small(tmp_path).read_text("utf-8")
    for old, new in RANGES:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "small.yaml").write_text(text, "utf-8")
    swept(plan, tmp_path / "out")
    (found := rows(tmp_path / "out")).sort(key=lambda row: (row["length"], row["draw"]))
    assert [row["draw"] for row in found] == [*range(1, 10)] * 2
    chances = [row["input.contract.extensions.extension_1.probability"] for row in found]
    assert len(set(chances)) == 9
    assert chances[:9] == chances[9:]
    assert 0.2 < min(chances) < max(chances) < 0.8
    for row, chance in list(zip(found, chances, strict=True))[:2]:
        changes = {"contract.committed": [24.0, 24.0], "contract.path.extended": [0.0, 1.0]}
        model = run(tmp_path / "small.yaml").model
        measure = model.measures[LEFT]
        ends, goes_on = model.work({**changes, "rent.voids": [row["input.rent.voids"]] * 2}, [measure])[measure]
        assert row[LEFT] == pytest.approx((1 - chance) * ends + chance * goes_on)


def test_curves_drawn_year_by_year_are_shown_by_their_mean(tmp_path):
    path = "uncertainty: {paths: [{of: economy.house_prices, varies: 5%, persists: 30%}]}\n"
    plan = plan_of(tmp_path, vary={}, lengths=(24,), draws=50, part=1000)
    (tmp_path / "small.yaml").write_text(small(tmp_path).read_text("utf-8") + path, "utf-8")
    swept(plan, tmp_path / "out")
    means = [row["input.economy.house_prices.mean"] for row in rows(tmp_path / "out")]
    assert len(set(means)) == 50
    assert np.mean(means) == pytest.approx(0.02, abs=0.01)


def test_draws_without_ranges_are_refused(tmp_path):
    with pytest.raises(Faults, match="there is nothing to draw"):
        sweep_of(plan_of(tmp_path, draws=10))


def test_all_faults_of_all_scenarios_are_told_before_anything_starts(tmp_path):
    for name, old, new in (("one", "£85k", "£85"), ("two", "interest: 6% a year", "interest: 6")):
        (tmp_path / f"{name}.yaml").write_text(small(tmp_path).read_text("utf-8").replace(old, new), "utf-8")
    (tmp_path / "two.yaml").write_text((tmp_path / "two.yaml").read_text("utf-8").replace("£210 a week", "£210"))
    plan = Plan(tuple(Source(tmp_path / f"{name}.yaml") for name in ("one", "two", "three")))
    with pytest.raises(Faults) as found:
        sweep_of(plan)
    files = [fault.place.file.rpartition("/")[2] for fault in found.value.faults]
    assert sorted(set(files)) == ["three.yaml", "two.yaml"]
    assert len(files) == 3


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"vary": {"rent.vods": ("1%",)}}, "did you mean “rent.voids”"),
        ({"vary": {"rent.voids": ("1%", "4")}}, "“4” is not a share"),
        ({"vary": {"contract.committed": ("3 years",)}}, "contract lengths are given twice"),
        ({"vary": {"finance.bank_loan.like": ("bank loan",)}}, "a product is chosen when a scenario is read"),
        ({"measures": ("lowst_cash",)}, "did you mean “lowest_cash”"),
        ({"lengths": (240,)}, "no contract length asked for is within the 10 years"),
    ],
)
def test_what_cannot_be_swept_is_refused(settings, told, tmp_path):
    with pytest.raises(Faults, match=told):
        sweep_of(plan_of(tmp_path, **settings))


def test_a_folder_of_another_sweep_is_refused_with_what_differs(done):
    before = contents(done / "out")
    with pytest.raises(SweepError) as found:
        swept(plan_of(done, seed=2, lengths=(24, 36)), done / "out")
    assert found.value.status == 2
    assert "seed: 1 there, 2 here" in str(found.value)
    assert "lengths: [24, 36, 60] there, [24, 36] here" in str(found.value)
    asked = plan_of(done)
    text = asked.sources[0].path.read_text("utf-8")
    asked.sources[0].path.write_text(text.replace("£380k", "£390k"), "utf-8")
    with pytest.raises(SweepError, match=r"small, grants.council_grant.amount: 380000.0 there, 390000.0 here"):
        swept(asked, done / "out")
    asked.sources[0].path.write_text(text, "utf-8")
    assert contents(done / "out") == before


def test_a_corrupt_part_is_named_and_worked_again(done, tmp_path):
    folder = copied(done, tmp_path)
    one, two, three, four, *_ = sorted(folder.glob("*.parquet"))
    data = one.read_bytes()
    one.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])
    two.write_bytes(two.read_bytes()[:-20])
    three.unlink()
    four.rename(four.with_name(four.name.replace("part-", "part-9")))
    (folder / ".beside-part-000001-1").write_bytes(b"half")
    outcome = swept(plan_of(tmp_path), folder)
    assert (outcome.kept, outcome.worked) == (5, 4)
    assert outcome.broken == {
        one.name: "its bytes are not those that were written",
        two.name: "its bytes are not those that were written",
        four.name.replace("part-", "part-9"): "it is not a part of this sweep",
    }
    assert contents(folder) == contents(done / "out")


def test_a_part_that_is_whole_but_not_what_it_should_be_is_corrupt(done, tmp_path):
    folder = copied(done, tmp_path)
    one, *_ = sorted(folder.glob("*.parquet"))
    assert parquet.fault_of(one, 2) == ""
    assert parquet.fault_of(one, 3) == "it has 2 rows, and should have 3"
    text = folder / "part-000001.0123456789abcdef.parquet"
    text.write_text("not Parquet", "utf-8")
    renamed = text.rename(folder / f"part-000001.{parquet.digest_of(text)}.parquet")
    assert parquet.fault_of(renamed, 2) == "it cannot be read: it is no Parquet file"


def test_a_full_disk_is_told_and_nothing_half_written_is_left(tmp_path, done):
    """The device that is always full takes the place of the third part."""
    folder = tmp_path / "out"
    beside = folder / f".beside-part-000003-{os.getpid()}"

    def fill(outcome):
        if outcome.worked == 2:
            beside.symlink_to("/dev/full")

    with pytest.raises(SweepError, match="no space left on device"):
        swept(plan_of(tmp_path), folder, tell=fill)
    whole, kept = contents(done / "out"), contents(folder)
    assert kept == {name: whole[name] for name in kept}  # a part after it may have been under way, and is whole too
    assert not any(name.startswith("part-000003") for name in kept)
    assert {name for name in whole if name < "part-000003"} <= set(kept)


def test_a_folder_that_turns_read_only_is_told(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(parquet, "_copy", refuse)
    with pytest.raises(SweepError, match="read-only file system"):
        swept(plan_of(tmp_path), tmp_path / "out")
    assert list(contents(tmp_path / "out")) == ["manifest.json"]


def test_a_folder_that_cannot_be_one_is_told(tmp_path):
    with pytest.raises(SweepError, match=r"small.yaml cannot be made: there is a file of that name"):
        swept(plan_of(tmp_path), tmp_path / "small.yaml")
    with pytest.raises(SweepError, match="cannot be made: not a directory"):
        swept(plan_of(tmp_path), tmp_path / "small.yaml" / "out")
    with pytest.raises(SweepError, match=r"has no manifest.json and is not empty \(small.yaml\)"):
        swept(plan_of(tmp_path), tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(SweepError, match="it is not as it was written"):
        swept(plan_of(tmp_path), tmp_path / "out")


def test_a_folder_is_one_runs_at_a_time(tmp_path):
    asked = sweep_of(plan_of(tmp_path))
    with (
        opened(tmp_path / "out", asked.manifest),
        pytest.raises(SweepError, match="is in use"),
        opened(tmp_path / "out", asked.manifest),
    ):
        pass


def test_a_part_that_cannot_be_worked_is_told_and_the_others_are_kept(tmp_path, monkeypatch):
    def spoiled(case, part, *rest):
        if part.name == "part-000004":
            raise ArithmeticError("a line could not be worked out")
        return work_part(case, part, *rest)

    monkeypatch.setattr("modeller.analysis.sweep.sweeping.work_part", spoiled)
    outcome = swept(plan_of(tmp_path), tmp_path / "out")
    assert outcome.worked == 8
    assert outcome.failed == {"part-000004": "ArithmeticError: a line could not be worked out"}


def test_summaries_are_numpys_percentiles(done):
    found = summary_of(done / "out", [LEFT, "loss.bank_loan"])
    assert found.missing == 0
    for measure in (LEFT, "loss.bank_loan"):
        by_point = {(each.length, each.point): each for each in found.groups if each.measure == measure}
        assert len(by_point) == 18
        for row in rows(done / "out"):
            assert by_point[row["length"], row["point"]].mean == pytest.approx(row[measure])


def test_places_are_summed_up_together_or_each_alone(tmp_path):
    small(tmp_path)
    table = "place,homes.bought.rent\n" + "".join(f"Place {n},£{161 + n * n} a week\n" for n in range(1, 8))
    (tmp_path / "places.csv").write_text(table, "utf-8")
    plan = Plan((Source(tmp_path / "small.yaml", tmp_path / "places.csv"),), lengths=(24, 60), measures=(LEFT,))
    assert swept(plan, tmp_path / "out").worked == 7
    figures = {
        length: np.array([each[LEFT] for each in rows(tmp_path / "out") if each["length"] == length])
        for length in (24, 60)
    }
    for group in summary_of(tmp_path / "out", [LEFT]).groups:
        each = figures[group.length]
        assert (group.number, group.of) == (7, 7)
        assert group.mean == pytest.approx(each.mean())
        assert list(group.percentiles) == pytest.approx(np.percentile(each, PERCENTILES).tolist())
    alone = summary_of(tmp_path / "out", [LEFT], by_place=True).groups
    assert [each.place for each in alone if each.length == 24] == [f"Place {n}" for n in range(1, 8)]
    single = run(tmp_path / "small.yaml", {"homes.bought.rent": "£210 a week", "contract.committed": "5 years"})
    other = run(
        tmp_path / "small.yaml",
        {"homes.bought.rent": "£210 a week", "contract.committed": "5 years", "contract.path.extended": "1"},
    )
    (seventh,) = [each for each in alone if (each.place, each.length) == ("Place 7", 60)]
    lowest = [each.figure(each.model.measures[LEFT]) for each in (single, other)]
    assert seventh.mean == pytest.approx(0.4 * lowest[0] + 0.6 * lowest[1])


def test_a_summary_leaves_out_what_is_not_whole_and_says_so(done, tmp_path):
    copied(done, tmp_path)
    one, two, *_ = sorted((tmp_path / "out").glob("*.parquet"))
    one.write_bytes(one.read_bytes()[:-9])
    two.unlink()
    found = summary_of(tmp_path / "out", [LEFT])
    assert found.missing == 2
    assert list(found.found.broken) == [one.name]
    assert one.exists()
    with pytest.raises(SweepError, match="is not among the measures that were kept"):
        summary_of(tmp_path / "out", ["homes"])
    with pytest.raises(SweepError, match="is not the folder of a sweep"):
        summary_of(tmp_path)


def test_what_is_not_installed_is_named(monkeypatch):
    parquet.connection.cache_clear()
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(SweepError, match=r"pip install 'modeller\[sweep\]'"):
        parquet.connection()
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SweepError, match=r"pip install 'modeller\[cluster\]'"), crew(1, "tcp://127.0.0.1:9"):
        pass


def test_an_interrupt_while_a_part_is_written_waits_until_it_is(tmp_path, monkeypatch):
    copy = parquet._copy  # noqa: SLF001

    def interrupted(columns, file):
        os.kill(os.getpid(), signal.SIGINT)
        copy(columns, file)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(parquet, "_copy", interrupted)
    with pytest.raises(KeyboardInterrupt):
        parquet.write_part(tmp_path, "part-000001", {"draw": np.arange(3)})
    (part,) = tmp_path.iterdir()
    assert parquet.fault_of(part, 3) == ""
