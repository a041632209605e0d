"""Twelve plain words for a hash, to be read aloud, printed in minutes and compared by eye."""


def fingerprint(data: bytes) -> str:
    """12 words of the first 12 bytes of a 32-byte hash (a party id, a head), joined by single spaces."""
    raise NotImplementedError
