"""A workbook's file: written beside, then given the name asked for once it is whole."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from modeller.workbook.pen import Sheets

UNDATED = datetime(2000, 1, 1)  # a spreadsheet's dates have no zone


def beside(path: Path) -> Path:
    """Where a file is written before it has its name."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def save(sheets: Sheets, written: Path, path: Path) -> None:
    """Close a workbook, and give its file the name asked for; raise OSError where it cannot be written."""
    try:
        sheets.workbook.close()
        written.replace(path)
    except FileCreateError as error:
        raise OSError(f"{path} could not be written: {error}") from error
    finally:
        written.unlink(missing_ok=True)
