"""The workbook: a model's lines as live formulas, with the engine's figures beside them to be checked against."""
