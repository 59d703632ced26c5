"""The pure floor: the document, the mapping language, XDM, schedules. No I/O but package data."""
