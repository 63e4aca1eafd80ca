"""What a partnership states: one readable file, every input with its unit, bounds, meaning and source."""

from modeller.scenario.provenance import Provenance
from modeller.scenario.reading import Stated, read
from modeller.scenario.terms import Scenario
from modeller.scenario.walk import Figure

__all__ = ["Figure", "Provenance", "Scenario", "Stated", "read"]
