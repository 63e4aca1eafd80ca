# ruff: noqa: INP001 — a script, in no package
"""The README's picture: the summary of the base case's workbook, as LibreOffice prints it.

Wants LibreOffice (soffice) and poppler (pdftoppm); run from the repository by `make picture`.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from modeller.analysis.run import run
from modeller.workbook import book_of, write_workbook

ROOT = Path(__file__).parent.parent
SCENARIO, PICTURE = ROOT / "scenarios" / "p3-west-lindsey.yaml", ROOT / "docs" / "summary.png"
DOTS_AN_INCH, EDGE = 90, 12


def printed(folder: Path) -> Path:
    """The workbook as a PDF, the summary being its first page."""
    workbook = folder / "book.xlsx"
    write_workbook(book_of(run(SCENARIO)), workbook)
    call("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), str(workbook))  # fmt: skip
    return workbook.with_suffix(".pdf")


def inked(pdf: Path) -> tuple[int, int, int, int]:
    """The left, top, width and height of what is on the first page above its footer, from a coarse grey picture."""
    image = call("pdftoppm", "-gray", "-r", str(DOTS_AN_INCH), "-f", "1", "-l", "1", str(pdf))
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", image)
    if head is None:
        raise SystemExit("pdftoppm did not give a grey picture")
    width, height = int(head[1]), int(head[2]) * 94 // 100
    pixels = image[head.end() :]
    rows = [row for row in range(height) if min(pixels[row * width : (row + 1) * width]) < 255]  # noqa: PLR2004
    columns = [col for col in range(width) if min(pixels[col : height * width : width]) < 255]  # noqa: PLR2004
    left, top = max(0, columns[0] - EDGE), max(0, rows[0] - EDGE)
    return left, top, columns[-1] + EDGE - left, rows[-1] + EDGE - top


def call(*command: str) -> bytes:
    """Run a program and give what it prints."""
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout  # noqa: S603


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = printed(Path(folder))
        left, top, width, height = map(str, inked(pdf))
        crop = ["-x", left, "-y", top, "-W", width, "-H", height]
        page = ["-png", "-r", str(DOTS_AN_INCH), "-f", "1", "-l", "1", "-singlefile"]
        call("pdftoppm", *page, *crop, str(pdf), str(PICTURE.with_suffix("")))


if __name__ == "__main__":
    main()
