"""One screen for each step of the wizard."""
