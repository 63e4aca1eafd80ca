"""What tests in several places need."""

import os

import pytest


@pytest.fixture(scope="session")
def libreoffice():
    """LibreOffice's recalculation of several files at once; skips where it is not installed, unless required."""
    from tests.workbook import oracle

    if not oracle.has_libreoffice():
        if os.environ.get("MODELLER_REQUIRE_LIBREOFFICE") == "1":
            pytest.fail("LibreOffice (soffice) is required here and is not installed")
        pytest.skip("LibreOffice (soffice) is not installed; set MODELLER_REQUIRE_LIBREOFFICE=1 to fail instead")
    return oracle.recalculate_libreoffice
