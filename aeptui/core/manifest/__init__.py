"""The dataflow document: its model, and YAML text to model and back."""
