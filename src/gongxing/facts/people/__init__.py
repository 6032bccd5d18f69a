"""People and their posts, in the orders in which the press names them."""

from __future__ import annotations

from gongxing.facts.people.finder import PersonMention, find_people, person_mentions

__all__ = ["PersonMention", "find_people", "person_mentions"]
