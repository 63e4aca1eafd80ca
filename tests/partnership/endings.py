"""What must hold of every contract, of what lenders allow, of how loans end, and of the council's side."""

import numpy as np

from tests.partnership.look import (
    HALF_A_PENNY,
    before,
    first_end,
    if_any,
    in_force,
    last_end,
    lent,
    never_below,
    nil,
    repaid_early,
    slug_of,
)
from tests.partnership.rates import at_signing, given, in_extension

REFINANCED, BY_RECOURSE, BY_SALES, BY_ENFORCEMENT, LOST = range(1, 6)


def the_contract_runs_as_the_path_says(look):
    """In force in the months of each contract, one after the other, it ends once; a tender ends each, but no break."""
    contract, months = look.p.contract, look.months
    force, first, last = in_force(look), first_end(look), last_end(look)
    assert np.array_equal(look(contract.in_force), force)
    assert np.array_equal(look(contract.last), np.where(months == last, 1, 0))
    assert np.array_equal(look(contract.ended), np.where(months == last + 1, 1, 0))
    held = (look.given("contract.retender.length") > 0) & (look.path("broken") == 0)
    cycle = look.given("contract.retender.gap") + look.given("contract.retender.length")
    tenders = sum(np.where(held & (months == first + n * cycle) & (n <= look.path("won")), 1, 0) for n in range(7))
    assert np.array_equal(look(contract.tender), tenders)
    begin = first + look.given("contract.retender.gap") + 1
    begun = sum(np.where((months == begin + n * cycle) & (n < look.path("won")), 1, 0) for n in range(7))
    assert np.array_equal(look(contract.mobilising), begun)
    out = look("contract.months_without_the_contract")
    assert np.array_equal(out, np.where(force == 1, 0, before(out) + 1))


def the_price_is_the_contracts(look):
    """The first contract's price is all of it, a contract won is at its own, and without one there is none."""
    price = np.where(look.months <= first_end(look), 1, look.given("contract.retender.price"))
    nil(look(look.p.contract.price) - np.where(in_force(look) == 1, price, 0), "price")


def capacity_is_the_sum_of_its_parts(look):
    """What a lender would lend is its two parts, or nothing; where loans are re-sized no more than that is lent."""
    resized = look.given("lending.resized") > 0
    asked = 0
    for loan, capacity in zip(look.p.payments.loans, look.p.lending.capacities, strict=True):
        amount = look.given(f"finance.{slug_of(loan)}.amount")
        asked = asked + amount - lent(look, loan)
        never_below(amount - lent(look, loan), f"{loan.name}: more is lent than is asked")
        if capacity is None:
            nil(amount - lent(look, loan), f"{loan.name}: not sized, yet not lent")
            continue
        key = f"lending.{slug_of(loan)}"
        ways = (
            (("sculpted", capacity.by_cover.sculpted), ("level", capacity.by_cover.level)) if capacity.by_cover else ()
        )
        for way, whole in ways:
            parts = look(f"{key}.capacity_that_lasts_{way}") + look(f"{key}.capacity_of_the_contract_{way}")
            nil(look(whole) - np.maximum(0, parts), f"{loan.name}: {way}")
        nil(look(capacity.short) - np.maximum(0, amount - look(capacity.most)), f"{loan.name}: short")
        allowed = np.where(resized, np.minimum(amount, look(capacity.most)), amount)
        nil(lent(look, loan) - allowed, f"{loan.name}: lent")
    given = look("grants.all_grants.further_grant").sum(axis=0) - look.given("lending.further_grant")
    nil(given - asked, "asked, not lent, and not made good")


def planned_cash_leaves_out_finance(look):
    """Planned cash is of the homes planned: while all are held under the first contract it is what is worked."""
    planned = look("lending.planned_cash.homes_planned")
    lots = look.p.homes.lots
    nil(planned - look.total(lot.arrived_before for lot in lots), "homes planned")
    within = look.months <= first_end(look)
    rent = look("lending.planned_cash.rent_under_the_contract") - look(look.p.accounts.income[0][1])
    guarantee = look(look.p.accounts.income[1][1]) - look("rent.all_homes.bad_debts")
    nil(np.where(within, rent - guarantee, 0), "rent planned under the contract")
    dependent = look("lending.planned_cash.rent_under_the_contract") - look("lending.planned_cash.rent_that_lasts")
    most = max((lot.terms.continues_at.value for lot in lots), default=0)
    if most <= 1:
        never_below(dependent, "rent that lasts is more than rent under the contract")


