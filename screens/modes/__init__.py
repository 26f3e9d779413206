"""The modes without a screen: one module each, a function from what was typed to an exit status."""
