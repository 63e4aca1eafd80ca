"""Stress: what breaks a partnership, and how far things must move before it does."""
