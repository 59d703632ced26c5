"""Changes of many mappings at once, each of them one edit."""
