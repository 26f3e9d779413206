"""What a diagnosis looks like from outside: text, JSON, and an exit status. Functions from values to text."""
