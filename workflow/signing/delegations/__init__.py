"""Who may be given authority to change a text after a body adopted it, agreed before the freeze."""
