"""Figures as Hypothesis draws them: text, as a user writes it, with the least and the most there may be in plenty."""

from hypothesis import strategies as st

YES_OR_NO = st.sampled_from(["no", "yes"])


def pounds(high, low=0):
    """An amount; one in ten is the least there may be."""
    return st.integers(low - (high - low) // 9, high).map(lambda figure: f"£{max(low, figure)}")


def percent(high, low=0.0):
    """A share in tenths of one per cent; one in ten is the least or the most there may be."""
    least, most = round(low * 10), round(high * 10)
    spare = (most - least) // 18 + 1
    return st.integers(least - spare, most + spare).map(lambda tenths: f"{min(most, max(least, tenths)) / 10}%")


def months(low, high):
    """A length of time."""
    return st.integers(low, high).map(lambda figure: f"{figure} months")


def path(first, low, high):
    """A path of prices: one figure for all years, or three years of figures from the year before the first."""
    figure = percent(high, low)
    years = st.tuples(figure, figure, figure).map(
        lambda found: {str(first - 1 + place): each for place, each in enumerate(found)}
    )
    return st.one_of(figure, years)
