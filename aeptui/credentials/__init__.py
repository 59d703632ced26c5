"""Who signs in: profiles and where their secrets are kept."""
