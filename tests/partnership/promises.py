"""What must hold of shares of income, of what is swept, of what is locked up, and of guarantees."""

import numpy as np

from tests.partnership.look import HALF_A_PENNY, before, never_below, nil, optional, to_lender
from tests.partnership.rates import due, given, last_year, liquidity, so_far, stated


def shares_are_of_what_is_there(look):
    """A share is of the income it is said to be of, above its threshold; what is kept stays, and limits hold."""
    for loan, pot in _with_pots(look):
        pricing = stated(look, loan).pricing
        if not pricing.share:
            continue
        shared, promised = _shared(look, loan), _promised(look, loan, pot)
        never_below(shared, f"{loan.name}: shared")
        never_below(so_far(promised - shared), f"{loan.name}: shared beyond what is promised")
        left = pot["available"] - look.total(to_lender(loan))
        never_below(np.where(shared > HALF_A_PENNY, left - liquidity(look), 0), f"{loan.name}: kept less than is kept")
        if pricing.most_back:
            most = before(so_far(look(loan.schedule.drawn))) * pricing.most_back
            had = so_far(look.total(to_lender(loan)))
            never_below(np.where(shared > HALF_A_PENNY, most - had, 0), f"{loan.name}: shared beyond its multiple")


def shares_are_all_that_is_promised(look):
    """Where nothing limits it but the cash there is, the share is what is promised or all that is there."""
    for loan, pot in _with_pots(look):
        pricing = stated(look, loan).pricing
        if not pricing.share or pricing.most_back or (look.p.scenario.reserves.lock_up and pot["rank"]):
            continue
        there = np.maximum(0, pot["available"] - _served(look, loan) - liquidity(look))
        nil(_shared(look, loan) - np.minimum(_promised(look, loan, pot), there), f"{loan.name}: share")


def locked_up_shares_are_kept(look):
    """While cover of the loans above is too low no share is paid; what is locked up is no more than was promised."""
    least, own = look.p.scenario.reserves.lock_up, None
    for loan, pot in _with_pots(look):
        if not (least and pot["rank"] and stated(look, loan).pricing.share):
            continue
        own, service = last_year(_own(look)), last_year(look.total(other.service for other in pot["above"]))
        low = (service > HALF_A_PENNY) & (own < service * (least - 1e-9))
        shared, locked = _shared(look, loan), look(f"loans.{loan.section.key.split('.')[-1]}.locked_up")
        nil(np.where(low, shared, 0), f"{loan.name}: shared while shares are locked up")
        nil(np.where(low, 0, locked), f"{loan.name}: locked up while shares may be paid")
        never_below(locked, f"{loan.name}: locked up")
        promised = so_far(_promised(look, loan, pot) - shared)
        never_below(promised - locked, f"{loan.name}: locked up beyond what was promised")
        there = np.maximum(0, pot["available"] - _served(look, loan) - liquidity(look))
        more = locked - before(locked)
        never_below(np.where(more > HALF_A_PENNY, there - locked, 0), f"{loan.name}: locked up what was not there")


def sweeps_are_of_own_cash(look):
    """What is swept is its part of the month's own cash after the loan's service, above what is kept, and no more."""
    for loan, pot in _with_pots(look):
        sweep = stated(look, loan).repayment.sweep
        if not sweep:
            continue
        swept = look(f"{loan.section.key}.swept")
        served = _served(look, loan) - swept
        there = np.minimum(pot["cash"] - served, pot["available"] - served - liquidity(look))
        never_below(swept, f"{loan.name}: swept")
        repays = look(loan.owed) - look(loan.schedule.drawn) > HALF_A_PENNY
        if stated(look, loan).repayment.shape != "from its share":
            nil(np.where(repays, swept - sweep * np.maximum(0, there), 0), f"{loan.name}: swept")
        never_below(sweep * np.maximum(0, there) - swept, f"{loan.name}: swept beyond what is there")


