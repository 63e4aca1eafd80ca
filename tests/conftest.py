"""What tests in several places need, and what holds for every workbook that any of them writes."""

import hashlib
import os

import pytest

from modeller.workbook import write


@pytest.fixture(scope="session")
def libreoffice():
    """LibreOffice's recalculation of several files at once; skips where it is not installed, unless required."""
    from tests.workbook import oracle

    if not oracle.has_libreoffice():
        if os.environ.get("MODELLER_REQUIRE_LIBREOFFICE") == "1":
            pytest.fail("LibreOffice (soffice) is required here and is not installed")
        pytest.skip("LibreOffice (soffice) is not installed; set MODELLER_REQUIRE_LIBREOFFICE=1 to fail instead")
    return oracle.recalculate_libreoffice


@pytest.fixture(scope="session", autouse=True)
def every_workbook_is_linted():
    """Whatever a test writes, and however, is held to the rules in tests/workbook/lint.py: the same bytes once.

    A workbook that is not to keep a rule is written with `tests.workbook.lint.unlinted`.
    """
    save, clean = write._save, set()  # noqa: SLF001

    def save_and_lint(writer, beside, path):
        from tests.workbook import lint

        save(writer, beside, path)
        digest = hashlib.sha256(path.read_bytes()).digest()
        if digest not in clean and lint.wanted:
            lint.assert_clean(path, writer.expected)
            clean.add(digest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "_save", save_and_lint)
        yield
