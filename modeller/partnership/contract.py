"""The contract on the path worked: in which months it is in force, at what price, and what its turns set off.

A path is a few numbers: how many extensions are taken, which break is used, how many tenders are won in a row. The
months follow from them and from the terms, so that any path of any length is worked by the same lines. After the first
contract each tender, won, is followed by its gap and its contract, and so on until one is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Constant, Expression
from modeller.lines.functions import equals, flag, maximum, minimum, ratio, share, whole_below
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import COUNT, FLAG, MONTH, MONTHS, SHARE
from modeller.partnership.constants import counted
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.timeline import Timeline

PAYS_OFF_THE_DEBT = "senior debt outstanding"


@dataclass(frozen=True)
class Contract:
    """The contract by month: flags [flag], its price [%], months [months]; `ends` is its last month, if it is worked.

    Each line has one kind of reader, so that what a length does can be told apart, kind by kind: `price` and `out` are
    for income, `in_force` for costs, `tender`, `mobilising` and `ended` for what its turns cost, `last` for clawback,
    `over` for homes that leave, `committed_end` for lenders.
    """

    terms: Terms
    committed_end: Line
    in_force: Line
    price: Line
    out: Line
    tender: Line
    mobilising: Line
    ended: Line
    last: Line
    over: Line
    gone: Line
    ends: Measure


def contract_on_path(model: Model, terms: Terms, time: Timeline) -> Contract:
    """The months of the contract, from its terms and the path worked."""
    section = model.section("Contract")
    month, path, retender = model.month, terms.path, terms.retender
    committed = section.line("Committed end, as lenders count it", _committed_end(terms), MONTH)
    first = section.line("End of the first contract", _first_end(section, terms), MONTH)
    cycle = section.line("A gap and a contract won", retender.gap + retender.length, MONTHS)
    final = section.line("End of the contract for good", first + path.won * cycle, MONTH)

    since = section.line("Months since the first contract", maximum(0, month - first), MONTHS, stock=True)
    lost = whole_below(ratio(maximum(0, since - 1), cycle))
    rounds = section.line("Tenders followed through before this month", lost, COUNT, stock=True)
    within = section.line("Months since the last tender", since - rounds * cycle, MONTHS, stock=True)
    won = section.line(
        "In a contract won", flag(since > 0) * flag(rounds < path.won) * flag(within > retender.gap), FLAG
    )
    in_force = section.line("Contract in force", flag(month <= first) + won, FLAG)
    begins = flag(equals(within, retender.gap + 1))
    over = section.line("Months since the contract ended for good", maximum(0, month - final), MONTHS, stock=True)
    return Contract(
        terms=terms,
        committed_end=committed,
        in_force=in_force,
        price=section.line("Contract income, of its first price", in_force - won * share(retender.price), SHARE),
        out=_months_out(section, in_force),
        tender=section.line("Tender", _tender(terms, month, first, rounds, within, cycle), FLAG),
        mobilising=section.line("First month of a contract won", won * begins, FLAG),
        ended=section.line("Month after the contract", flag(equals(month, final + 1)), FLAG),
        last=section.line("Last month of the contract", flag(equals(month, final)), FLAG),
        over=over,
        gone=section.line("Contract at its end or over", flag(month >= final), FLAG),
        ends=section.measure("Contract ends, or the months do", minimum(final, time.months), MONTH),
    )


def _committed_end(terms: Terms) -> Expression:
    """To the first date at which the council can leave without paying off the debt."""
    end: Expression = terms.committed
    for option in terms.breaks:
        if option.stated("compensation") != PAYS_OFF_THE_DEBT:
            end = minimum(end, option.at)
    return end


def _first_end(section: Section, terms: Terms) -> Expression:
    """The committed length and the extensions taken, unless a break is used."""
    taken = [
        option.length * flag(terms.path.extended >= counted(number, f"{number} extension{'s' * (number > 1)}"))
        for number, option in enumerate(terms.extensions, start=1)
    ]
    end: Expression = sum_of([terms.committed, *taken])
    if not terms.breaks:
        return end
    if taken:
        end = section.line("Committed length and extensions taken", end, MONTHS)
    used = [
        flag(equals(terms.path.broken, counted(number, f"break {number}"))) for number, _ in enumerate(terms.breaks, 1)
    ]
    return end * share(sum_of(used)) + sum_of(option.at * each for option, each in zip(terms.breaks, used, strict=True))


def _tender(terms: Terms, month: Expression, first: Line, rounds: Line, within: Line, cycle: Line) -> Expression:
    """In the last month of each contract, until one tender is lost; none after a break."""
    due = flag(equals(month, first)) + flag(equals(within, cycle)) * flag(rounds < terms.path.won)
    held = flag(terms.retender.length > 0) * flag(equals(terms.path.broken, 0))
    return due * held


def _months_out(section: Section, in_force: Line) -> Line:
    """How long the contract has not been in force: what follows it may wait."""
    out = section.balance("Months without the contract", MONTHS)
    return out.close(share(in_force) - out.opening * in_force)


def income_kept(stream: Terms, contract: Contract) -> Expression:
    """What is left, in a month, of an income of which a share depends on the contract [share]."""
    now: Expression = contract.price
    if stream.stated("continues_at"):
        after = flag(contract.out > stream.continues_after)
        now = now + stream.continues_at * after
    return share(stream.depends_on_contract * share(now))


def cost_kept(stream: Terms, contract: Contract) -> Expression:
    """What is left, in a month, of a cost of which a share can be avoided without the contract [share]."""
    return share(stream.depends_on_contract * share(contract.in_force))


def lasting(stream: Terms) -> Expression:
    """What a stream comes to once the contract is over and what follows has begun [share]."""
    continues: Expression = stream.continues_at if stream.stated("continues_at") else Constant(0, SHARE)
    return share(stream.depends_on_contract * share(continues))
