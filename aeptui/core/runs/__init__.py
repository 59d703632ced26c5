"""What the runs of a dataflow mean."""
