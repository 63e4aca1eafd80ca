"""What stresses come to, and how far each must go before something breaks, as the workbook shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modeller.analysis.stress.distances import Distance
from modeller.analysis.stress.pack import Figures, Pack, Stressed
from modeller.analysis.stress.reverse import Reverse
from modeller.lines.units import HOMES, POUNDS, SHARE, TIMES
from modeller.workbook.book import Amount, EngineSheet, EngineTable

STRESS, BREAK_EVENS = "Stress", "Break-evens"
AGREED, NOT_AGREED, NO_FIGURE = "as agreed", "not as agreed", "–"
_TITLES = ("All is", "Lowest cover", "Lowest cash, £", "Owed late, £", "Loss, £", "Homes kept")
_MOST_MOVES = 3


def stress_sheet(found: Pack) -> EngineSheet:
    """The pack: the scenario as stated, then each stress laid over it; what each is and where it comes from."""
    rows = [("As stated", list(_figures(found.figures)))]
    rows += [(each.part.name, _stressed(each)) for each in found.stressed]
    note = "Owed late: owed when loans fall due. Loss, and homes kept: if loans that are called end as tested."
    about = ["Each row is a run of the engine with one stress laid over the scenario: not live. On the path as stated."]
    purpose = "What delay, voids, dear money, falling prices and an early end would each do, and all of them together"
    table = EngineTable("Stress", _TITLES, rows, note)
    return EngineSheet(STRESS, "Stress", purpose, about, [table], [_said(each) for each in found.stressed])


def _stressed(each: Stressed) -> list[Amount | str]:
    shown = each.figures is not None and each.touches
    return list(_figures(each.figures)) if shown and each.figures else [NO_FIGURE] * len(_TITLES)


def _figures(found: Figures) -> Iterator[Amount | str]:
    yield AGREED if found.viable else NOT_AGREED
    yield NO_FIGURE if found.cover is None else Amount(found.cover, TIMES)
    yield from (Amount(value, POUNDS) for value in (found.lowest_cash, found.owed, found.lost))
    yield Amount(found.homes, HOMES)


def _said(each: Stressed) -> str:
    """What a stress is, its standing, and why it has no figures where it has none."""
    part = each.part
    standing = f"{part.name}: {part.about} ({part.status}; {part.source})"
    if each.figures is None:
        return f"{standing} This scenario will not have it: {each.why_not}."
    return standing if each.touches else f"{standing} It changes nothing that this scenario leans on."


def break_evens_sheet(found: Reverse) -> EngineSheet:
    """How far each stress must go before the test fails, and the shortest move of all together."""
    about = [f"How far each stress must go before this no longer holds: {found.test}. By the engine: not live."]
    about += [found.note] if found.note else []
    if found.told:
        about.append(f"As stated it does not hold: {' '.join(found.told)}")
    rows = [(each.name, list(_distance(each))) for each in found.alone]
    if found.joint is not None:
        told = " and ".join(f"{share:.1%} of “{name}”" for name, share in found.joint.parts.items())
        rows.append((f"The shortest of all together: {told}", list(_distance(found.joint))))
    note = "Of the stress: 100% is all of it as its part has it, 50% half of the way there."
    tables = [EngineTable("Stress", ("Breaks at", "Which is"), rows, note)] if rows else []
    left_out = [f"{name}: left out, for {why}." for name, why in found.left_out]
    purpose = "How far things must move, alone and together, before something breaks"
    return EngineSheet(BREAK_EVENS, "Break-evens", purpose, about, tables, left_out)


def _distance(each: Distance) -> Iterator[Amount | str]:
    if each.size is None:
        yield from (NO_FIGURE, f"not within {each.furthest:.0%} of it")
        return
    yield Amount(each.size, SHARE)
    yield _moves([f"{move.label}: {move.stated} to {move.breaks_at}" for move in each.moves])


def _moves(moves: Sequence[str]) -> str:
    more = f"; and {len(moves) - _MOST_MOVES} more" if len(moves) > _MOST_MOVES else ""
    return "; ".join(moves[:_MOST_MOVES]) + more
