"""Names: what a label is called in keys, in JSON, with `--set` and in the workbook."""

from __future__ import annotations

import re
import unicodedata


def slug(label: str) -> str:
    """Return a label in small letters, figures and underscores.

    >>> slug("Bought in the 1st year – café"), slug("Lenders' fees")
    ('bought_in_the_1st_year_cafe', 'lenders_fees')
    """
    plain = unicodedata.normalize("NFKD", re.sub("['’]", "", label)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
