"""When a dataflow runs: what a schedule may say, its next runs and the parameters the platform wants."""
