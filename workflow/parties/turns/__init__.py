"""Whose turn it is before there is an agreement: founding a party, accepting one, making keys and vouching for them."""
