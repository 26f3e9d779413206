"""Writes ClearML's settings for each way it is deployed, as a difference to agree to before anything is written."""
