"""Mapping suggestions: ranked targets for the columns of a source, each with a probability and a reason."""
