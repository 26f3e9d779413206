"""Shows: the Textual app, a screen for each step, the command line and its printed reports."""
