"""Datetimes: date patterns after Java's DateTimeFormatter with English names, zones, and their ISO 8601 text."""
