"""The grammar of public Chinese (and English): folding, clauses, numerals, units, quantities and periods."""
