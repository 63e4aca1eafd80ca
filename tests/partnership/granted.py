"""What must hold of grants, of what is clawed back of them, and of what the council has of homes sold."""

import numpy as np

from modeller.lines.names import slug
from tests.partnership.look import before, if_any, last_end, later, never_below, nil


def grants_never_exceed_their_amount(look):
    """Paid to date is at most the grant, and all of it once homes have come; clawback is of what was paid, once."""
    for grant in look.p.scenario.grants:
        paid = look(f"grants.{grant.slug}.grant_to_date")
        never_below(grant.amount - paid, grant.name)
        never_below(paid - before(paid), f"{grant.name}: taken back")
        nil(paid[-1] - _falls_to_be_paid(look, grant), f"{grant.name}: paid in all")
        clawback = look(f"grants.{grant.slug}.clawback")
        over, limit = last_end(look), look.given(f"grants.{grant.slug}.clawback_over")
        nil(np.where(look.months == over, 0, clawback), f"{grant.name}: clawback in another month")
        left = np.where(over < limit, 1 - grant.taper * over / np.maximum(limit, 1), 0)
        most = paid * left if not grant.clawback_most else np.minimum(paid * left, grant.clawback_most)
        nil(np.where(look.months == over, clawback - most, 0), f"{grant.name}: clawback by its terms")


def _falls_to_be_paid(look, grant):
    """What of a grant is paid in the months worked, by its terms and the homes that came."""
    months = look.p.model.months
    if grant.used_for == "revenue":
        return grant.amount * np.clip(months - grant.paid_from + 1, 0, grant.paid_over) / grant.paid_over
    arrived = sum(np.cumsum(look(lot.arriving), axis=0) for lot in look.p.homes.lots)
    paid = grant.amount * (grant.at_signing + grant.as_homes_arrive * (arrived[-1] > 0))
    spent = look(look.p.funding.homes).sum(axis=0)
    paid = paid + np.minimum(grant.amount * grant.as_spent, grant.matches * spent)
    for milestone in grant.milestones:
        in_time = (arrived >= milestone.homes) & (look.months <= milestone.by)
        paid = paid + grant.amount * milestone.share * in_time.any(axis=0)
    if grant.as_spent or grant.milestones:
        nil(look(f"grants.{grant.slug}.never_paid") - grant.amount + paid, f"{grant.name}: never paid")
    return paid


def clawback_is_carried(look):
    """Clawback owed is what arose less what was paid, and none is paid that the enterprise may still keep."""
    arose, kept = np.zeros_like(look(look.p.payments.clawback_owed)), 0
    for grant in look.p.scenario.grants:
        clawback = look(f"grants.{grant.slug}.clawback")
        arose = arose + clawback
        kept = kept + np.cumsum(clawback, axis=0) - later(np.cumsum(clawback, axis=0), int(grant.recycled_for))
    arose = arose + look("grants.all_grants.clawback_of_value_handed_over")
    paid, owed = look(look.p.payments.clawback_paid), look(look.p.payments.clawback_owed)
    nil(np.cumsum(arose - paid, axis=0) - owed, "clawback")
    never_below(owed - kept, "clawback paid before it fell due")
    never_below(paid, "clawback paid")
    nil(np.cumsum(look("payments.clawback.clawback_due") - arose, axis=0) + kept, "clawback due")


def the_council_has_its_part_of_homes_sold(look):
    """Overage is a part of the price above its base, and at most what a home brings; homes bought back are sold."""
    costs, index = look.given("exit.sale_costs"), look(look.p.indices.house_prices)
    for lot in look.p.homes.lots:
        if lot.disposal is None:
            continue
        key, sale = f"homes.{slug(lot.name)}", lot.disposal
        sold, price = look(sale.sold), lot.terms.value.value * index
        base = look.given(f"{key}.overage_base") * look(look.p.indices.prices["consumer prices"])
        share = look.given(f"{key}.overage")
        overage = sold * np.minimum(price * (1 - costs), share * np.maximum(0, price - base))
        nil(sold * price * (1 - costs) - overage - look(sale.brought), f"{lot.name}: brought")
        nil(look.total(if_any(sale.overage)) - overage, f"{lot.name}: overage")
        if sale.bought_back is not None and sale.paid_for_them is not None:
            bought, within = look(sale.bought_back), look.months <= look.given(f"{key}.pre_emption_within")
            assert np.all((bought >= 0) & (bought <= sold) & (bought == np.round(bought))), lot.name
            assert np.all(bought[~within] == 0), lot.name
            so_far = np.cumsum(np.where(within, sold, 0), axis=0) * look.given(f"{key}.pre_emption")
            assert np.array_equal(np.cumsum(bought, axis=0), np.floor(so_far + 1e-6)), lot.name
            nil(look(sale.paid_for_them) - bought * price, f"{lot.name}: paid for homes bought back")


IDENTITIES = (
    grants_never_exceed_their_amount,
    clawback_is_carried,
    the_council_has_its_part_of_homes_sold,
)
