"""A file or a pasted text becomes clauses: never a lost word, and every doubt said in a note."""
