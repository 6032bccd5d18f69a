"""Figures defined once, for page, notebook and brief: tidy tables in, Altair specifications out."""
