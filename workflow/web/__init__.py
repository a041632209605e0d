"""The web shell: it opens and closes the transaction, knows who visits, and puts answers into HTTP's words."""
