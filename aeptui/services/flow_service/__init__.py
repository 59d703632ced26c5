"""The Flow Service: specifications, connections, dataflows and their runs, one module each."""
