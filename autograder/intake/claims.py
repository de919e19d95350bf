"""One file for each student and assignment: which one counts, or that none does, and why.

Of the files of one student one counts, by a rule that is told, or none. Two students of one name
are graded both, each under a name that tells where the file lies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.intake.hand_in import HandIn, Intake, LeftOut, shown
from autograder.intake.identity import Claim
from autograder.intake.levels import Row
from autograder.intake.names import tidy
from autograder.report.text import one_line

NAMED = 4
"""A sentence names so many files, and counts the rest."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a look into a file tells without taking it apart.

    Attributes
    ----------
    assignment : str
        The assignment that it has most functions of; empty if it has none of any.
    digest : bytes
        Tells whether two files are the same; empty for one that cannot be read.
    """

    assignment: str
    digest: bytes = b""


def settle(claims: Iterable[Claim], look: Callable[[HandIn], Content]) -> Intake:
    """Choose among the files of each student.

    Parameters
    ----------
    claims : iterable of Claim
        All files, and whose they are.
    look : callable
        Looks into a file; it is done only where there are several.

    Returns
    -------
    Intake
        At most one file for each student and assignment, in the order of the claims.
    """
    settlement = _Settlement(look)
    students: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        students[claim.hand_in.student].append(claim)
    for own in students.values():
        settlement.settle(own)
    return Intake(tuple(settlement.hand_ins), tuple(settlement.left_out), tuple(settlement.notes))


class _Settlement:
    """Decides student by student, and keeps what was decided."""

    def __init__(self, look: Callable[[HandIn], Content]) -> None:
        self._look = look
        self.hand_ins: list[HandIn] = []
        self.left_out: list[LeftOut] = []
        self.notes: list[str] = []

    def settle(self, claims: Sequence[Claim]) -> None:
        """Decide about the files of one student."""
        if len(claims) == 1:
            self.hand_ins.append(claims[0].hand_in)
            return
        claims = self._drop_namesakes(claims)
        for group in self._by_assignment(claims):
            units: dict[Row, list[Claim]] = defaultdict(list)
            for claim in self._drop_nested(group):
                units[claim.unit].append(claim)
            chosen = [one for own in units.values() if (one := self._choose(own)) is not None]
            self.hand_ins += self._tell_apart(chosen) if len(chosen) > 1 else map(_file, chosen)

    def _choose(self, claims: Sequence[Claim]) -> Claim | None:
        """Choose among the files of one student for one assignment."""
        kept = claims
        for rule in (_latest_attempt, _notebooks, _latest_revision, _exact, _outermost):
            kept = self._keep(kept, *rule(kept))
        if len(kept) > 1 and self._are_the_same(kept):
            kept = self._keep(kept, kept[:1], "is the same as {}")
        if len(kept) == 1:
            return kept[0]
        self._refuse(kept, "are several files for one assignment")
        return None

    def _tell_apart(self, claims: Sequence[Claim]) -> Iterator[HandIn]:
        """Give students of one name names that tell where their files lie."""
        paths = [claim.hand_in.path for claim in claims]
        places = [
            "/".join(claim.home[:-1]) or path.parent.name
            for claim, path in zip(claims, paths, strict=True)
        ]
        if len(set(places)) < len(places):
            places = [path.as_posix() for path in paths]
        listed = ", ".join(map(shown, paths[:NAMED]))
        more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
        student = claims[0].hand_in.student
        self.notes.append(
            f"{listed}{more} are hand-ins of one name, {student}; each is graded under a name of "
            "its own, and none is written to a gradebook: rename them, or keep one"
        )
        for claim, place in zip(claims, places, strict=True):
            told = one_line(f"{student} ({shown(place)})", 200)
            yield replace(claim.hand_in, student=told, collides=True)

    def _are_the_same(self, claims: Sequence[Claim]) -> bool:
        digests = {self._look(claim.hand_in).digest for claim in claims}
        return len(digests) == 1 and b"" not in digests

    def _drop_namesakes(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Of names that are the same but for blanks and dots, the one written properly counts."""
        names = {claim.said for claim in claims}
        proper = [claim for claim in claims if claim.said == tidy(claim.said)]
        if len({name for name in names if tidy(name) == tidy(claims[0].said)}) < 2:
            return claims
        if len({claim.said for claim in proper}) == 1:
            return self._keep(claims, proper, "has the name of another student, of {}")
        self._refuse(claims, "are of names that cannot be told apart")
        return []

    def _by_assignment(self, claims: Sequence[Claim]) -> Iterator[list[Claim]]:
        """Group the files by what they are about; what is about nothing is scratch paper."""
        if len(claims) < 2:
            yield from ([claim] for claim in claims)
            return
        groups: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            hint = claim.hand_in.hint or self._look(claim.hand_in).assignment
            told = replace(claim, hand_in=replace(claim.hand_in, hint=hint))
            groups[hint].append(told)
        nothing = groups.pop("", [])
        if groups:
            for claim in nothing:
                reason = "has none of the exercises, and lies beside what has"
                self._leave(claim, reason, matters=False)
        elif nothing:
            groups[""] = nothing
        yield from groups.values()

    def _drop_nested(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Prefer what lies where the students of the class lie to what lies deeper."""
        outermost = min(claim.nesting for claim in claims)
        kept = [claim for claim in claims if claim.nesting == outermost]
        return self._keep(claims, kept, "claims the name of another student, of {}")

    def _keep(self, claims: Sequence[Claim], kept: Sequence[Claim], why: str) -> Sequence[Claim]:
        """Leave the others out, in favour of what is kept."""
        if len(kept) < len(claims):
            for claim in claims:
                if claim not in kept:
                    self._leave(claim, why.format(shown(kept[0].hand_in.path)))
        return kept

    def _refuse(self, claims: Sequence[Claim], what: str) -> None:
        paths = [shown(claim.hand_in.path) for claim in claims]
        more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
        listed = ", ".join(paths[:NAMED])
        for number, claim in enumerate(claims):
            student = claim.hand_in.student
            reason = f"is not graded: {listed}{more} {what} ({student}); keep one, or rename"
            self._leave(claim, reason, matters=number == 0)

    def _leave(self, claim: Claim, reason: str, *, matters: bool = True) -> None:
        self.left_out.append(LeftOut(shown(claim.hand_in.path), reason, matters))


def _file(claim: Claim) -> HandIn:
    return claim.hand_in


Kept = tuple[Sequence[Claim], str]


def _latest_attempt(claims: Sequence[Claim]) -> Kept:
    if all(claim.attempt for claim in claims):
        latest = max(claim.attempt for claim in claims)
        claims = [claim for claim in claims if claim.attempt == latest]
    return claims, "is an earlier attempt; the latest counts, {}"


def _notebooks(claims: Sequence[Claim]) -> Kept:
    notebooks = [claim for claim in claims if claim.is_notebook]
    return notebooks or claims, "is a module beside a notebook; the notebook counts, {}"


def _exact(claims: Sequence[Claim]) -> Kept:
    # A number in brackets tells uploads of one name apart: which one counts, it does not say.
    are_uploads = len({claim.base for claim in claims}) == 1
    exact = [] if are_uploads else [claim for claim in claims if claim.is_exact]
    return exact or claims, "lies beside the file with the name of the assignment, {}"


def _latest_revision(claims: Sequence[Claim]) -> Kept:
    if len({claim.base for claim in claims}) == 1 and any(claim.revision for claim in claims):
        latest = max(claim.revision for claim in claims)
        claims = [claim for claim in claims if claim.revision == latest]
    return claims, "is an earlier upload of {}"


def _outermost(claims: Sequence[Claim]) -> Kept:
    least = min((claim.depth for claim in claims), default=0)
    outermost = [claim for claim in claims if claim.depth == least]
    return outermost, "lies deeper than {}, which counts"
