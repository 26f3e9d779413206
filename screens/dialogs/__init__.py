"""Questions asked over a step: agree to a change, leave, help."""
