"""Grants as Hypothesis draws them, and what the council has of homes sold when the contract ends."""

from hypothesis import strategies as st

HUNDRED = 100


@st.composite
def grants(draw, pounds, percent, months):
    """One grant, for capital in one or several parts or for revenue, clawed back in any way or not at all."""
    clawback = {}
    if draw(st.booleans()):
        clawback["clawback_over"] = draw(months(1, 200))
        clawback["taper"] = draw(st.sampled_from(["no", "yes"]))
        clawback["clawback_most"] = draw(st.one_of(st.just("£0"), pounds(400_000)))
    if draw(st.sampled_from([False, False, True])):
        over = {"paid_from": f"month {draw(st.integers(1, 40))}", "paid_over": draw(months(1, 60))}
        return {"amount": draw(pounds(200_000)), "used_for": "revenue", **over, **clawback}
    if clawback:
        clawback["recycled_for"] = draw(st.one_of(st.just("0 months"), months(1, 30)))
    return {"amount": draw(pounds(1_500_000)), **draw(_parts(percent)), **clawback}


@st.composite
def _parts(draw, percent):
    """Parts that add up: at signing, as homes arrive, as money is spent, and at milestones, reached or not."""
    signing, spent, reached = draw(st.sampled_from([(0, 0, 0), (25, 0, 0), (100, 0, 0), (25, 50, 0), (0, 30, 50)]))
    parts = {
        "at_signing": f"{signing}%",
        "as_homes_arrive": f"{HUNDRED - signing - spent - reached}%",
        "as_spent": f"{spent}%",
    }
    if spent:
        parts["matches"] = draw(percent(33))  # three of them match no more than all
    if reached:
        first = draw(st.integers(0, reached))
        parts["milestones"] = [draw(_milestone(share)) for share in (first, reached - first)]
    return parts


@st.composite
def _milestone(draw, share):
    late = draw(st.one_of(st.just({}), st.integers(1, 60).map(lambda month: {"by": f"month {month}"})))
    return {"homes": str(draw(st.integers(1, 30))), "share": f"{share}%", **late}


@st.composite
def shares_of_sales(draw, pounds, months):
    """Homes sold when the contract ends, some with overage, some of which the council may buy back."""
    terms = {"sold_on_ending": "yes"}
    if draw(st.booleans()):
        share = draw(st.sampled_from(["12.5%", "50%", "100%"]))
        terms |= {"overage": share, "overage_base": draw(pounds(120_000)) + " a home"}
    if draw(st.booleans()):
        share = draw(st.sampled_from(["30%", "50%", "100%"]))
        terms |= {"pre_emption": share, "pre_emption_within": draw(months(1, 120))}
    return terms
