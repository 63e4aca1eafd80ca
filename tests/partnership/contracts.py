"""Contracts as Hypothesis draws them: extensions, breaks and tenders of every kind, and a path that exists."""

from itertools import accumulate

from hypothesis import strategies as st

COMPENSATIONS = ("none", "unamortised capital", "senior debt outstanding")
DECIDERS = ("council", "enterprise", "both")


def length(figure):
    """A length of time as written."""
    return f"{figure} months"


@st.composite
def contracts(draw, horizon, pounds, percent):
    """A contract, the options in it and the path worked."""
    committed = draw(st.integers(1, horizon + 24))
    added = draw(_lengths(committed, horizon))
    starts = list(accumulate(added, initial=committed))
    breaks = draw(st.lists(st.integers(1, starts[-1] - 1), max_size=3)) if starts[-1] > 1 else []
    won = draw(st.sampled_from([0, 0, 3, 6, 12, 24]))
    gap = draw(st.integers(0, 6))
    first = draw(st.sampled_from(["no", "yes"]))
    return {
        "committed": length(committed),
        "extensions": [draw(_extension(start, each, percent)) for start, each in zip(starts, added, strict=False)],
        "breaks": [draw(_break(at, percent)) for at in breaks],
        "retender": {
            "win": draw(percent(100)) if won else "0%",
            "length": length(won),
            "gap": length(gap),
            "price": draw(percent(200)),
            **{name: draw(pounds(9_000)) for name in ("cost", "mobilisation", "council_cost")},
        },
        "path": draw(_path(starts, breaks, won)),
        "ending_cost": draw(pounds(30_000)),
        "reversion": draw(st.sampled_from(["no", "yes"])),
        "clawback_first": first,
        "mortgagee_protected": draw(st.sampled_from(["no", first])),
    }


@st.composite
def _lengths(draw, committed, horizon):
    """Extensions that begin within the months worked, unless the contract fills them all without any."""
    lengths = draw(st.lists(st.integers(1, 60), max_size=3))
    while committed < horizon and committed + sum(lengths[:-1]) >= horizon and lengths:
        lengths = lengths[:-1]
    return lengths


def _extension(start, added, percent):
    notice = st.integers(0, min(start, 120)).map(length)
    return st.fixed_dictionaries(
        {
            "length": st.just(length(added)),
            "probability": percent(100),
            "decided_by": st.sampled_from(DECIDERS),
            "notice": notice,
        }
    )


def _break(at, percent):
    notice = st.integers(0, min(at, 120)).map(length)
    return st.fixed_dictionaries(
        {
            "at": st.just(length(at)),
            "probability": percent(100),
            "notice": notice,
            "compensation": st.sampled_from(COMPENSATIONS),
        }
    )


@st.composite
def _path(draw, starts, breaks, won):
    """Any extensions, any break before the contract has ended, or any number of tenders won without a break."""
    extended = draw(st.integers(0, len(starts) - 1))
    before_the_end = [number for number, at in enumerate(breaks, 1) if at < starts[extended]]
    broken = draw(st.sampled_from([0, *before_the_end]))
    wins = draw(st.integers(0, 5)) if won and not broken else 0
    return {"extended": str(extended), "broken": str(broken), "won": str(wins)}
