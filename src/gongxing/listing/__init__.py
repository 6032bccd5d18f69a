"""Facts for people and for other programs: a table in the terminal, JSON, CSV and XLSX."""
