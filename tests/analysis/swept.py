"""A small partnership to sweep, and what is in a folder afterwards."""

from pathlib import Path

from modeller.analysis.sweep.crew import crew
from modeller.analysis.sweep.plan import Plan, Source
from modeller.analysis.sweep.sweeping import sweep, sweep_of

ROOT = Path(__file__).resolve().parents[2]
SMALL = """
title: Small
start: 2026-04
horizon: 10 years
contract:
  committed: 3 years
  extensions: [{length: 2 years, probability: 60%}]
economy: {consumer_prices: 2%, september_cpi: 2%, earnings: 3%, building_maintenance: 3%, house_prices: 2%}
rent: {margin: 1%, voids: 3%, bad_debts: 2%}
homes:
  - name: Bought
    bought: 10
    price: £85k
    value: £20k
    rent: £210 a week
    depends_on_contract: 50%
costs:
  - {name: Running costs, per_home: £2.6k a year}
grants:
  - {name: Council grant, amount: £380k}
finance:
  - name: Bank loan
    amount: £480k
    interest: 6% a year
    repayment: {shape: annuity, over: 9 years}
"""
LEFT = "results.cash_and_reserves_less_debts_at_the_end"
GRID = {"rent.voids": ("1%", "3%", "5%"), "finance.bank_loan.interest": ("5%", "7%")}


def small(folder):
    """The scenario as a file."""
    file = folder / "small.yaml"
    file.write_text(SMALL, "utf-8")
    return file


def plan_of(folder, **settings):
    """A plan over it: a grid of six points at three lengths, in nine parts unless told."""
    settings = {"lengths": (24, 36, 60), "vary": GRID, "part": 5, "measures": ("headlines", LEFT)} | settings
    return Plan((Source(small(folder)),), **settings)


def swept(plan, folder, workers=1, **settings):
    """The outcome of a sweep into a folder."""
    with crew(workers, settings.pop("scheduler", None)) as hands:
        return sweep(sweep_of(plan), folder, hands, **settings)


def contents(folder):
    """Every file in a folder that is not its lock, byte for byte."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name != ".lock"}


def rows(folder, columns="*"):
    """The rows of all parts, in order, each as a mapping by column."""
    import duckdb

    query = f"SELECT {columns} FROM read_parquet('{folder}/*.parquet', union_by_name=true) ORDER BY ALL"  # noqa: S608
    found = duckdb.connect().execute(query)
    names = [each[0] for each in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
