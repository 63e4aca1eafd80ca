"""The workbook: a model's lines as live formulas, with the engine's figures beside them to be checked against."""

from modeller.workbook.book import Book, InputRow
from modeller.workbook.of_run import book_of
from modeller.workbook.write import write_workbook

__all__ = ["Book", "InputRow", "book_of", "write_workbook"]
