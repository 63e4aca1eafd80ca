"""Every course a contract may take, walked month by month from the rules in words and from none of our code.

In words. The first contract runs for its committed length. At the end of a month on which a break falls the council may
use it, if the contract would go on; then it is over for good, no tender follows, and what the break pays is paid in
the next month. In the contract's last month the next extension is taken or is not; when one is not taken, or none is
left, the work is tendered in that month, if there is a contract to win. One that is won begins after the gap, runs for
its length, and is tendered in its last month; when a tender is lost, or there is none, it is over for good. What is
decided in the last month worked is decided; what would be decided after it is not.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Rules:
    """What is agreed, in plain figures: months by number, chances from 0 to 1."""

    length: int
    extensions: tuple[tuple[int, float], ...] = ()  # length, chance
    breaks: tuple[tuple[int, float, str], ...] = ()  # month, chance, compensation
    win: float = 0.0
    next_length: int = 0
    gap: int = 0
    price: float = 1.0
    tender_costs: bool = True
    mobilising_costs: bool = True


@dataclass(frozen=True)
class Course:
    """What happened: price by month, nothing where no contract is in force; when money moved; the very last month."""

    price: tuple[float | None, ...]
    tenders: tuple[int, ...] = ()
    mobilised: tuple[int, ...] = ()
    compensated: tuple[int, str] | None = None
    last: int | None = None


@dataclass(frozen=True)
class Standing:
    """A contract at some month: the one in force, or the next to begin."""

    begins: int
    ends: int
    first: bool = True
    taken: int = 0
    over: bool = False
    compensation: str = ""


def course_chances(rules, horizon):
    """The chance of each course."""
    found = defaultdict(float)
    for course, chance in _walk(rules, horizon, 1, Standing(1, rules.length), Course(()), 1.0):
        found[course] += chance
    return dict(found)


def _walk(rules, horizon, month, now, so_far, chance):
    """From a month on: what is so in it, then each way in which it may end."""
    if not chance:
        return
    if month > horizon:
        yield so_far, chance
        return
    for after, course, part in _decided(rules, month, now, _lived(rules, month, now, so_far)):
        yield from _walk(rules, horizon, month + 1, after, course, chance * part)


def _lived(rules, month, now, so_far):
    """The month itself: its price, and what begins in it or is paid in it."""
    in_force = not now.over and now.begins <= month <= now.ends
    price = (1.0 if now.first else rules.price) if in_force else None
    course = replace(so_far, price=(*so_far.price, price))
    if in_force and not now.first and month == now.begins and rules.mobilising_costs:
        course = replace(course, mobilised=(*course.mobilised, month))
    if now.over and now.compensation and month == now.ends + 1:
        course = replace(course, compensated=(month, now.compensation))
    return course


def _decided(rules, month, now, course):
    """What may be decided at the end of the month, each with its chance."""
    if now.over or not now.begins <= month <= now.ends:
        yield now, course, 1.0
        return
    left = 1.0
    if now.first and month < now.ends:
        for at, chance, pays in rules.breaks:
            if at == month:
                broken = replace(now, ends=month, over=True, compensation="" if pays == "none" else pays)
                yield broken, replace(course, last=month), left * chance
                left *= 1 - chance
    if month < now.ends:
        yield now, course, left
        return
    if now.first and now.taken < len(rules.extensions):
        longer, chance = rules.extensions[now.taken]
        yield replace(now, ends=now.ends + longer, taken=now.taken + 1), course, left * chance
        left *= 1 - chance
    yield from _tendered(rules, month, now, course, left)


def _tendered(rules, month, now, course, chance):
    lost = replace(now, over=True)
    if not rules.next_length:
        yield lost, replace(course, last=month), chance
        return
    if rules.tender_costs:
        course = replace(course, tenders=(*course.tenders, month))
    begins = month + rules.gap + 1
    yield Standing(begins, begins + rules.next_length - 1, first=False), course, chance * rules.win
    yield lost, replace(course, last=month), chance * (1 - rules.win)


def drawn_lots(rules, horizon, draws, seed):
    """How many of so many drawn courses came to each: the rules once more, with dice and a row for each draw."""
    dice = np.random.default_rng(seed)
    ends, begins = np.full(draws, rules.length), np.ones(draws, dtype=int)
    first, over = np.ones(draws, dtype=bool), np.zeros(draws, dtype=bool)
    taken, used = np.zeros(draws, dtype=int), np.full(draws, -1)
    state, tender, last = (np.zeros((horizon, draws), dtype=np.int8) for _ in range(3))
    for month in range(1, horizon + 1):
        on = ~over & (begins <= month) & (month <= ends)
        state[month - 1] = np.where(on, np.where(first, 1, np.where(begins == month, 3, 2)), 0)
        for number, (at, chance, _) in enumerate(rules.breaks):
            if at == month:
                leaves = on & first & ~over & (month < ends) & (dice.random(draws) < chance)
                over, used = over | leaves, np.where(leaves, number, used)
                ends = np.where(leaves, month, ends)
                last[month - 1] |= leaves
        ending = on & ~over & (ends == month)
        for number, (longer, chance) in enumerate(rules.extensions):
            takes = ending & first & (taken == number) & (dice.random(draws) < chance)
            ends, taken = np.where(takes, ends + longer, ends), np.where(takes, taken + 1, taken)
            refused = ending & first & (taken == number)
            taken = np.where(refused, len(rules.extensions), taken)
            ending = ending & ~takes
        if rules.next_length:
            tender[month - 1] = ending
            wins = ending & (dice.random(draws) < rules.win)
            begins = np.where(wins, month + rules.gap + 1, begins)
            ends = np.where(wins, month + rules.gap + rules.next_length, ends)
            first, ending = first & ~wins, ending & ~wins
        over |= ending
        last[month - 1] |= ending
    rows = np.ascontiguousarray(np.concatenate([state, tender, last, used[None].astype(np.int8)]).T)
    found = defaultdict(int)
    for row, count in Counter(row.tobytes() for row in rows).items():
        found[_read(rules, horizon, np.frombuffer(row, dtype=np.int8))] += count
    return dict(found)


def _read(rules, horizon, row):
    state, tender, last = row[:horizon], row[horizon : 2 * horizon], row[2 * horizon : 3 * horizon]
    number, ended = int(row[-1]), [int(month) + 1 for month in np.flatnonzero(last)]
    pays = rules.breaks[number][2] if number >= 0 else "none"
    after = ended[0] + 1 if ended else 0
    return Course(
        price=tuple((None, 1.0, rules.price, rules.price)[each] for each in state),
        tenders=tuple(int(each) + 1 for each in np.flatnonzero(tender)) if rules.tender_costs else (),
        mobilised=tuple(int(each) + 1 for each in np.flatnonzero(state == 3)) if rules.mobilising_costs else (),
        compensated=(after, pays) if pays != "none" and after <= horizon else None,
        last=ended[0] if ended else None,
    )