def guarantees_keep_their_limits(look):
    """A guarantor pays what is short, within its limit in all; its premium is on the rest; its claim is kept."""
    loans = look.p.payments.loans
    in_arrears = look.total(loan.arrears for loan in loans)
    assert [place for place, loan in enumerate(loans) if stated(look, loan).guarantee.amount] == list(
        look.p.payments.guarantees
    )
    for place, held in look.p.payments.guarantees.items():
        loan = loans[place]
        said, called = stated(look, loan).guarantee, look(held.called)
        never_below(called, f"{loan.name}: called")
        left = said.amount - so_far(called)
        never_below(left, f"{loan.name}: called beyond the limit")
        nil(left - look(held.left), f"{loan.name}: left of the guarantee")
        lasting = before(look(loan.owed)) > HALF_A_PENNY
        premium = (left + called) * said.premium / 12 * lasting
        nil(premium - look(held.premium), f"{loan.name}: premium")
        never_below(premium - look(held.premium_paid) + before(look(held.owed)), f"{loan.name}: premium paid")
        claim = premium - look(held.premium_paid) + called * said.repaid - look(held.repaid)
        nil(so_far(claim) - look(held.owed), f"{loan.name}: owed to the guarantor")
        never_below(look(held.owed), f"{loan.name}: owed to the guarantor")
        never_below(look(held.repaid), f"{loan.name}: the guarantor repaid")
        nil(np.where(in_arrears > HALF_A_PENNY, look(held.repaid), 0), f"{loan.name}: the guarantor repaid too soon")
        served = look(loan.interest_paid) + look(loan.principal_paid)
        never_below(np.where(called > HALF_A_PENNY, served - called, 0), f"{loan.name}: called and not paid on")
        short = np.where(left > HALF_A_PENNY, look(loan.arrears), 0)
        nil(short, f"{loan.name}: in arrears though something is guaranteed")


def _with_pots(look):
    """Every loan with what it may share in, as those above it have left it."""
    loans, own = look.p.payments.loans, _own(look)
    if not loans:
        return
    available, cash, surplus = look("payments.available_for_loans"), own, own
    for rank, loan in enumerate(loans):
        slug = loan.section.key.split(".")[-1]
        if not rank:
            available = available + look("payments.debt_service_reserve.used")
        available = available + _row(look, f"loans.{slug}.guarantee_called")
        yield loan, {"rank": rank, "above": loans[:rank], "available": available, "cash": cash, "surplus": surplus}
        paid, shared = look.total(to_lender(loan)), optional(look, loan.shared)
        available = available - paid - _row(look, f"loans.{slug}.guarantee_premium_paid")
        if not rank:
            reserve = "payments.debt_service_reserve"
            available = available + look(f"{reserve}.let_go") - look(f"{reserve}.topped_up")
        cash, surplus = cash - paid, surplus - look(loan.interest_paid) - shared


def _row(look, key):
    found = look.p.model.by_key.get(key)
    return look(found) if found is not None else 0


def _own(look):
    """The month's own cash before any loan."""
    paid = look.p.payments
    spent = look("costs.all_costs.running_costs") + look(paid.repairs_from_cash) + look(paid.reserved)
    return look(paid.receipts) - spent - optional(look, look.p.costs.tax_due)


def _shared(look, loan):
    """What a lender is paid of its share, what of it repays capital included."""
    return optional(look, loan.shared) + _row(look, f"{loan.section.key}.capital_repaid_from_its_share")


def _served(look, loan):
    """What a lender is paid in a month besides its share."""
    return look.total(to_lender(loan)) - _shared(look, loan)


def _promised(look, loan, pot):
    """What is promised of the income that the share is of, whether it is there or not."""
    terms = stated(look, loan)
    pricing, served = terms.pricing, _served(look, loan)
    there = pot["available"] - served - liquidity(look)
    base = {
        "cash": np.minimum(pot["cash"] - served, there),
        "surplus": pot["surplus"] - look(loan.interest_paid),
        "rent": look("rent.all_homes.rent_and_void_guarantee_received"),
        "revenue": look(look.p.payments.receipts),
    }[pricing.share_of]
    runs = before(look(loan.owed)) > HALF_A_PENNY
    if terms.repayment.shape == "from its share":
        runs = (look.months > given(look, loan, "repayment.after")) & (look.months <= due(look, loan))
    promised = np.maximum(0, base - pricing.share_above / 12) * pricing.share * runs
    if pricing.share_at_most:
        promised = np.minimum(promised, before(look(loan.owed)) * pricing.share_at_most / 12)
    return promised


PROMISES = (
    shares_are_of_what_is_there,
    shares_are_all_that_is_promised,
    locked_up_shares_are_kept,
    sweeps_are_of_own_cash,
    guarantees_keep_their_limits,
)
