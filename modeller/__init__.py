"""A financial modeller for long-term partnerships between councils and social enterprises."""
