"""One partnership in many places: the table is made up, says so, and can be swept."""

import runpy
from pathlib import Path

from modeller.analysis.run import run
from modeller.analysis.sweep.places import read_places
from modeller.analysis.sweep.plan_file import read_plan
from modeller.analysis.sweep.sweeping import sweep_of
from modeller.scenario import read
from modeller.scenario.reading import set_over

FOLDER = Path(__file__).parents[1] / "scenarios" / "portfolio"


def test_the_table_is_as_its_maker_makes_it(capsys):
    runpy.run_path(str(FOLDER / "make_places.py"), run_name="__main__")
    assert capsys.readouterr().out == (FOLDER / "places.csv").read_text("utf-8")


def test_three_hundred_places_that_say_that_there_are_none_such():
    rows = read_places(FOLDER / "places.csv")
    assert len(rows) == 300
    assert {row.status for row in rows} == {"illustrative"}
    assert all(row.place == f"Place {number:03}" and "made up" in row.source for number, row in enumerate(rows, 1))


def test_the_partnership_and_some_of_its_places_are_sound_and_their_money_covers_its_uses():
    stated = read(FOLDER / "partnership.yaml")
    assert run(FOLDER / "partnership.yaml").answer.viable
    for row in read_places(FOLDER / "places.csv")[::50]:
        assert set_over(stated, row.figures, row.said).scenario.homes[0].bought == float(
            row.figures["homes.bought.bought"]
        )
        worked = run(FOLDER / "partnership.yaml", row.figures)
        assert worked.sound
        assert worked.figure(worked.partnership.outcome.raised.uncovered) == 0


def test_the_plan_is_of_all_of_them_at_ten_lengths_with_a_thousand_draws(tmp_path):
    plan = read_plan(FOLDER / "plan.yaml")
    assert (plan.lengths, plan.draws) == (tuple(range(12, 121, 12)), 1000)
    for name in ("partnership.yaml", "plan.yaml"):
        (tmp_path / name).write_text((FOLDER / name).read_text("utf-8"), "utf-8")
    head = (FOLDER / "places.csv").read_text("utf-8").splitlines()[:3]
    (tmp_path / "places.csv").write_text("\n".join(head), "utf-8")
    few = sweep_of(read_plan(tmp_path / "plan.yaml"))
    assert few.rows == 2 * 10 * 1000
    assert [laid.place for laid in few.laid] == ["Place 001", "Place 002"]
