"""Objections: what one party's registrar holds against another party's record or one of its keys, in words, noticed to all."""
