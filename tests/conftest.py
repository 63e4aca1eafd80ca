"""What tests in several places need."""

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


@pytest.fixture
def every_workbook_is_linted():
    """Whatever a test that asks for this writes, and however, is held to the rules in tests/workbook/lint.py."""
    from tests.workbook.lint import assert_clean

    save = write._save  # noqa: SLF001

    def save_and_lint(writer, beside, path):
        save(writer, beside, path)
        assert_clean(path, writer.expected)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "_save", save_and_lint)
        yield
