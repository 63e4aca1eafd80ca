"""A financial modeller for long-term partnerships between councils and social enterprises.

>>> import modeller
>>> sorted(name for name in dir(modeller) if not name.startswith("_"))
['explain', 'read', 'run', 'write_workbook']
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# The public names, loaded when first asked for, so that `modeller --help` need not wait for numpy.
_PUBLIC = {
    "read": "modeller.scenario",
    "run": "modeller.analysis.run",
    "explain": "modeller.lines.explaining",
    "write_workbook": "modeller.workbook",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the public name is
    if name not in _PUBLIC:
        raise AttributeError(f"modeller has no {name}; it has {', '.join(sorted(_PUBLIC))}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted(_PUBLIC)
