"""How a party's public record begins: a founding statement by two registrars, and another party's acceptance."""
