"""Take in what a command names: files, folders and archives."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path

from autograder.intake.archives import ARCHIVES, OPENED, ArchiveError, ScratchError, Unpacker
from autograder.intake.assignment import look_into
from autograder.intake.claims import Content, settle
from autograder.intake.folders import Found, walk
from autograder.intake.hand_in import ENDINGS, HandIn, Intake, LeftOut, shown, split_ending, whole
from autograder.intake.identity import Candidate, Claim, claim_outside, identify
from autograder.intake.names import Name, read_name
from autograder.intake.opening import open_below
from autograder.intake.platforms import CERTAIN, SAKAI_FEEDBACK, read_label
from autograder.rubric.exercise import Assignment
from autograder.submission import SubmissionError

CONTEXT = 3
"""So many folders of a path that the user named say something about it, where it is one of many."""
_COMPANIONS = """
.h5 .hdf5 .csv .tsv .png .jpg .jpeg .gif .svg .npy .npz .pkl .txt .md .json .log .pyc .yml .yaml
.toml .cfg .ini
"""
COMPANIONS = frozenset(_COMPANIONS.split())
"""What lies beside a notebook as a matter of course, and is nobody's answer."""
NOBODYS = "is nobody's: its path tells no student; put it into a folder with the student's name"


def collect(
    paths: Iterable[Path],
    assignments: Mapping[str, Assignment],
    scratch: Path | None = None,
    assignment: str | None = None,
) -> Intake:
    """Decide who handed in what.

    Parameters
    ----------
    paths : iterable of Path
        Files, folders and zip files, as the user named them. Several are taken together: a shell
        may have named the folder of each student.
    assignments : mapping
        Those of the course, by name: paths and files tell which of them something is.
    scratch : Path, optional
        An empty folder to unpack zip files in; without one, they are not opened.
    assignment : str, optional
        What everything is to be graded as; by default it is told from the paths and the files.

    Returns
    -------
    Intake
        In the order of the paths, and sorted within each.

    Raises
    ------
    SubmissionError
        If a path does not exist or there is nothing to grade.
    """
    roots = list(paths)
    candidates: list[Candidate] = []
    others: list[Candidate] = []
    left_out: list[LeftOut] = []
    unpacker = None if scratch is None else Unpacker(scratch)
    seen: set[str] = set()
    for root, above in zip(roots, _context(roots), strict=True):
        for found in _take_in(root, unpacker):
            if isinstance(found, LeftOut):
                left_out.append(found)
                continue
            place = str(whole(root.joinpath(*found.parts)))
            if place not in seen:
                seen.add(place)
                is_wanted = not found.parts or _is_wanted(found)
                candidate = Candidate(root, found, _row(root, above, found))
                (candidates if is_wanted else others).append(candidate)
    if not candidates:
        raise _nothing(roots, [*left_out, *_describe(others, frozenset())])
    claims, lost = _identify(roots, candidates, tuple(assignments))
    look = partial(look_into, assignments)
    if assignment is not None:
        claims, elsewhere = _select(claims, assignment)
        left_out += elsewhere
        look = partial(_look_for, assignment, look)
    settled = settle(claims, look)
    left_out += [*settled.left_out, *(LeftOut(shown(one.path), NOBODYS) for one in lost)]
    homes = frozenset(claim.home for claim in claims)
    left_out += _describe(others, homes)
    notes = (*settled.notes, *_respell(settled.hand_ins))
    return Intake(settled.hand_ins, tuple(left_out), notes)


def _respell(hand_ins: Iterable[HandIn]) -> Iterator[str]:
    """Say which files other programs do not take for what they are."""
    for one in hand_ins:
        if one.path.suffix != one.path.suffix.lower():
            yield f"{shown(one.path)} is read as a file that ends in {one.path.suffix.lower()}"


def _is_wanted(found: Found) -> bool:
    is_feedback = any(SAKAI_FEEDBACK.fullmatch(part) for part in found.parts)
    return found.ending in ENDINGS and not is_feedback


def _context(roots: Sequence[Path]) -> list[tuple[str, ...]]:
    """Say where the roots lie seen from each other; nothing where there is one."""
    absolute = [whole(root) for root in roots]
    if len(set(absolute)) < 2:
        return [() for _ in roots]
    common = Path(os.path.commonpath(absolute))
    return [path.relative_to(common).parts[-CONTEXT:] for path in absolute]


def _row(root: Path, above: tuple[str, ...], found: Found) -> tuple[str, ...]:
    """Give the names by which a file is compared with others."""
    names = (*above, *found.parts) or (whole(root).name,)
    folders = (_without(name, OPENED) for name in names[:-1])
    return (*folders, split_ending(names[-1])[0])


def _without(name: str, ending: str) -> str:
    return name[: -len(ending)] if name.lower().endswith(ending) else name


