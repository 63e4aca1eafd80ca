"""What must hold of every partnership, in every month of every scenario worked: each a function of model and results.

Each takes a `Look`: rows without month 0, of shape (month, scenario), to be had by line or by key.
"""

import numpy as np

from tests.partnership.look import (
    HALF_A_PENNY,
    ahead,
    before,
    in_force,
    later,
    never_below,
    nil,
    optional,
    revenue_grants,
    slug_of,
    to_lender,
)


def everything_is_a_figure(look):
    """No line is infinite or not a number; of measures only a return may be none."""
    for item in look.p.model.written:
        figures = look.results[item]
        sound = ~np.isinf(figures) if item.key.endswith((".return", ".return_with_the_exit")) else np.isfinite(figures)
        assert sound.all(), item.key


def the_balance_sheet_balances(look):
    """Assets less liabilities are the surpluses so far, added up from the statements and not from the model's check."""
    books = look.p.accounts
    income, spent = (look.total(line for _, line in side) for side in (books.income, books.expenditure))
    net = look.total(line for _, line in books.assets) - look.total(line for _, line in books.liabilities)
    nil(net - np.cumsum(income - spent, axis=0), "assets less liabilities less surpluses")
    nil(look(books.difference), "the model's own check")


def sources_are_uses(look):
    """What was raised was used, or is left."""
    money = look.p.funding
    raised = look(money.grants) + look(money.drawn)
    nil(np.cumsum(raised - look(money.uses), axis=0) - look(money.unspent), "raised less used less left")
    named = sum(look(measure) for measure in look.p.outcome.raised.uses_by_name.values())
    nil(raised.sum(axis=0) - named, "sources less uses by name")


def cash_is_conserved(look):
    """Cash and the two reserves move by what came in and went out; none is ever below nil."""
    paid = look.p.payments
    held = look(paid.cash) + look(paid.repairs_reserve) + look(paid.debt_reserve)
    lenders = look.total(line for loan in paid.loans for line in to_lender(loan))
    came = look(paid.receipts) + look(look.p.funding.grants) + look(look.p.funding.drawn) + revenue_grants(look)
    came = came + look.total(line for line in (paid.sold_for, paid.compensation) if line is not None)
    came = came + look.total(each.called for each in paid.guarantees.values())
    went = look(paid.costs_paid) + look(paid.repairs_from_reserve) + lenders + look(paid.clawback_paid)
    went = went + look.total(line for each in paid.guarantees.values() for line in (each.premium_paid, each.repaid))
    nil(held - before(held) - came + went, "movement of cash")
    nil(look(paid.cash) - look(paid.left), "cash less what the order of payments left")
    for row in (paid.cash, paid.repairs_reserve, paid.debt_reserve):
        never_below(look(row), row.key)


def cash_flow_is_the_movement_in_cash(look):
    """The statement of cash flows adds up to the cash in the balance sheet."""
    books = look.p.accounts
    cash = look(books.cash)
    nil(look.total(line for _, line in books.cash_flow) - cash + before(cash), "cash flow less movement")


def creditors_are_carried(look):
    """What is not paid is owed, never lost; while any is, the rest is paid by a reserve or a guarantor alone."""
    paid, money = look.p.payments, look.p.funding
    due = look("costs.all_costs.running_costs") + look(paid.repairs_from_cash) + look(money.homes) + look(money.fees)
    due = due + look.total(line for line in [look.p.costs.tax_due] if line is not None)
    owed = look(paid.creditors)
    nil(np.cumsum(due - look(paid.costs_paid), axis=0) - owed, "costs due less paid less owed")
    never_below(owed, "creditors")
    lenders = look.total(line for loan in paid.loans for line in to_lender(loan))
    guarantors = look.total(line for each in paid.guarantees.values() for line in (each.premium_paid, each.repaid))
    lower = lenders - look.total(each.called for each in paid.guarantees.values()) + guarantors
    lower = lower + look(paid.reserved) + look(paid.clawback_paid)
    reserve = look.total(
        f"payments.debt_service_reserve.{way}" for way in ("let_go", *(["used"] if paid.loans else []))
    )
    nil(np.where(owed > HALF_A_PENNY, np.maximum(0, lower - reserve), 0), "paid to others while creditors wait")


def the_reserve_keeps_its_bounds(look):
    """The debt-service reserve is never more than was set, and is let go once the first loan is repaid."""
    reserve, most = look(look.p.payments.debt_reserve), look.given("reserves.debt_service")
    never_below(most - reserve, "reserve over its target")
    filled = look.given("reserves.debt_service_filled")
    first = look.p.payments.loans[:1]
    owed = look.total(line for loan in first for line in (loan.owed, loan.undrawn))
    # shares, sweeps and what is written off come after the reserve is settled
    owed = owed + sum(ahead(look, loan) + optional(look, loan.written_off) for loan in first)
    nil(np.where((owed <= HALF_A_PENNY) & (look.months > filled), reserve, 0), "reserve of a loan that is repaid")
    if look.p.payments.loans:
        arrears = look(look.p.payments.loans[0].arrears)
        used = look.months > filled
        nil(np.where((arrears > HALF_A_PENNY) & used, reserve, 0), "reserve kept while the first loan is in arrears")


