"""The partnership between a council and a social enterprise, month by month: start at `assemble.py`."""
