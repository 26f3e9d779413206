"""The simulated outside world over real HTTP on loopback: an AWS account with Amazon Cognito and STS, the pool
domain's pages, and a ClearML server.

It imports nothing of the project, uses the standard library only, and is as strict as AWS is known to be. What had to
be guessed is listed in `wizard.sandbox.guesses`. Start it with `python -m wizard.sandbox`, or in-process with
`wizard.sandbox.server.start`.
"""

from wizard.sandbox.catalogue import SCENARIOS

__all__ = ["SCENARIOS"]
