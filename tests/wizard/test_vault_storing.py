"""Storing the secret and deleting it, in a real keyring; and that it leaves no trace anywhere else."""

import asyncio
import base64
import os
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostics.secret import Secret
from diagnostics.vault import VaultState, VaultTrouble, client_secret_item
from diagnostics.vault.reading import read
from tests.with_keyring import Session, eventually, keyring_children, own_session, prompter, unlocked_session
from wizard.vault import delete, store

pytestmark = pytest.mark.keyring

ITEM = client_secret_item("eu-west-1_AbC123xyz", "4k2h1n9q")
PLACE = ("service", ITEM.service, "username", ITEM.username)
CANARY = "canary1b9f0q8t7z6y5x4w3v2u1s0r9p8o7n6m5l4k3j2h1g0f9e"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    with unlocked_session(monkeypatch) as here:
        yield here


def keep(text: str) -> None:
    asyncio.run(store(ITEM, Secret(text)))


def kept(desk: Session) -> str:
    """What an independent program finds there."""
    return desk.run("secret-tool", "lookup", *PLACE)


def copies(desk: Session) -> int:
    return desk.run("secret-tool", "search", "--all", *PLACE).count("label = ")


def test_a_stored_secret_is_what_other_programs_read(desk: Session) -> None:
    for text in (CANARY, "+/=$'\"\\ `", " \n", "é😀"):
        keep(text)
        assert kept(desk) == text
        assert copies(desk) == 1
        found = asyncio.run(read(ITEM, may_ask=False))
        assert found is not None
        assert found.reveal() == text


def test_a_copy_left_by_another_program_does_not_hide_the_new_secret(desk: Session) -> None:
    desk.run("secret-tool", "store", "--label=old", *PLACE, text="the old one")
    keep(CANARY)
    found = asyncio.run(read(ITEM, may_ask=False))
    assert found is not None
    assert found.reveal() == CANARY
    assert kept(desk) == CANARY
    assert copies(desk) == 1


def test_deleting_takes_every_copy_and_says_whether_there_was_one(desk: Session) -> None:
    desk.run("secret-tool", "store", "--label=old", *PLACE, text="the old one")
    desk.run(sys.executable, "-m", "keyring", "set", ITEM.service, ITEM.username, text="a newer one")
    assert copies(desk) == 2
    assert asyncio.run(delete(ITEM)) is True
    assert copies(desk) == 0
    assert asyncio.run(delete(ITEM)) is False


def test_another_clients_secret_is_left_alone(desk: Session) -> None:
    other = client_secret_item("eu-west-1_AbC123xyz", "another")
    demo = client_secret_item("eu-west-1_AbC123xyz", "4k2h1n9q", demo=True)
    asyncio.run(store(other, Secret("theirs")))
    asyncio.run(store(demo, Secret("simulated")))
    keep(CANARY)
    asyncio.run(delete(ITEM))
    found = [asyncio.run(read(item, may_ask=False)) for item in (other, demo)]
    assert [secret and secret.reveal() for secret in found] == ["theirs", "simulated"]


def test_a_locked_keyring_without_a_display_takes_nothing_and_says_so(desk: Session) -> None:
    desk.lock()
    with pytest.raises(VaultTrouble) as raised:
        keep(CANARY)
    assert raised.value.status.state is VaultState.LOCKED
    assert str(raised.value) == raised.value.status.sentence


def test_no_default_keyring_is_made_behind_the_admins_back(monkeypatch: pytest.MonkeyPatch) -> None:
    with own_session(monkeypatch) as here, prompter(here) as was_asked:
        with pytest.raises(VaultTrouble) as raised:
            keep(CANARY)
        assert raised.value.status.state is VaultState.NO_COLLECTION
        assert not was_asked()


def test_a_secret_that_is_no_text_is_refused_by_type_name_alone(desk: Session) -> None:
    secret = Secret(f"{CANARY}\ud800")
    with pytest.raises(VaultTrouble) as raised:
        asyncio.run(store(ITEM, secret))
    assert raised.value.status.state is VaultState.REFUSED
    assert "UnicodeEncodeError" in str(raised.value)
    assert_clean(raised.value)


def test_a_secret_on_its_way_to_a_hung_keyring_shows_nowhere(
    desk: Session, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(0)
    desk.stop_daemon()

    async def begin() -> tuple[bytes, BaseException | None]:
        storing = asyncio.create_task(store(ITEM, Secret(CANARY), timeout_seconds=1.0))
        await asyncio.to_thread(eventually, keyring_children)
        (pid,) = keyring_children()
        # A backend that asks on the terminal finds none.
        assert os.getsid(pid) == pid
        process = Path(f"/proc/{pid}")
        seen = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        await asyncio.wait([storing])
        return seen, storing.exception()

    begun = time.monotonic()
    seen, error = asyncio.run(begin(), debug=True)
    assert time.monotonic() - begun < 4.0
    assert isinstance(error, VaultTrouble)
    assert error.status.state is VaultState.HUNG
    assert b"worker.py" in seen
    printed = capfd.readouterr()
    assert_clean(error, seen.decode("utf-8", "replace"), caplog.text, printed.out, printed.err)
    assert not keyring_children()


def assert_clean(error: BaseException, *texts: str) -> None:
    """Neither the error in any of its forms, locals included, nor the texts hold the canary."""
    shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    for text in (str(error), repr(error), shown, *texts):
        assert CANARY not in text
        assert base64.b64encode(CANARY.encode()).decode()[:40] not in text


def test_nothing_is_left_in_the_home_in_plain_text(desk: Session) -> None:
    keep(CANARY)
    files = [path for path in desk.home.rglob("*") if path.is_file()]
    assert any(path.suffix == ".keyring" for path in files)
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]
    assert CANARY not in os.environ.values()
