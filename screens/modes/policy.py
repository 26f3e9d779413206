"""`--print-policy`: the least IAM policy."""

from typing import cast

from screens.modes.start import Start
from screens.streams import give
from wizard.policy import Purpose, policy


def policy_mode(start: Start) -> int:
    """Print the policy for the connection's account, region and pool; capitals stand for what is not known."""
    import os

    connection = start.saved()
    by_variable = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    region = start.access(connection).region or by_variable
    pool = connection.user_pool if region is None or (connection.user_pool or "").startswith(f"{region}_") else None
    purpose = cast(Purpose, start.typed.print_policy)
    sample = start.typed.sample_users
    give(policy(purpose, region=region, account=connection.account, user_pool=pool, sample_users=sample))
    return 0
