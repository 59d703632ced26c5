"""What screens and commands do with the platform besides applying: explore, list, monitor, read rows."""
