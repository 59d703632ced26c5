"""The lint: everything that can be told about a manifest without a network, beyond its form."""
