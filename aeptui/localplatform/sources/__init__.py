"""The source systems that the local platform's connections reach: their objects, their rows, and local files."""
