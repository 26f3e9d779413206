"""An export as a value: what a file is, what it would become, and what to know before agreeing."""

from dataclasses import dataclass, field
from pathlib import Path

from diagnostics.connection import SecretPlace
from diagnostics.secret import Secret
from diagnostics.settings import ClearMLSettings
from diagnostics.text import plain
from wizard.exports import compose_env, override
from wizard.exports.difference import difference, masked_lines, plain_lines
from wizard.exports.refusal import ExportRefused
from wizard.exports.surroundings import warnings_about
from wizard.files import Seen, look, mode_after, stamp, write_file

TARGETS = (compose_env.TARGET,)


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """One file that is about to be written.

    Attributes:
        path: where, absolute.
        before, after: the file's bytes; `before` is None where there is no file yet. They may hold the secret.
        mode: the permissions it will have.
        diff_lines: the difference as `- line` and `+ line`, secrets masked.
        warnings: sentences to read before agreeing.
        public: True for a file without secrets.
        takes_out: the client secret that the file holds today and would hold no more.
    """

    path: Path
    before: bytes | None = field(repr=False)
    after: bytes = field(repr=False)
    mode: int
    diff_lines: tuple[str, ...]
    warnings: tuple[str, ...]
    public: bool = False
    takes_out: Secret | None = None

    @property
    def changes(self) -> bool:
        """False where the file says the same already."""
        return self.before != self.after


def plan_export(target: str, path: Path, settings: ClearMLSettings, place: SecretPlace) -> ExportPlan:
    """Work out what an export would write. Writes nothing.

    Args:
        target: one of TARGETS.
        path: the file; its folder has to exist.
        settings: what ClearML is to be given.
        place: where the secret goes, `inside` the file or by `reference`.

    Raises:
        WriteRefused: the file cannot be written, or would not say what is meant.
    """
    if target not in TARGETS:
        raise ExportRefused(f"There is no export {plain(target)}. There is: {', '.join(TARGETS)}.")
    path, seen = _looked(path)
    rendered = compose_env.render(seen.content, settings, place)
    mode = mode_after(seen.mode)
    warnings = [*rendered.warnings, *warnings_about(path)]
    other = compose_env.client_id_inside(seen.content)
    if other is not None and other != settings.client_id:
        warnings.insert(
            0,
            f"{plain(path)} gives ClearML another app client today, {plain(other, 12)}. Where that is another "
            "connection's file, choose another path.",
        )
    if seen.mode is not None and seen.mode & 0o777 != mode:
        warnings.append(
            f"The permissions of {plain(path)} become {mode:04o}; they are {seen.mode & 0o777:04o} today. "
            "Whoever starts Docker Compose has to be its owner or root."
        )
    shown = difference(seen.content, rendered.content, masked_lines)
    takes_out = compose_env.secret_inside(seen.content) if place == "reference" else None
    return ExportPlan(path, seen.content, rendered.content, mode, shown, tuple(warnings), takes_out=takes_out)


def plan_override(path: Path, env_file: Path, services: tuple[str, ...] = override.SERVICES) -> ExportPlan:
    """Work out the Compose override that gives the env file to ClearML's API server. Writes nothing.

    Raises:
        WriteRefused: there is a file already that this program did not write, or it cannot be written.
    """
    path, seen = _looked(path)
    after = override.fragment(env_file.absolute(), services)
    if seen.content is not None and not override.is_ours(seen.content):
        raise ExportRefused(
            f"{plain(path)} exists and was not written by clearml-cognito. "
            "Choose another name, or add its lines by hand."
        )
    shown = difference(seen.content, after, plain_lines)
    return ExportPlan(path, seen.content, after, mode_after(seen.mode, public=True), shown, (), public=True)


def write_export(plan: ExportPlan) -> None:
    """Write what was agreed to.

    Raises:
        WriteRefused: the file was changed since the plan was made, or cannot be written. It is as it was.
    """
    write_file(plan.path, plan.after, expected=stamp(plan.before), public=plan.public)


def _looked(path: Path) -> tuple[Path, Seen]:
    path = path.expanduser().absolute()
    if not path.parent.is_dir():
        raise ExportRefused(f"The folder {plain(path.parent)} does not exist. Create it, or choose another path.")
    return path, look(path)
