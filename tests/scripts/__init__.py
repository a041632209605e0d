"""The browser's own scripts, put to the proof: cases made by code, and faults planted in the scripts one at a time."""
