"""Looking a wording up: the clauses it stands in, and their citations ready to copy."""
