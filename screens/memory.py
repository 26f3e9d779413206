"""Short garbage collections. A full one looks at every object of boto3, httpx and Textual while a key waits: with all
of them loaded that takes 60 to 150 ms, several times on the way through the wizard; with what is loaded kept out of
it, 30 ms (measured on the simulated account).
"""

import gc


def keep_what_is_loaded() -> None:
    """Collect once, and take what is left out of all later collections: modules, and AWS's service models.

    To be called a bounded number of times, when nobody waits for anything: what becomes garbage among these objects
    later on is not collected any more.
    """
    gc.collect()
    gc.freeze()
