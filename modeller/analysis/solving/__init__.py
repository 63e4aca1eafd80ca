"""Solving: for which figures of an input a target is met, and what binds there."""
