"""Grants as Hypothesis draws them, what the council has of homes sold, and one partnership with all of it."""

from pathlib import Path

from hypothesis import strategies as st

from modeller.scenario import read

BASE_CASE = Path(__file__).parents[2] / "scenarios" / "p3-west-lindsey.yaml"
HUNDRED = 100
GIVEN = """
grants:
  - name: West Lindsey grant
    amount: £1,000,000
    at_signing: 20%
    as_spent: 30%
    matches: 10%
    milestones: [{homes: 20, share: 40%}, {homes: 60, share: 10%, by: 2027-01}]
    clawback_over: 60 years
    taper: no
    recycled_for: 3 years
  - {name: Coordination, amount: "£90,000", used_for: revenue, paid_over: 3 years, clawback_over: 20 years}
"""
SOLD = {
    "sold_on_ending": "yes",
    "overage": "50%",
    "overage_base": "£60,000 a home",
    "pre_emption": "50%",
    "pre_emption_within": "15 years",
}


def giving(folder):
    """The base case with its grant paid and clawed back in other ways, and homes of which the council has a part."""
    top = folder / "giving.yaml"
    top.write_text(f"extends: {BASE_CASE}\n{GIVEN}", "utf-8")
    return read(top, {f"homes.bought_in_the_first_year.{key}": text for key, text in SOLD.items()}).scenario


@st.composite
def grants(draw, pounds, percent, months):
    """One grant, for capital in one or several parts or for revenue, clawed back in any way or not at all."""
    clawback = {}
    if draw(st.sampled_from([True, True, False])):
        clawback["clawback_over"] = draw(months(24, 200))
        clawback["taper"] = draw(st.sampled_from(["no", "yes"]))
        clawback["clawback_most"] = draw(st.sampled_from(["£0", "£20,000", "£400,000"]))
    if draw(st.sampled_from([False, False, True])):
        over = {"paid_from": f"month {draw(st.integers(1, 40))}", "paid_over": draw(months(1, 60))}
        return {"amount": draw(pounds(200_000)), "used_for": "revenue", **over, **clawback}
    if clawback:
        clawback["recycled_for"] = draw(st.sampled_from(["6 months", "0 months", "1 month", "30 months"]))
    return {"amount": draw(pounds(1_500_000)), **draw(_parts(percent)), **clawback}


@st.composite
def _parts(draw, percent):
    """Parts that add up: at signing, as homes arrive, as money is spent, and at milestones, reached or not."""
    signing, spent, reached = draw(st.sampled_from([(0, 30, 50), (0, 0, 0), (25, 0, 0), (100, 0, 0), (25, 50, 0)]))
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
        share = draw(st.sampled_from(["50%", "12.5%", "100%"]))
        terms |= {"overage": share, "overage_base": draw(pounds(30_000)) + " a home"}
    if draw(st.booleans()):
        share = draw(st.sampled_from(["30%", "50%", "100%"]))
        terms |= {"pre_emption": share, "pre_emption_within": draw(months(12, 120))}
    return terms
