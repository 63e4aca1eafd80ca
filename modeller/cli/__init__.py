"""The commands: verbs a finance officer would guess."""

from __future__ import annotations

from modeller.cli.commands import main

__all__ = ["main"]
