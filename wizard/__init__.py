"""Changes: the steps, what they create, where the secret is stored, the files written. Prints nothing."""