def _take_in(root: Path, unpacker: Unpacker | None) -> Iterator[Found | LeftOut]:
    """Find the files that the user meant by a path."""
    if root.is_dir():
        try:
            for found in walk(root):
                if isinstance(found, Found) and found.ending == OPENED and unpacker is not None:
                    yield from _open(root, found.parts, unpacker)
                else:
                    yield found
        except OSError as error:
            yield LeftOut(shown(root), f"cannot be read: {error.strerror}")
    elif unpacker is not None and root.suffix.lower() == OPENED and root.is_file():
        yield from _open(root, (), unpacker)
    elif root.exists():
        yield Found(())
    else:
        raise SubmissionError(f"there is no file or folder {shown(root)}; check its name")


def _open(root: Path, parts: tuple[str, ...], unpacker: Unpacker) -> Iterator[Found | LeftOut]:
    """Open an archive that was named, or that lies in a folder."""
    name = shown(root.joinpath(*parts))
    try:
        with open_below(root, parts) as archive:
            for found in unpacker.unpack(archive, name):
                if isinstance(found, Found):
                    yield Found((*parts, *found.parts), found.copy)
                else:
                    yield found
    except ArchiveError as error:
        yield LeftOut(name, str(error))
    except ScratchError:
        raise
    except SubmissionError as error:
        yield LeftOut(name, str(error).removeprefix(f"{name} "))


def _nothing(roots: Sequence[Path], left_out: Sequence[LeftOut]) -> SubmissionError:
    """Say why there is nothing to grade."""
    names = ", ".join(map(shown, roots))
    reasons = [one for one in left_out if one.matters]
    if len(roots) == 1 and len(reasons) == 1 and reasons[0].path == names:
        return SubmissionError(str(reasons[0]))
    kind = "folder" if roots and roots[0].is_dir() else "archive"
    where = f"the {kind} {names}" if len(roots) == 1 else names
    told = "".join(f"\n{one}" for one in reasons[:8])
    return SubmissionError(f"there is no notebook (.ipynb) or module (.py) in {where}{told}")


def _identify(
    roots: Sequence[Path], candidates: Sequence[Candidate], assignments: tuple[str, ...]
) -> tuple[list[Claim], list[Candidate]]:
    """Tell whose each file is; a file that the user named alone is called what it is called."""

    def read(text: str) -> Name:
        return read_name(text, assignments)

    def name_outside(candidate: Candidate) -> str:
        return _outer_name(candidate, read)

    label = read_label(candidates[0].row[-1])
    is_told = label is not None and label.platform in CERTAIN
    if len(roots) == 1 and not candidates[0].found.parts and not is_told:
        return [claim_outside(candidates[0], read, name_outside(candidates[0]))], []
    above = Path(os.path.commonpath([whole(root) for root in roots]))
    return identify(candidates, assignments, read, above, name_outside)


def _outer_name(candidate: Candidate, read: Callable[[str], Name]) -> str:
    """Name a student by the root, or by what it lies in, where nothing below tells one."""
    path = whole(candidate.root)
    if candidate.root.is_dir():
        names = [path.name, path.parent.name]
    elif candidate.found.parts or not read(path.stem).is_work:
        return path.stem
    else:
        names = [path.parent.name, path.parent.parent.name, path.stem]
    persons = (read(name).person for name in names)
    return next(filter(None, persons), names[-1] if len(names) > 2 else names[0])


def _select(claims: Sequence[Claim], assignment: str) -> tuple[list[Claim], list[LeftOut]]:
    """Keep what may be about an assignment that was asked for."""
    kept, left_out = [], []
    for claim in claims:
        if claim.hand_in.is_named or claim.hand_in.hint in ("", assignment):
            kept.append(claim)
        else:
            reason = f"is named for {claim.hand_in.hint}; {assignment} was asked for"
            left_out.append(LeftOut(shown(claim.hand_in.path), reason, matters=False))
    return kept, left_out


def _look_for(assignment: str, look: Callable[[HandIn], Content], hand_in: HandIn) -> Content:
    """Look into a file, where everything that has any of the exercises is graded as one thing."""
    content = look(hand_in)
    return Content(assignment if content.assignment else "", content.digest)


def _describe(
    others: Iterable[Candidate], homes: AbstractSet[tuple[str, ...]]
) -> Iterator[LeftOut]:
    """Say why a file of another kind is left out; it matters where nothing else was handed in."""
    for one in others:
        name = one.found.name.lower()
        is_beside = any(one.row[:length] in homes for length in range(len(one.row) + 1))
        is_companion = is_beside and one.found.ending in COMPANIONS
        reason = "is neither a notebook (.ipynb) nor a module (.py)"
        if _is_disguised(name):
            reason, is_companion = "is no notebook by its name; rename it to end in .ipynb", False
        elif name.endswith(ARCHIVES):
            reason = "is an archive of a kind that is not opened; unpack it by hand"
        elif one.found.ending in ENDINGS:
            reason, is_companion = "is feedback, nothing that was handed in", True
        yield LeftOut(shown(one.path), reason, not is_companion)


def _is_disguised(name: str) -> bool:
    stem, ending = split_ending(name)
    return ending in COMPANIONS and stem.endswith(ENDINGS)
