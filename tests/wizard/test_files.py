"""A file is written whole or not at all, for its owner alone, and never over a change that nobody has seen."""

import os
import re
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from wizard import files, posix
from wizard.files import ABSENT, WriteRefused, look, stamp, sweep, write_file

PROJECT = Path(__file__).parents[2]


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def entries(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def child(script: str, *arguments: str, **options: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=PROJECT, stdout=subprocess.PIPE, encoding="utf-8", **options
    )


def test_what_is_written_is_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.env"
    assert write_file(path, b"one", expected=ABSENT) == stamp(b"one") == look(path).stamp
    write_file(path, b"two", expected=stamp(b"one"))
    assert path.read_bytes() == b"two"
    assert entries(tmp_path) == ["a.env"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_a_new_file_is_private_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_file(tmp_path / "secret", b"x", expected=ABSENT)
        write_file(tmp_path / "public", b"x", expected=ABSENT, public=True)
    finally:
        os.umask(before)
    assert mode_of(tmp_path / "secret") == 0o600
    assert mode_of(tmp_path / "public") == 0o644 & ~umask


@pytest.mark.parametrize(
    ("before", "private", "public"),
    [
        (0o644, 0o600, 0o644),
        (0o400, 0o400, 0o400),
        (0o640, 0o600, 0o640),
        (0o4755, 0o700, 0o755),
        (0o600, 0o600, 0o600),
    ],
)
def test_no_write_loosens_a_mode(tmp_path: Path, before: int, private: int, public: int) -> None:
    for name, wanted in (("private", private), ("public", public)):
        path = tmp_path / name
        path.write_bytes(b"old")
        path.chmod(before)
        write_file(path, b"new", expected=None, public=name == "public")
        assert mode_of(path) == wanted


def test_it_is_private_from_the_first_byte(tmp_path: Path) -> None:
    """Another process watches the folder while files are written, and looks at every mode it can catch."""
    path = tmp_path / "secret"
    seen: set[int] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            for entry in os.scandir(tmp_path):
                try:
                    seen.add(stat.S_IMODE(entry.stat().st_mode))
                except FileNotFoundError:
                    continue

    before = os.umask(0)
    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        for _ in range(30):
            write_file(path, b"x" * 200_000, expected=None)
    finally:
        done.set()
        watcher.join(10)
        os.umask(before)
    assert seen == {0o600}


@pytest.mark.parametrize(
    ("expected", "now", "said"),
    [
        (ABSENT, b"theirs", "exists by now"),
        (stamp(b"old"), None, "removed since"),
        (stamp(b"old"), b"theirs", "changed since"),
    ],
)
def test_a_change_made_meanwhile_is_kept(tmp_path: Path, expected: str, now: bytes | None, said: str) -> None:
    path = tmp_path / "a"
    if now is not None:
        path.write_bytes(now)
    with pytest.raises(WriteRefused, match=said):
        write_file(path, b"ours", expected=expected)
    assert (path.read_bytes() if path.exists() else None) == now
    assert len(entries(tmp_path)) == (now is not None)


def test_links_and_odd_files_are_refused_with_their_reason(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_bytes(b"real")
    (tmp_path / "link").symlink_to(real)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name, said in (
        ("link", f"symbolic link to {re.escape(str(real))}"),
        ("dangling", "symbolic link"),
        ("pipe", "not an ordinary file"),
        ("folder", "not an ordinary file"),
        ("no/such", "not a folder that exists"),
        ("real/below", "not a folder that exists"),
        ("n" * 300, "name is too long"),
        ("nul\0", "not a path that a file can have"),
    ):
        with pytest.raises(WriteRefused, match=said):
            write_file(tmp_path / name, b"x", expected=None)
    for name in ("link", "dangling", "pipe", "folder", "real/below"):
        with pytest.raises(WriteRefused):
            look(tmp_path / name)
    assert look(tmp_path / "no" / "such").stamp == ABSENT
    (tmp_path / "twin").hardlink_to(real)
    with pytest.raises(WriteRefused, match="2 names"):
        write_file(real, b"x", expected=None)
    assert real.read_bytes() == b"real"
    assert (tmp_path / "link").is_symlink()


WRITER = """
import sys
from pathlib import Path
from wizard.files import write_file
print("ready", flush=True)
number = 0
while True:
    number += 1
    write_file(Path(sys.argv[1]), (b"%d" % (number % 10)) * 300_000, expected=None)
"""


def test_a_killed_write_leaves_the_old_file_or_the_new_one_and_its_leftovers_are_swept(tmp_path: Path) -> None:
    path = tmp_path / "a.env"
    left = 0
    for number in range(25):
        with child(WRITER, str(path)) as process:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
            time.sleep(0.004 + number * 0.0011)
            process.send_signal(signal.SIGKILL)
        if path.exists():
            content = path.read_bytes()
            assert len(content) == 300_000
            assert len(set(content)) == 1
        leftovers = [name for name in entries(tmp_path) if name != "a.env"]
        left += len(leftovers)
        assert all(re.fullmatch(r"\.a\.env\.[0-9a-f]{16}\.tmp", name) for name in leftovers)
        assert all(mode_of(tmp_path / name) == 0o600 for name in leftovers)
        assert len(leftovers) <= 1, "the next write sweeps what the last one left"
    assert left, "no write was caught in the middle"
    assert path.exists()
    sweep(path)
    assert entries(tmp_path) == ["a.env"]


def test_the_sweep_takes_only_its_own(tmp_path: Path) -> None:
    others = [".a.tmp", ".a.0123456789abcdef.tmp.bak", ".b.0123456789abcdef.tmp", ".a.0123456789ABCDEF.tmp", "a"]
    for name in (*others, ".a.0123456789abcdef.tmp"):
        (tmp_path / name).write_bytes(b"")
    assert sweep(tmp_path / "a") == (".a.0123456789abcdef.tmp",)
    assert entries(tmp_path) == sorted(others)
    assert sweep(tmp_path / "no" / "a") == ()


FULL = """
import resource, signal, sys
from pathlib import Path
from wizard.files import WriteRefused, write_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    write_file(Path(sys.argv[1]), b"new" * 100_000, expected=None)
except WriteRefused as refused:
    print(refused)
"""


def test_a_full_disk_leaves_the_old_content_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 10_000
    with child(FULL, str(path)) as process:
        assert process.stdout is not None
        said = process.stdout.read()
    assert said == f"{path} was left as it was: the file would be larger than this process may write.\n"
    assert path.read_bytes() == b"old"
    assert entries(tmp_path) == ["a"]


COUNTER = """
import sys
from pathlib import Path
from wizard.files import WriteRefused, look, write_file
path, done = Path(sys.argv[1]), 0
while done < 15:
    seen = look(path)
    try:
        write_file(path, (seen.content or b"") + sys.argv[2].encode(), expected=seen.stamp)
        done += 1
    except WriteRefused:
        pass
"""


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a"
    writers = [child(COUNTER, str(path), name) for name in "abc"]
    for writer in writers:
        assert writer.wait(60) == 0
        assert writer.stdout is not None
        writer.stdout.close()
    assert sorted(path.read_text()) == sorted("abc" * 15)
    assert entries(tmp_path) == ["a"]


def test_a_folder_that_another_writer_keeps_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    monkeypatch.setattr(files, "LOCK_SECONDS", 0.2)
    descriptor = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with pytest.raises(WriteRefused, match="Another process has been writing"):
            write_file(tmp_path / "a", b"x", expected=ABSENT)
    finally:
        os.close(descriptor)
    write_file(tmp_path / "a", b"x", expected=ABSENT)


AS_NOBODY = """
import os, sys
from pathlib import Path
from wizard.files import WriteRefused, write_file
import wizard.posix
os.setgid(65534); os.setuid(65534)
try:
    write_file(Path(sys.argv[1]), b"new", expected=None)
except WriteRefused as refused:
    print(refused)
"""


def test_another_users_file_keeps_its_owner_or_is_left_alone(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        # Only root can make somebody else's file; what is asked of the system is the same for any of root's.
        with (tmp_path / "a").open("wb") as file, pytest.raises(PermissionError):
            posix.take_over(file.fileno(), Path("/").stat(), 0o600)
        return
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"old")
    os.chown(theirs, 65534, 65534)
    write_file(theirs, b"by root", expected=None)
    assert (theirs.stat().st_uid, theirs.stat().st_gid) == (65534, 65534)
    with tempfile.TemporaryDirectory() as name:
        shared = Path(name)
        shared.chmod(0o777)
        (shared / "roots").write_bytes(b"old")
        with child(AS_NOBODY, str(shared / "roots")) as process:
            assert process.stdout is not None
            assert "belongs to somebody else" in process.stdout.read()
        assert (shared / "roots").read_bytes() == b"old"
        assert entries(shared) == ["roots"]


def test_missing_folders_are_made_private_where_that_is_wanted(tmp_path: Path) -> None:
    write_file(tmp_path / "x" / "a", b"1", expected=ABSENT, make_folder=True)
    assert mode_of(tmp_path / "x") == 0o700


def test_the_way_without_posix_calls_keeps_the_same_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_write_posix", files._write_plainly)
    path = tmp_path / "a"
    write_file(path, b"one", expected=ABSENT)
    with pytest.raises(WriteRefused, match="exists by now"):
        write_file(path, b"two", expected=ABSENT)
    write_file(path, b"two", expected=stamp(b"one"))
    assert (path.read_bytes(), mode_of(path), entries(tmp_path)) == (b"two", 0o600, ["a"])


def test_no_content_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"canary")
    assert "canary" not in repr(look(tmp_path / "a"))
