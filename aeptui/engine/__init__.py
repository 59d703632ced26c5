"""From the manifest to the platform: a plan as a graph of steps, and an apply that survives anything."""
