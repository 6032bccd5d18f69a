"""A sheet as it stands in a file: cells, merged ranges, addresses."""

from __future__ import annotations

from dataclasses import dataclass, field

# What a cell holds: a number, words, or nothing.
Value = float | str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet from its first used one on.

    ``rows[i][j]`` stands at row ``top + i`` and column ``left + j``, counted from 0. ``merges`` are ranges as first
    row, first column, last row, last column, in the same count as ``rows``; ``None`` where the kind of file tells of
    none.
    """

    name: str | None
    rows: list[list[Value]]
    top: int = 0
    left: int = 0
    merges: tuple[tuple[int, int, int, int], ...] | None = None

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def address(self, row: int, column: int) -> str:
        """Return the address of ``rows[row][column]`` as spreadsheets write it (C8)."""
        return f"{column_letters(self.left + column)}{self.top + row + 1}"


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file that hold cells, and what had to be said while they were loaded."""

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = field(default=())


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0 (0 is A, 26 is AA)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number, from 0, of a column in letters (A is 0, AA is 26).

    Raises
    ------
    ValueError
        These are no letters of a column.
    """
    number = 0
    for letter in letters.strip().upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - 64
    if not 0 < number <= 18278:  # ZZZ
        raise ValueError(letters)
    return number - 1
