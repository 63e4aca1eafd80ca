"""What must hold of covenants, of the homes charged to loans, and of who bears what is not repaid."""

import numpy as np

from modeller.lines.names import slug
from tests.partnership.look import never_below, nil, slug_of
from tests.partnership.rates import at_signing

BY_ENFORCEMENT = 4


def year(row):
    """The last twelve months of a line, fewer where there are not so many."""
    so_far = np.cumsum(row, axis=0)
    return so_far - np.vstack([np.zeros((min(12, len(row)), row.shape[1])), so_far])[: len(row)]


def then(row, month):
    """A line in the month of a call, by scenario; nil where there is none."""
    place = np.clip(month.astype(int) - 1, 0, len(row) - 1)
    return np.where(month > 0, row[place, np.arange(row.shape[1])], 0)


def secures(look, loan):
    """The lots charged to a loan: all homes owned, unless it says otherwise."""
    stated = next(each for each in look.p.scenario.finance if each.slug == slug_of(loan)).security.homes
    owned = [lot for lot in look.p.homes.lots if not lot.terms.stated("leased")]
    if stated in (["all"], ["none"]):
        return owned
    return [lot for lot in owned if slug(lot.name) in {slug(name) for name in stated}]


def names(look, loan):
    """What is charged, to be compared: a charge on all homes meets every other, whatever homes there are."""
    stated = next(each for each in look.p.scenario.finance if each.slug == slug_of(loan)).security.homes
    return {"all homes"} if stated in (["all"], ["none"]) else {lot.name for lot in secures(look, loan)}


def meet(look, one, other):
    """Whether a home secures both loans."""
    both = (names(look, one), names(look, other))
    return {"all homes"} in both or bool(both[0] & both[1])


def is_secured(look, loan):
    """Whether any home is charged to a loan."""
    stated = next(each for each in look.p.scenario.finance if each.slug == slug_of(loan)).security.homes
    return stated != ["none"]


def on_homes(look, place, *, ranking=False):
    """The loans that come before one on its homes, and it; an unsecured loan comes after all that are secured.

    `ranking`: only those of them that rank above it, as its covenants count them.
    """
    loans = look.p.payments.loans
    own, secured = loans[place], [is_secured(look, each) for each in loans]
    if not secured[place]:
        below = [] if ranking else [each for each, has in zip(loans, secured, strict=True) if has]
        return [*loans[:place], *(each for each in below if each not in loans[: place + 1]), own]
    return [*(each for at, each in enumerate(loans[:place]) if secured[at] and meet(look, each, own)), own]


def worth(look, lots):
    """What lots are worth with vacant possession, by month."""
    value = sum((look(lot.held) * lot.terms.value.value for lot in lots), 0 * look(look.p.payments.cash))
    return value * look(look.p.indices.house_prices)


def what_is_to_come(look, loan, cash):
    """Operating cash to the loan's last month, at its rate, as of each month's end: added up backwards."""
    key = f"finance.{slug_of(loan)}"
    last = look.given(f"{key}.repayment.after") + look.given(f"{key}.repayment.over")
    monthly, left = 1 + at_signing(look, loan) / 12, np.zeros_like(cash)
    for month in range(len(cash) - 1, 0, -1):
        left[month - 1] = (left[month] + np.where(month + 1 <= last, cash[month], 0)) / monthly
    return left


def shortfalls(look, place):
    """How far each covenant of a loan is from being met, in the cash that would do it [£], by month."""
    loan, paid, books = look.p.payments.loans[place], look.p.payments, look.p.accounts
    ranking, secured = paid.loans[: place + 1], on_homes(look, place, ranking=True)
    limits = look.p.scenario.finance[place].covenants
    service, interest = (year(look.total(getattr(each, way) for each in ranking)) for way in ("service", "charge"))
    cash = look("cover.operating_cash")
    income, spent = dict(books.income), dict(books.expenditure)
    surplus = look(books.surplus) + look(spent["Interest"]) + look(spent["Depreciation"])
    ebitda = sum(look(income[row]) for row in ("Rent less voids", "Void guarantee", "Other income"))
    ebitda = (
        ebitda - look("costs.all_costs.running_costs") - look(spent["Bad debts"]) - look("costs.major_repairs.renewals")
    )
    lots = secures(look, loan)
    rents = [f"rent.{slug(lot.name)}.rent" for lot in lots]
    rents = ["rent.all_homes.rent_of_homes_ready_to_let"] if names(look, loan) == {"all homes"} else rents
    value = worth(look, lots) * look.given("valuation.share")
    held = look(paid.cash) + look(paid.debt_reserve) + look(paid.repairs_reserve)
    cost = look("accounts.homes_handed_over.cost_of_homes") + look("accounts.homes_bought.cost_of_homes")
    outgoings = year(look("costs.all_costs.running_costs") + look.total(each.service for each in paid.loans))
    to_come = what_is_to_come(look, loan, cash) / (limits.loan_life_cover or 1)
    owed = look.total(each.owed for each in ranking)
    return {
        "debt-service cover": limits.debt_service_cover * service - year(cash),
        "interest cover": limits.interest_cover * interest - year(cash),
        "loan to value": look.total(each.owed for each in secured) - value * limits.loan_to_value,
        "rent cover": limits.rent_cover * year(look.total(each.service for each in secured)) - year(look.total(rents)),
        "surplus cover": limits.surplus_cover * service - year(surplus),
        "EBITDA-MRI cover": limits.mri_cover * interest - year(ebitda),
        "gearing": look.total(each.owed for each in paid.loans) - held - cost * limits.gearing,
        "liquidity": limits.liquidity * outgoings / 12 - look(paid.cash),
        "loan-life cover": owed - to_come,
    }


