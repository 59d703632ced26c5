"""Mappings as files of others: read, written, and put together with the mapping that is there."""
