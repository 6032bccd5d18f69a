"""The one error that a document may raise."""

from __future__ import annotations


class UnreadableDocumentError(Exception):
    """A document cannot be read. The message names it, says what is wrong and what to do, in one sentence."""

    def __init__(self, name: str, problem: str, advice: str) -> None:
        super().__init__(f"{name}: {problem}; {advice}.")
        self.name = name
        self.problem = problem
        self.advice = advice

    def __reduce__(self) -> tuple[type[UnreadableDocumentError], tuple[str, str, str]]:
        # The error travels between processes.
        return type(self), (self.name, self.problem, self.advice)