def a_called_loan_has_one_fate(look):
    """Called, it is refinanced, met by recourse, by sales or by enforcement, or some is lost: one of these."""
    for leave in look.p.exits.loans:
        fate, called, owed = look(leave.fate), look(leave.called), look(leave.owed)
        name, lost = leave.loan.name, look(leave.lost)
        assert np.all(np.isin(fate, range(6))), name
        assert np.array_equal(fate == 0, called == 0), name
        assert np.all(owed[called > 0] > HALF_A_PENNY), f"{name}: called with nothing owed"
        assert np.array_equal(lost > HALF_A_PENNY, fate == LOST), name
        met = look(leave.refinanced)
        nil(np.where(fate == REFINANCED, owed - met, 0), f"{name}: refinanced")
        nil(np.where(fate == BY_RECOURSE, owed - met - look(leave.recourse), 0), f"{name}: by recourse")
        never_below(np.where(fate > REFINANCED, owed - met, HALF_A_PENNY), f"{name}: could be refinanced", HALF_A_PENNY)
        recourse = np.minimum(look.given(f"finance.{slug_of(leave.loan)}.recourse"), owed)
        never_below(owed - recourse - lost, f"{name}: lost although a guarantor pays")
        sold, held = look(leave.sold), look(f"exit.{slug_of(leave.loan)}.homes_held_when_called")
        assert np.all(sold[fate < BY_SALES] == 0), name
        assert np.all((sold <= held) & (sold == np.round(sold))), name
        assert np.all(sold[fate == BY_SALES] > 0), name
        to_sell = look(f"exit.{slug_of(leave.loan)}.empty_homes_to_sell")
        ends = np.minimum(1, look.given("rent.turnover") * look.given("exit.sale_period") / 12)
        in_time = to_sell <= np.floor(held * ends + 1e-6)
        assert np.array_equal(in_time[fate >= BY_SALES], fate[fate >= BY_SALES] == BY_SALES), name


def homes_sold_in_time_repay_the_loan(look):
    """With what can be refinanced on the rest, homes sold raise what is owed, or alone all debt; one fewer does not."""
    for leave in look.p.exits.loans:
        key = f"exit.{slug_of(leave.loan)}"
        held, sold = look(f"{key}.homes_held_when_called"), look(leave.sold)
        promised = look.given(f"finance.{slug_of(leave.loan)}.recourse")
        if (left := f"{key}.guarantee_left_when_called") in look.p.model.by_key:
            promised = promised + look(left)
        short = look(leave.owed) - np.minimum(promised, look(leave.owed))
        need = short + look(f"{key}.clawback_that_ranks_first_when_called")
        above = look(f"{key}.owed_to_those_above_when_called")
        others = f"{key}.owed_to_those_above_on_other_homes_when_called"
        elsewhere = look(others) if others in look.p.model.by_key else 0
        for fewer in (0, 1):
            homes = sold - fewer
            left = (held - homes) / np.where(held > 0, held, 1)
            income = look(f"{key}.debt_that_income_supports") - homes * look(
                f"{key}.debt_that_income_supports_on_a_home"
            )
            lent = np.minimum(income - elsewhere, look(f"{key}.debt_that_value_supports") * left)
            raised = homes * look(f"{key}.an_empty_home_brings")
            enough = (raised + lent - above >= need - HALF_A_PENNY) | (raised >= need + above - HALF_A_PENNY)
            assert np.all(enough[look(leave.fate) == BY_SALES] != bool(fewer)), leave.loan.name


def a_called_loan_comes_back_or_is_lost(look):
    """What was owed when it was called comes back in that month or is lost, and no money moves after."""
    for lender, leave in zip(look.p.lenders, look.p.exits.loans, strict=True):
        key, called = f"returns.{slug_of(lender.loan)}", look(leave.called)
        paid, with_exit = look(f"{key}.paid_to_the_lender"), look(f"{key}.paid_to_the_lender_with_the_exit")
        then = look.months == called
        back = np.where(then, with_exit - paid, 0).sum(axis=0)
        nil(back + look(leave.lost) - look(leave.owed), f"{lender.loan.name}: back and lost less owed")
        after = (look.months > called) & (called > 0)
        nil(np.where(after, look(f"{key}.lenders_flow_with_the_exit"), 0), f"{lender.loan.name}: paid after its end")
        nil(np.where(after | then, 0, with_exit - paid), f"{lender.loan.name}: paid before its end")
        valued = look(f"{key}.lenders_flow_with_what_is_not_yet_due")
        hurdle, own = given(look, lender.loan, "hurdle"), at_signing(look, lender.loan)
        discount = (1 + np.where(hurdle > 0, hurdle, (1 + own / 12) ** 12 - 1)) ** (-look.months / 12)
        nil((valued * discount).sum(axis=0) - look(lender.with_exit.worth), f"{lender.loan.name}: worth")


