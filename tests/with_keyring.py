"""A real gnome-keyring on a session bus of its own, in a throw-away home, for the tests that need one."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PASSWORD = "the keyring's password"
_NEEDED = ("dbus-daemon", "dbus-run-session", "gnome-keyring-daemon", "secret-tool")
_SECRETS = "org.freedesktop.secrets"
_PROMPTER = "org.gnome.keyring.SystemPrompter"
_SECONDS = 10.0

# What a person's own session would bring along, and a test must not see.
_FOREIGN = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "GNOME_KEYRING_CONTROL",
    "PYTHON_KEYRING_BACKEND",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
)


def require_keyring() -> None:
    """Skip where the real parts are missing; fail in CI, where they have to be there."""
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    if not missing:
        return
    message = f"not installed: {', '.join(missing)}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@dataclass
class Session:
    """One home, one bus, and what runs on it."""

    home: Path
    address: str
    bus: subprocess.Popen[bytes]
    started: set[int] = field(default_factory=set)

    @property
    def environment(self) -> dict[str, str]:
        return home_environment(self.home) | {"DBUS_SESSION_BUS_ADDRESS": self.address}

    def run(self, *command: str, text: str = "") -> str:
        """What `command` prints in this session; '' also where it fails."""
        done = subprocess.run(
            command, env=self.environment, input=text.encode(), capture_output=True, timeout=_SECONDS, check=False
        )
        return done.stdout.decode()

    def start_daemon(self, password: str) -> None:
        """Start the keyring service with an unlocked keyring, made if there is none."""
        self.run("gnome-keyring-daemon", "--unlock", "--components=secrets", text=password)
        # Asked for too early, the bus would start a second one beside it.
        eventually(self._has_daemon)
        self.daemon()

    def _has_daemon(self) -> bool:
        from jeepney.bus_messages import message_bus

        with closing(_connect(self.address)) as connection:
            (owned,) = _call(connection, message_bus.NameHasOwner(_SECRETS))
        return bool(owned)

    def daemon(self) -> int:
        """The process id of the keyring service; the bus starts one if none runs."""
        with closing(_connect(self.address)) as connection:
            from jeepney.bus_messages import message_bus

            _call(connection, message_bus.StartServiceByName(_SECRETS))
            (pid,) = _call(connection, message_bus.GetConnectionUnixProcessID(_SECRETS))
        self.started.add(pid)
        return int(pid)

    def lock(self) -> None:
        import secretstorage

        with closing(_connect(self.address)) as connection:
            secretstorage.get_collection_by_alias(connection, "default").lock()

    def stop_daemon(self) -> int:
        """The keyring service answers no more, as on a machine under strain."""
        pid = self.daemon()
        os.kill(pid, signal.SIGSTOP)
        return pid

    def kill_bus(self) -> None:
        self.daemon()
        self._end_bus()

    def end(self) -> None:
        """Leave no process behind, in whatever state the test left them."""
        self._end_bus()
        for pid in self.started:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _end_bus(self) -> None:
        self.started |= _descendants(self.bus.pid)
        self.bus.kill()
        self.bus.wait(_SECONDS)


def home_environment(home: Path) -> dict[str, str]:
    """The environment of this process as somebody with the home folder `home` and no desktop would have it."""
    inherited = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return inherited | {"HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run")}


@contextmanager
def throw_away_home() -> Iterator[Path]:
    # Directly below the temporary folder: a socket's path has at most 107 characters.
    home = Path(tempfile.mkdtemp(prefix="home-"))
    (home / "run").mkdir(mode=0o700)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def session(home: Path, *, with_service: bool = True) -> Iterator[Session]:
    """A bus in `home`. `with_service` False: one on which no keyring service can be started."""
    configuration = "--session"
    if not with_service:
        (home / "bus.conf").write_text(
            "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
            '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>'
            '<allow own="*"/></policy></busconfig>'
        )
        configuration = f"--config-file={home / 'bus.conf'}"
    address = f"unix:path={home / 'run' / 'bus'}"
    bus = subprocess.Popen(
        ["dbus-daemon", configuration, "--nofork", f"--address={address}"],
        env=home_environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    here = Session(home, address, bus)
    try:
        eventually((home / "run" / "bus").exists)
        yield here
    finally:
        if with_service and bus.poll() is None:
            with suppress(Exception):
                here.daemon()
        here.end()


@contextmanager
def no_session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """This process has a throw-away home and no bus. Gives the home."""
    require_keyring()
    with throw_away_home() as home:
        for name in _FOREIGN:
            monkeypatch.delenv(name, raising=False)
        for name, value in home_environment(home).items():
            monkeypatch.setenv(name, value)
        yield home


@contextmanager
def own_session(monkeypatch: pytest.MonkeyPatch, *, with_service: bool = True) -> Iterator[Session]:
    """This process lives in a session of its own, whose keyring service has no keyring yet."""
    with no_session(monkeypatch) as home, session(home, with_service=with_service) as here:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", here.address)
        yield here


@contextmanager
def unlocked_session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """This process lives in a session of its own with an unlocked default keyring."""
    with own_session(monkeypatch) as here:
        here.start_daemon(PASSWORD)
        yield here


@contextmanager
def prompter(here: Session) -> Iterator[Callable[[], bool]]:
    """Somebody who sees every unlock prompt of the session and answers none. Gives: whether one was opened."""
    from jeepney import MessageType
    from jeepney.bus_messages import message_bus

    with closing(_connect(here.address)) as connection:
        _call(connection, message_bus.RequestName(_PROMPTER))
        seen: list[str] = []

        def asked() -> bool:
            with suppress(TimeoutError):
                while True:
                    message = connection.receive(timeout=0.05)
                    if message.header.message_type is MessageType.method_call:
                        seen.append("a call")
            return bool(seen)

        yield asked


def eventually(holds: Callable[[], bool], seconds: float = _SECONDS) -> None:
    """Wait until `holds`; fail where it does not within `seconds`."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def _parents() -> dict[int, int]:
    """The parent of every process that runs and has not ended."""
    found = {}
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            status, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if status != "Z":
                found[int(folder.name)] = int(parent)
    return found


def _descendants(pid: int) -> set[int]:
    parents = _parents()
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in found | {pid}} - found:
        found |= more
    return found


def keyring_children(parent: int | None = None) -> list[int]:
    """The process ids of the keyring children that `parent`, else this process, has started and that still run."""
    started_by = parent or os.getpid()
    found = []
    for pid, its_parent in _parents().items():
        with suppress(OSError):
            if its_parent == started_by and b"vault/worker.py" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


def _connect(address: str):  # type: ignore[no-untyped-def]
    from jeepney.io.blocking import open_dbus_connection

    return open_dbus_connection(address)


def _call(connection, message):  # type: ignore[no-untyped-def]
    return connection.send_and_get_reply(message, timeout=_SECONDS).body
