"""Contract terms: for every length, whether the money can be repaid, who loses what if not, and what is left."""
