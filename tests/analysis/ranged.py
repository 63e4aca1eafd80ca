"""Ten homes, or a smaller toy, with ranges, for draws."""

from pathlib import Path

from modeller.scenario import read

TEN = Path(__file__).resolve().parents[2] / "scenarios" / "ten-homes.yaml"
VOIDS, DEBTS = "voids: 3%, bad_debts: 2%", ("rent.voids", "rent.bad_debts")


def ten_homes(folder, *changes, more=""):
    """The path of a file of ten homes, some of its text written otherwise, with more at its end."""
    text = TEN.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / "ranged.yaml"
    path.write_text(text + more, "utf-8")
    return path


def voids_and_debts(folder, voids, debts, more=""):
    """Ten homes read, with ranges of voids and of bad debts."""
    return read(ten_homes(folder, (VOIDS, f"voids: {voids}, bad_debts: {debts}"), more=more))
