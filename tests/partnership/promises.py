"""What must hold of shares of income, of what is swept, of what is locked up, and of guarantees."""

import numpy as np

from tests.partnership.look import HALF_A_PENNY, before, never_below, nil, optional, to_lender
from tests.partnership.rates import due, given, last_year, liquidity, so_far, stated


def shares_are_of_what_is_there(look):
    """A share is of the income it is said to be of, above its threshold; what is kept stays, and limits hold."""
    for loan, pot in _pots(look)[0]:
        pricing, shared, promised = stated(look, loan).pricing, _shared(look, loan), _promised(look, loan, pot)
        never_below(shared, f"{loan.name}: shared")
        never_below(so_far(promised - shared), f"{loan.name}: shared beyond what is promised")
        left = np.where(shared > HALF_A_PENNY, pot["available"] - shared - liquidity(look), 0)
        never_below(left, f"{loan.name}: kept less than is kept")
        if pricing.most_back:
            most = before(so_far(look(loan.schedule.drawn))) * pricing.most_back
            had = so_far(look.total(to_lender(loan))) - _swept(look, loan)
            never_below(np.where(shared > HALF_A_PENNY, most - had, 0), f"{loan.name}: shared beyond its multiple")


def shares_are_all_that_is_promised(look):
    """Where nothing limits it but the cash there is, the share is what is promised or all that is there."""
    for loan, pot in _pots(look)[0]:
        if stated(look, loan).pricing.most_back or (look.p.scenario.reserves.lock_up and pot["above"]):
            continue
        there = np.maximum(0, pot["available"] - liquidity(look))
        nil(_shared(look, loan) - np.minimum(_promised(look, loan, pot), there), f"{loan.name}: share")


def locked_up_shares_are_kept(look):
    """While cover of the loans above is too low no share is paid; locked up is what was promised and there."""
    least, own = look.p.scenario.reserves.lock_up, last_year(_own(look))
    for loan, pot in _pots(look)[0]:
        if not (least and pot["above"]):
            continue
        service = last_year(look.total(other.schedule.service for other in pot["above"]))
        low = (service > HALF_A_PENNY) & (own < service * (least - 1e-9))
        shared, locked = _shared(look, loan), look(f"{loan.section.key}.locked_up")
        nil(np.where(low, shared, 0), f"{loan.name}: shared while shares are locked up")
        nil(np.where(low, 0, locked), f"{loan.name}: locked up while shares may be paid")
        never_below(locked, f"{loan.name}: locked up")
        promised = so_far(_promised(look, loan, pot) - shared)
        never_below(promised - locked, f"{loan.name}: locked up beyond what was promised")
        more, there = locked - before(locked), np.maximum(0, pot["available"] - liquidity(look))
        never_below(np.where(more > HALF_A_PENNY, there - locked, 0), f"{loan.name}: locked up what was not there")


def sweeps_are_of_own_cash(look):
    """What is swept is its part of the month's own cash that service and shares have left, above what is kept."""
    for loan, pot in _pots(look)[1]:
        swept, part = _swept(look, loan), stated(look, loan).repayment.sweep
        there = part * np.maximum(0, np.minimum(pot["cash"], pot["available"] - liquidity(look)))
        never_below(swept, f"{loan.name}: swept")
        never_below(there - swept, f"{loan.name}: swept beyond what is there")
        owing = look(loan.owed) + optional(look, loan.written_off) - look(loan.schedule.drawn)
        repays = owing - optional(look, loan.schedule.facility.fee_added) > HALF_A_PENNY
        nil(np.where(repays, swept - there, 0), f"{loan.name}: swept")


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


def _pots(look):
    """Every loan that shares with what it may share in, once all are served, and then every loan that is swept."""
    loans, own = look.p.payments.loans, _own(look)
    served = {loan.name: look.total(to_lender(loan)) - _shared(look, loan) - _swept(look, loan) for loan in loans}
    pot = {"cash": own - sum(served.values()), "surplus": own - look.total(loan.interest_paid for loan in loans)}
    pot["available"] = _left_after_service(look, served)
    shares, sweeps = [], []
    for place, loan in enumerate(loans):
        if stated(look, loan).pricing.share:
            shares.append((loan, {**pot, "above": loans[:place], "served": served[loan.name]}))
            pot = {key: row - _shared(look, loan) for key, row in pot.items()}
    for loan in loans:
        if stated(look, loan).repayment.sweep:
            sweeps.append((loan, pot))
            pot = {key: row - _swept(look, loan) for key, row in pot.items()}
    return shares, sweeps


def _left_after_service(look, served):
    """What there is for loans, with their reserve and guarantees, less service and premiums."""
    if not served:
        return 0
    reserve = {way: look(f"payments.debt_service_reserve.{way}") for way in ("used", "let_go", "topped_up")}
    left = look("payments.available_for_loans") + reserve["used"] + reserve["let_go"] - reserve["topped_up"]
    for guarantee in look.p.payments.guarantees.values():
        left = left + look(guarantee.called) - look(guarantee.premium_paid)
    return left - sum(served.values())


def _row(look, key):
    return optional(look, look.p.model.by_key.get(key))


def _own(look):
    """The month's own cash before any loan."""
    paid = look.p.payments
    spent = look("costs.all_costs.running_costs") + look(paid.repairs_from_cash) + look(paid.reserved)
    return look(paid.receipts) - spent - optional(look, look.p.costs.tax_due)


def _shared(look, loan):
    """What a lender is paid of its share, what of it repays capital included."""
    return optional(look, loan.shared) + _row(look, f"{loan.section.key}.capital_repaid_from_its_share")


def _swept(look, loan):
    return _row(look, f"{loan.section.key}.swept")


def _promised(look, loan, pot):
    """What is promised of the income that the share is of, whether it is there or not."""
    terms = stated(look, loan)
    pricing = terms.pricing
    base = {
        "cash": np.minimum(pot["cash"], pot["available"] - liquidity(look)),
        "surplus": pot["surplus"],
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