def returns_are_returns(look):
    """At a lender's return its flows are worth nothing; where it never lends or is never paid there is none."""
    months = look.months
    for lender in look.p.lenders:
        flow = look(f"returns.{slug_of(lender.loan)}.lenders_flow")
        rate = look(lender.rate)
        both = (flow.min(axis=0) < -HALF_A_PENNY) & (flow.max(axis=0) > HALF_A_PENNY)
        assert np.isnan(rate[~both]).all(), lender.loan.name
        found = ~np.isnan(rate)
        worth = flow[:, found] * (1 + rate[found]) ** (-months / 12)
        assert np.all(np.abs(worth.sum(axis=0)) <= 1e-6 * np.abs(worth).sum(axis=0)), lender.loan.name


def homes_are_conserved(look):
    """Held is arrived less returned; all arrive, as whole homes; none is let before it is ready or after it is gone."""
    for lot in look.p.homes.lots:
        ways = [way for way in (lot.returning, lot.sold) if way is not None]
        returned = look.total(ways)
        held, arriving = look(lot.held), look(lot.arriving)
        assert np.array_equal(held, np.cumsum(arriving - returned, axis=0)), lot.name
        assert np.all(held >= 0), lot.name
        assert np.all(arriving >= 0), lot.name
        assert np.all(arriving == np.round(arriving)), lot.name
        assert all(np.all((look(way) >= 0) & (look(way) == np.round(look(way)))) for way in ways), lot.name
        assert np.all(arriving.sum(axis=0) == lot.number.value), lot.name
        assert np.all(look(lot.ready) <= before(held)), lot.name


def the_guarantee_ends_with_the_contract(look):
    """The council makes voids good while a contract is in force and not otherwise, and at most at its price."""
    guarantee = look("rent.all_homes.void_guarantee_from_the_council")
    nil(np.where(in_force(look) == 1, 0, guarantee), "guarantee without a contract")
    most = np.maximum(1, look.given("contract.retender.price")) * look("rent.all_homes.lost_to_voids")
    never_below(most - guarantee, "voids less guarantee")


def rent_is_accounted_for(look):
    """Rent is received, lost to voids, or not collected."""
    gross, net = (
        look("rent.all_homes.rent_of_homes_ready_to_let"),
        look("rent.all_homes.rent_and_void_guarantee_received"),
    )
    lost = look("rent.all_homes.lost_to_voids") + look("rent.all_homes.bad_debts")
    nil(gross + look("rent.all_homes.void_guarantee_from_the_council") - lost - net, "rent")
    never_below(net, "rent received")


def debtors_are_what_is_on_its_way(look):
    """What debtors owe is what was earned in the months of delay."""
    owed = np.zeros_like(look(look.p.payments.cash))
    for income in look.p.scenario.income:
        earned = np.cumsum(look(f"income.{income.slug}.earned"), axis=0)
        owed = owed + earned - later(earned, int(income.paid_after))
    nil(look("income.all_other_income.owed_by_debtors") - owed, "debtors")


def grants_in_the_accounts_are_conserved(look):
    """What was received was recognised, taken back or is still deferred; homes are never worth less than nothing."""
    for block, received in (("grants", "grants_received"), ("value_handed_over", "value_of_homes_handed_over")):
        came = look(f"grants.all_grants.{received}")
        went = look(f"accounts.{block}.grant_recognised_as_income")
        went = went + look(f"accounts.{block}.clawback_out_of_what_is_deferred")
        deferred = look(f"accounts.{block}.deferred_grant")
        nil(np.cumsum(came - went, axis=0) - deferred, block)
        never_below(deferred, f"{block}: deferred")
    for pool in ("homes_handed_over", "homes_bought"):
        worth = look(f"accounts.{pool}.cost_of_homes") - look(f"accounts.{pool}.depreciation_to_date")
        never_below(worth, f"{pool}: cost less depreciation")


def the_first_breach_is_the_first(look):
    """Covenants that are set are tested at year ends; the first breach is the first month with any below its limit."""
    for cover in look.p.covers:
        key = f"cover.{slug_of(cover.loan)}"
        breach, tested = look(f"{key}.breach"), look(cover.tested)
        short = np.zeros_like(breach)
        for covenant in cover.headrooms:
            when, headroom = look(covenant.tested), look(covenant.headroom)
            assert np.all(when <= look("timeline.financial_year_ends")), key
            nil(np.where(when == 1, 0, headroom), f"{key}: headroom where nothing is tested")
            short = np.maximum(short, headroom < -covenant.headroom.unit.nil)
        assert np.array_equal(breach, short), key
        first = np.where(breach.any(axis=0), breach.argmax(axis=0) + 1, 0)
        assert np.array_equal(look(cover.first_breach), first), key
        least = np.where(tested == 1, look(cover.debt_service), np.inf).min(axis=0)
        assert np.array_equal(look(cover.lowest), np.where(np.isinf(least), 0, least)), key


IDENTITIES = (
    everything_is_a_figure,
    the_balance_sheet_balances,
    sources_are_uses,
    cash_is_conserved,
    cash_flow_is_the_movement_in_cash,
    creditors_are_carried,
    the_reserve_keeps_its_bounds,
    returns_are_returns,
    homes_are_conserved,
    the_guarantee_ends_with_the_contract,
    rent_is_accounted_for,
    debtors_are_what_is_on_its_way,
    grants_in_the_accounts_are_conserved,
    the_first_breach_is_the_first,
)
