"""What a command says in lines, and how it ends when its work was not done."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any, NoReturn

import click

from autograder.report.text import lead_nowhere, printable

REFUSED = 3
"""The status that says that student code cannot be walled off."""
WHAT_TO_DO = {
    errno.ENOSPC: "make room there (df tells how much there is, df -i how many files there may be)",
    errno.EDQUOT: "make room there: what this user may store is used up",
    errno.EROFS: "it is mounted for reading alone; name a place that can be written",
    errno.EFBIG: "files may not grow here; raise the limit, as with: ulimit -f unlimited",
    errno.EMFILE: "too many files are open at once; raise the limit, as with: ulimit -n 1024",
    errno.ENFILE: "the machine has too many files open",
    errno.EAGAIN: "no more processes are allowed here; raise the limit, as with: ulimit -u 4096",
    errno.ENOMEM: "there is too little memory",
}


def say(text: str, *, err: bool = False) -> None:
    """Write text that may hold what students chose: a terminal obeys none of it."""
    write(f"{printable(text)}\n", err=err)


def write(text: str, *, err: bool = False) -> None:
    """Write text as it is; whoever reads it may leave, as ``head`` does, and the work goes on."""
    try:
        click.echo(text, err=err, nl=False)
    except BrokenPipeError:
        lead_nowhere(sys.stderr if err else sys.stdout)


def fail(message: str, status: int = 1) -> NoReturn:
    """End with a sentence, and the status that says that the work was not done."""
    say(f"Error: {message}", err=True)
    sys.exit(status)


def explain(error: OSError) -> str:
    """Say what the machine refused, where, and what to do."""
    if error.errno == errno.ENOENT and error.filename is None:
        # Python found no place for temporary files; nothing else that is missing has no name.
        if not _may_files_grow():
            return f"no file can be written: {WHAT_TO_DO[errno.EFBIG]}"
        return (
            "no folder for temporary files can be written; make room, or name one: "
            "TMPDIR=/path/to/folder"
        )
    named = isinstance(error.filename, str | bytes)
    where = f"{os.fsdecode(error.filename)}: " if named else "the machine refused: "
    advice = WHAT_TO_DO.get(error.errno or 0, "look at the machine with: autograder doctor")
    return f"{where}{error.strerror or error}; {advice}"


def _may_files_grow() -> bool:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return True
    limit, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    return limit == resource.RLIM_INFINITY or limit >= 1 << 20


class Commands(click.Group):
    """Commands that end with a sentence, whatever the machine refuses them.

    What they refuse may be named by students: a terminal obeys nothing of it.
    """

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the arguments."""
        try:
            return super().make_context(*args, **extra)
        except click.ClickException as error:
            raise _harmless(error) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, and see that what it wrote was taken."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except click.ClickException as error:
            raise _harmless(error) from None
        except (BrokenPipeError, click.exceptions.Exit, click.Abort):
            raise
        except MemoryError:
            fail("there is too little memory; grade with fewer --jobs")
        except OSError as error:
            _forget_output()
            fail(explain(error))
        except Exception as error:
            from autograder.sandbox.session import IsolationError, WorkerError

            if not isinstance(error, IsolationError | WorkerError):
                raise
            fail(str(error), REFUSED if isinstance(error, IsolationError) else 1)
        return result


def _harmless(error: click.ClickException) -> click.ClickException:
    vars(error)["message"] = printable(error.message)
    return error


def _forget_output() -> None:
    """Write what is still held back to nowhere: it would fail once more when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        lead_nowhere(sys.stdout)
