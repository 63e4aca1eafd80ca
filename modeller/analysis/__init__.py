"""Runs of a model: one, and (in time) many."""
