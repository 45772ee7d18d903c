"""How many cases there are of what: a unit's overview, and its report of each year."""
