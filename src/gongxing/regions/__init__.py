"""Who is where: divisions by code and year, their names, and functional regions."""
