"""Following promises: commitments and projects over documents and time, with what became of each."""

from gongxing.promises.dates import last_day
from gongxing.promises.following import follow
from gongxing.promises.material import SourceDocument, SourceTable
from gongxing.promises.promise import (
    KINDS,
    STATES,
    Answer,
    Kind,
    Match,
    Promise,
    Quoted,
    Sighting,
    State,
    Target,
)
from gongxing.promises.statements import own_time
from gongxing.promises.vocabulary import kinds, stages, states, themes

__all__ = [
    "KINDS",
    "STATES",
    "Answer",
    "Kind",
    "Match",
    "Promise",
    "Quoted",
    "Sighting",
    "SourceDocument",
    "SourceTable",
    "State",
    "Target",
    "follow",
    "kinds",
    "last_day",
    "own_time",
    "stages",
    "states",
    "themes",
]
