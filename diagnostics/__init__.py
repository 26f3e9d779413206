"""Reads: facts gathered from AWS, OIDC, ClearML, files and the keyring, and the checks that judge them."""
