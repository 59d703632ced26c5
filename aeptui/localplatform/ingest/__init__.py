"""Ingestion: flows that are due run, read their window of the source, map the rows and land them."""