def a_loan_is_called_once_it_may_be(look):
    """In arrears for longer than is cured outside its extension, or in breach, with something owed: the first month."""
    for cover, leave in zip(look.p.covers, look.p.exits.loans, strict=True):
        behind, cure = np.zeros_like(look(leave.called)), look.given("exit.cure")
        first = np.zeros_like(behind)
        waiting = in_extension(look, leave.loan)
        rows = zip(look(leave.loan.arrears), look(cover.breach), look(leave.loan.owed), waiting, strict=True)
        for month, (arrears, breach, owed, waits) in enumerate(rows, 1):
            behind = np.where((arrears > HALF_A_PENNY) & ~waits, behind + 1, 0)
            due = ((behind > cure) | (breach > 0)) & (owed > HALF_A_PENNY) & (first == 0)
            first = np.where(due, month, first)
        assert np.array_equal(look(leave.called), first), leave.loan.name


def homes_retained_are_homes(look):
    """Homes held at the end are sold to repay lenders or retained, and no more are sold than there are."""
    exits, end = look.p.exits, look(look.p.homes.held)[-1]
    assert np.array_equal(look(exits.sold) + look(exits.retained), end)
    assert np.all(look(exits.retained) >= 0)
    wanted = sum((look(each.sold) for each in exits.loans), np.zeros_like(end))
    assert np.all(look(exits.sold) <= np.minimum(wanted, end))


def what_is_repaid_early_was_raised(look):
    """Loans are repaid early out of homes sold and compensation, and nothing sold is kept while one is owed."""
    paid, compensated = look.p.payments, look.p.payments.compensation
    sales = look.total(lot.sold_for for lot in look.p.homes.lots if lot.sold_for is not None)
    nil(sales - look(look.p.homes.sold_for), "homes sold, lot by lot")
    by_council = look(compensated) if compensated is not None else np.zeros_like(sales)
    early = sum((repaid_early(look, loan) for loan in paid.loans), np.zeros_like(sales))
    never_below(sales + by_council - early, "repaid early and not raised")
    last = look.given("contract.path.broken") > 0
    due = last & (look.months == first_end(look) + 1)
    nil(np.where(due, 0, by_council), "compensation without a break, or in another month")
    free = (look(paid.creditors) <= HALF_A_PENNY) & (look(look.p.funding.kept_for_uses) <= HALF_A_PENNY)
    held = sales - early
    for loan in paid.loans:
        owing = free & (look(loan.owed) > HALF_A_PENNY) & (sales > HALF_A_PENNY)
        spare = np.minimum(held, look(paid.left))
        nil(np.where(owing, np.maximum(0, spare), 0), f"{loan.name}: homes sold and it was not repaid")


def the_councils_account_adds_up(look):
    """Revenue and capital are their rows; what is borrowed is provided for, in time; worth is discounted by month."""
    own = look.p.commissioning
    nil(look.total(line for _, line in own.revenue) - look(own.revenue_cost), "revenue")
    capital = look.total(line for _, line in own.capital)
    overage, bought_back = (look.total(if_any(line)) for line in (own.overage, look.p.homes.paid_for_them))
    nil(capital - look(own.clawback) - overage - look(own.capital_cost), "capital")
    over = look.given("commissioner.grant_financed_over")
    provided = np.cumsum(look("council.minimum_revenue_provision"), axis=0)
    borrowed = np.cumsum(capital, axis=0) * (over > 0)
    never_below(borrowed - provided, "provided for more than was borrowed")
    for scenario, months in enumerate(over.astype(int)):
        late = borrowed[: max(0, len(borrowed) - months - 12), scenario] if months else borrowed[:0, scenario]
        never_below(provided[len(provided) - len(late) :, scenario] - late, "not provided for in time")
    nil(look("council.borrowed_and_not_yet_provided_for") - borrowed + provided, "borrowed")
    cost = look.total(line for _, line in own.revenue[:-2]) + capital - look(own.clawback) - overage - bought_back
    net = look(own.avoided) - cost - look("grants.all_grants.value_of_homes_handed_over")
    rates = (look.given(f"commissioner.{each}") for each in ("discount_rate", "later_discount_rate"))
    early, later = ((1 + rate) ** (1 / 12) for rate in rates)
    discount = early ** np.minimum(look.months, 360) * later ** np.maximum(0, look.months - 360)
    worth = net / look("council.gdp_deflator") / discount
    nil(worth.sum(axis=0) - look(own.worth), "worth")
    good = np.cumsum(worth, axis=0) > HALF_A_PENNY
    first = np.where(good.any(axis=0), good.argmax(axis=0) + 1, look.months[-1])
    assert np.all((look(own.breaks_even) <= first) | ~good.any(axis=0))


IDENTITIES = (
    the_contract_runs_as_the_path_says,
    the_price_is_the_contracts,
    capacity_is_the_sum_of_its_parts,
    planned_cash_leaves_out_finance,
    a_called_loan_has_one_fate,
    homes_sold_in_time_repay_the_loan,
    a_called_loan_comes_back_or_is_lost,
    a_loan_is_called_once_it_may_be,
    homes_retained_are_homes,
    what_is_repaid_early_was_raised,
    the_councils_account_adds_up,
)