def a_cure_is_what_is_short(look):
    """Where a covenant is set, the cure is the most it was ever short of, and a breach is where it was short at all."""
    for place, cover in enumerate(look.p.covers):
        short = shortfalls(look, place)
        for covenant in cover.set_headrooms:
            tested, what = look(covenant.tested), f"{cover.loan.name}: {covenant.name}"
            wanted = np.where(tested == 1, np.maximum(0, short[covenant.name]), 0)
            scale = np.maximum(1, np.abs(short[covenant.name]).max(axis=0)) * 1e-9
            assert np.all(np.abs(look(covenant.cure.most) - wanted.max(axis=0)) <= 0.005 + scale), what
            broken = look(covenant.cure.broken)
            assert np.array_equal(broken, np.where(look(covenant.headroom) < -covenant.headroom.unit.nil, 1, 0)), what
            first = np.where(broken.any(axis=0), broken.argmax(axis=0) + 1, 0)
            assert np.array_equal(look(covenant.cure.first), first), what
            assert np.all(wanted[broken == 1] > 0), what


def prior_claims_are_on_the_same_homes(look):
    """Before a loan come those above it on any of its homes, with all they are owed; only its own homes are counted."""
    for place, leave in enumerate(look.p.exits.loans):
        key, lots = f"exit.{slug_of(leave.loan)}", secures(look, leave.loan)
        above = look.total(each.owed for each in on_homes(look, place)[:-1])
        nil(look(f"{key}.owed_to_those_above") - above, f"{key}: prior claims")
        called, held = look(leave.called), look.total(lot.held for lot in lots)
        nil(look(f"{key}.homes_held_when_called") - then(held, called), f"{key}: homes")
        vacant = look(f"{key}.value_with_vacant_possession_when_called")
        assert np.allclose(vacant, then(worth(look, lots), called), rtol=1e-9, atol=0.005), key
        never_below(then(held, called) - look(leave.sold), f"{key}: more sold than is charged")


def no_loan_takes_anothers_homes(look):
    """Homes sold are at most those that secure the loans they are sold for, counted once however many those are."""
    loans, exits = look.p.payments.loans, look.p.exits
    left, sold = list(range(len(loans))), np.zeros_like(look(exits.sold))
    while left:
        group = [left.pop(0)]
        for each in group:
            met = [other for other in left if meet(look, loans[each], loans[other])]
            group.extend(met)  # in place: those met are gone through in their turn
            left = [other for other in left if other not in met]
        sold = sold + _sold_for(look, group)
    assert np.array_equal(look(exits.sold), sold)


def _sold_for(look, group):
    loans = [look.p.payments.loans[place] for place in group]
    lots = {lot.name: lot for loan in loans for lot in secures(look, loan)}
    if any(names(look, loan) == {"all homes"} for loan in loans):
        lots = {lot.name: lot for lot in look.p.homes.lots}
    there = look.total(lot.held for lot in lots.values())[-1]
    return np.minimum(sum(look(look.p.exits.loans[place].sold) for place in group), there)


def losses_are_borne_once(look):
    """What a loan is short of when all its homes are sold is borne by recourse, the first-loss layer and the lender."""
    for leave in look.p.exits.loans:
        key, fate, owed = f"exit.{slug_of(leave.loan)}", look(leave.fate), look(leave.owed)
        held, freed = look(f"{key}.homes_held_when_called"), look(leave.sellable)
        empty = look(f"{key}.an_empty_home_brings")
        let = look(f"{key}.a_home_with_its_tenant_brings_values_stressed")
        brings = freed * empty + (held - freed) * let + look(f"{key}.reserves_when_called")
        prior = look(f"{key}.owed_to_those_above_when_called") + look(f"{key}.clawback_that_ranks_first_when_called")
        short = np.minimum(owed, owed - brings + prior)
        recourse = look(leave.recourse)
        layer = look(leave.absorbed) if leave.absorbed is not None else 0 * owed
        borne = look(leave.lost) + layer + recourse
        nil(np.where(fate >= BY_ENFORCEMENT, borne - np.maximum(recourse, short), 0), f"{key}: losses")
        nil(np.where(fate < BY_ENFORCEMENT, layer, 0), f"{key}: absorbed without a loss")
        given = look.given(f"finance.{slug_of(leave.loan)}.security.first_loss")
        never_below(given - layer, f"{key}: the layer")
        nil(np.where(look(leave.lost) > 0.005, given - layer, 0), f"{key}: lost before the layer was")


IDENTITIES = (
    a_cure_is_what_is_short,
    prior_claims_are_on_the_same_homes,
    no_loan_takes_anothers_homes,
    losses_are_borne_once,
)
