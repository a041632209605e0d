"""Twelve plain words for a hash, to be read aloud, printed in minutes and compared by eye.

One word a byte, from a list of 256 short English words that differ in sight and sound; 96 bits of the hash. Twelve words
of a party id in the minutes of a board cost a forger about 2^96 tries.
"""

_LIST = """
acorn actor agent alarm album amber angle ankle apple apron arena arrow atlas attic autumn award bacon
badge bagel baker bamboo banjo barley basin basket beacon beaver bench berry bison blanket blossom bonnet
border bottle branch bridge bronze bucket budget bugle button cabin cactus camel candle canoe canyon
carbon cargo carpet castle cedar cellar cement chapel cherry circle citrus clover coffee comet copper
coral cotton county cradle crater cricket crystal curtain cymbal daisy dancer dawn debate delta desert
diamond dinner dollar dolphin domino donkey dragon drawer dream drum eagle early earth easel echo editor
elbow elephant ember empire engine envoy estate evening fabric falcon family farmer feather fender ferry
fiddle figure finch flannel flower flute forest fossil fountain fox frame garden garlic gentle giant
ginger glacier globe goblet golden granite grape guitar hammer harbor harvest hazel helmet heron hockey
honey horizon hotel hunter ice igloo index indigo infant insect island ivory jacket jaguar jasmine jelly
jewel jigsaw journal judge juice jungle kayak kernel kettle kidney kitten knight ladder lagoon lantern
laptop laurel lawyer lemon letter lilac linen lizard lobster locket lumber lunar magnet mango maple
marble market meadow medal melon mentor mirror mitten monarch motor museum mustard napkin nectar needle
nickel noodle novel nutmeg oasis ocean olive onion opera orange orbit orchid otter oxygen oyster paddle
palace panda paper parrot pastry peanut pebble pencil pepper piano pigeon pillow planet plaza pocket
poetry pony poplar potato prairie pumpkin puzzle quarry quilt rabbit radio raven ribbon river robin
rocket saddle salmon sapphire scarf school shadow silver spider sunset
"""
WORDS = tuple(_LIST.split())
"""256 short English words that differ in sight and sound; number n stands for the byte n."""


def fingerprint(data: bytes) -> str:
    """12 words of the first 12 bytes of a 32-byte hash (a party id, a head), joined by single spaces."""
    if len(data) != 32:
        raise ValueError("a fingerprint is taken of a 32-byte hash")
    return " ".join(WORDS[byte] for byte in data[:12])
