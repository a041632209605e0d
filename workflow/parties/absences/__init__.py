"""When a party or a person is away: closed days, and deputies with dates."""
