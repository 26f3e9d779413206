"""What the admin is told of the keyring in each of its states, and what reading from it may and may not do."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostics.vault import VaultState, VaultStatus, VaultTrouble, child, client_secret_item
from diagnostics.vault.reading import probe, read
from tests.with_keyring import (
    PASSWORD,
    Session,
    eventually,
    keyring_children,
    no_session,
    own_session,
    prompter,
    unlocked_session,
)

pytestmark = pytest.mark.keyring

ITEM = client_secret_item("eu-west-1_AbC123xyz", "4k2h1n9q")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with no_session(monkeypatch) as folder:
        yield folder


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    with unlocked_session(monkeypatch) as here:
        yield here


@pytest.fixture
def new_desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    with own_session(monkeypatch) as here:
        yield here


@pytest.fixture
def core_dumps_allowed() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


def look(timeout_seconds: float = 10.0) -> VaultStatus:
    return asyncio.run(probe(timeout_seconds))


def put(desk: Session, text: str) -> None:
    desk.run("secret-tool", "store", "--label=x", "service", ITEM.service, "username", ITEM.username, text=text)


def trouble(*, may_ask: bool, timeout_seconds: float = 10.0) -> VaultStatus:
    with pytest.raises(VaultTrouble) as raised:
        asyncio.run(read(ITEM, may_ask=may_ask, timeout_seconds=timeout_seconds))
    return raised.value.status


def test_an_unlocked_keyring_is_ready(desk: Session) -> None:
    found = look()
    assert found.state is VaultState.READY
    assert found.backend == "keyring.backends.SecretService.Keyring"
    assert "ready" in found.sentence


@pytest.mark.parametrize("may_ask", [False, True])
def test_what_another_program_stored_is_read(desk: Session, may_ask: bool) -> None:
    assert asyncio.run(read(ITEM, may_ask=may_ask)) is None
    put(desk, " héllo\n$'\" ")
    found = asyncio.run(read(ITEM, may_ask=may_ask))
    assert found is not None
    assert found.reveal() == " héllo\n$'\" "


def test_a_locked_keyring_says_how_to_unlock_it_also_over_ssh(desk: Session) -> None:
    put(desk, "kept")
    desk.lock()
    found = look()
    assert found.state is VaultState.LOCKED
    assert "The keyring is locked. Unlock it and look again" in found.sentence
    assert "env file" in found.sentence
    desk.run("bash", "-c", found.commands[0], text=PASSWORD)
    assert look().state is VaultState.READY
    assert asyncio.run(read(ITEM, may_ask=False)) is not None


def test_only_a_reader_who_may_ask_opens_the_unlock_prompt(desk: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "UNLOCK_SECONDS", 0.7)
    put(desk, "kept")
    desk.lock()
    told: list[str] = []
    with prompter(desk) as was_asked:
        assert look().state is VaultState.LOCKED
        assert trouble(may_ask=False).state is VaultState.LOCKED
        assert not was_asked()
        with pytest.raises(VaultTrouble) as raised:
            asyncio.run(read(ITEM, may_ask=True, timeout_seconds=0.5, on_prompt=lambda: told.append("prompt")))
        assert was_asked()
    assert told == ["prompt"]
    assert raised.value.status.state is VaultState.LOCKED
    assert raised.value.status.backend == "keyring.backends.SecretService.Keyring"
    assert "The keyring did not open within 1 s: its window was not answered" in raised.value.status.sentence
    assert not keyring_children()


def test_a_keyring_that_locks_between_look_and_read_opens_no_prompt(desk: Session) -> None:
    put(desk, "kept")
    desk.lock()
    # In a process of its own, as keyring remembers its backend; the look is the one before the lock.
    code = (
        "from diagnostics.vault import VaultItem, VaultState, keeper\n"
        "from diagnostics.vault.answer import Request\n"
        "keeper.look = lambda approved: VaultState.READY\n"
        f"print(keeper.carry_out(Request('read', VaultItem{(ITEM.service, ITEM.username)}), print).state)\n"
    )
    with prompter(desk) as was_asked:
        printed = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False
        )
        assert not was_asked()
    assert printed.stdout == "locked\n"


def test_a_prompt_that_opens_in_an_unlocked_keyring_is_announced_too(desk: Session) -> None:
    desk.lock()
    code = (
        "from diagnostics.vault import VaultItem, VaultState, keeper\n"
        "from diagnostics.vault.answer import Request\n"
        "keeper.look = lambda approved: VaultState.READY\n"
        "keeper._PROMPT_LIKELY_SECONDS = 0.1\n"
        "say = lambda stage: print(stage.name, flush=True)\n"
        f"keeper.carry_out(Request('read', VaultItem{(ITEM.service, ITEM.username)}, may_ask=True), say)\n"
    )
    with prompter(desk):
        asking = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        try:
            assert asking.stdout is not None
            assert asking.stdout.readline() == b"unlocking\n"
        finally:
            asking.kill()
            asking.communicate(timeout=5)


def test_a_locked_keyring_with_an_empty_password_opens_when_it_is_read(new_desk: Session) -> None:
    folder = new_desk.home / ".local" / "share" / "keyrings"
    folder.mkdir(parents=True)
    (folder / "login.keyring").write_text(
        f"[keyring]\ndisplay-name=Login\nctime=0\nmtime=0\n[1]\nitem-type=0\ndisplay-name=x\nsecret=kept\n"
        f"[1:attribute0]\nname=service\ntype=string\nvalue={ITEM.service}\n"
        f"[1:attribute1]\nname=username\ntype=string\nvalue={ITEM.username}\n"
    )
    (folder / "default").write_text("login")
    assert look().state is VaultState.LOCKED
    assert trouble(may_ask=False).state is VaultState.LOCKED
    found = asyncio.run(read(ITEM, may_ask=True))
    assert found is not None
    assert found.reveal() == "kept"


def test_without_a_display_an_unlock_try_ends_by_itself(desk: Session) -> None:
    desk.lock()
    assert trouble(may_ask=True).state is VaultState.LOCKED


def test_a_service_without_a_default_keyring_is_told_apart_and_none_is_made(new_desk: Session) -> None:
    with prompter(new_desk) as was_asked:
        found = look()
        assert trouble(may_ask=True).state is VaultState.NO_COLLECTION
        assert not was_asked()
    assert found.state is VaultState.NO_COLLECTION
    assert "has no default keyring" in found.sentence
    new_desk.run("bash", "-c", found.commands[0], text="a new password")
    assert look().state is VaultState.READY


def test_without_a_bus_the_commands_that_open_a_session_are_given(home: Path) -> None:
    found = look()
    assert found.state is VaultState.NONE
    assert "DBUS_SESSION_BUS_ADDRESS is not set" in found.sentence
    start, unlock = found.commands
    status = (
        f"{sys.executable} -c 'import asyncio, diagnostics.vault.reading as r; print(asyncio.run(r.probe()).state)'"
    )
    inside = subprocess.run(
        [*start.split(), "-c", f"{unlock}; {status}"],
        input=b"a new password",
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert inside.stdout.decode().splitlines()[-1:] == ["ready"]


def test_a_bus_without_a_keyring_service_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with own_session(monkeypatch, with_service=False):
        found = look()
    assert found.state is VaultState.NONE
    assert "no keyring service answers" in found.sentence


def test_a_bus_that_has_ended_is_dead(desk: Session) -> None:
    desk.kill_bus()
    found = look()
    assert found.state is VaultState.DEAD
    assert "The session bus that DBUS_SESSION_BUS_ADDRESS names does not answer" in found.sentence
    assert trouble(may_ask=True).state is VaultState.DEAD


def test_a_killed_service_comes_back_locked(desk: Session) -> None:
    os.kill(desk.daemon(), signal.SIGKILL)
    assert look().state is VaultState.LOCKED


def test_a_service_that_does_not_answer_is_left_alone_after_the_limit(desk: Session) -> None:
    desk.stop_daemon()
    begun = time.monotonic()
    found = look(1.0)
    assert time.monotonic() - begun < 4.0
    assert found.state is VaultState.HUNG
    assert "gave no answer within 1 s" in found.sentence
    assert not keyring_children()


def test_cancelling_kills_the_child_at_once(desk: Session) -> None:
    desk.stop_daemon()

    async def begin_and_cancel() -> float:
        reading = asyncio.create_task(read(ITEM, may_ask=True, timeout_seconds=60))
        await asyncio.to_thread(eventually, keyring_children)
        # Stopped, it cannot end by itself.
        os.kill(keyring_children()[0], signal.SIGSTOP)
        begun = time.monotonic()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        return time.monotonic() - begun

    assert asyncio.run(begin_and_cancel()) < 0.9
    assert not keyring_children()


def test_a_killed_program_leaves_no_child_behind(desk: Session) -> None:
    desk.stop_daemon()
    program = subprocess.Popen(
        [sys.executable, "-c", "import asyncio, diagnostics.vault.reading as r; asyncio.run(r.probe(60))"]
    )
    eventually(lambda: keyring_children(program.pid) != [])
    (orphan,) = keyring_children(program.pid)
    # Killed in the middle of its imports it would end anyway; it has to end while it waits for the keyring.
    time.sleep(0.4)
    program.kill()
    program.wait(5)
    eventually(lambda: not Path(f"/proc/{orphan}").exists() or b"worker.py" not in cmdline(orphan), 2)


def cmdline(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def test_a_child_that_dies_is_dead(desk: Session) -> None:
    desk.stop_daemon()

    async def begin_and_kill() -> VaultStatus:
        looking = asyncio.create_task(probe(10))
        await asyncio.to_thread(eventually, keyring_children)
        os.kill(keyring_children()[0], signal.SIGKILL)
        return await looking

    found = asyncio.run(begin_and_kill())
    assert found.state is VaultState.DEAD
    assert "ended without an answer" in found.sentence


def test_what_the_child_holds_stays_out_of_core_dumps(desk: Session, core_dumps_allowed: None) -> None:
    desk.stop_daemon()

    def soft_limit() -> str:
        lines = Path(f"/proc/{keyring_children()[0]}/limits").read_text().splitlines()
        return next(line for line in lines if line.startswith("Max core file size")).split()[4]

    async def begin_and_look() -> None:
        looking = asyncio.create_task(probe(10))
        await asyncio.to_thread(eventually, keyring_children)
        await asyncio.to_thread(eventually, lambda: soft_limit() == "0", 5)
        looking.cancel()
        await asyncio.wait([looking])

    asyncio.run(begin_and_look())


def test_names_of_the_vault_cost_nothing() -> None:
    heavy = "{'asyncio', 'keyring', 'secretstorage', 'json', 'subprocess', 'ctypes'}"
    code = f"import sys, diagnostics.vault; print(sorted({heavy} & set(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True)
    assert printed.stdout.strip() == "[]"
