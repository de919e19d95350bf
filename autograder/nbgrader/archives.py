"""Archives for ``nbgrader zip_collect``, unpacked under the bounds that the grader has."""

from __future__ import annotations

import shutil
from pathlib import Path

from nbgrader.plugins import ExtractorPlugin

from autograder.classroom.archive import ENDINGS, unpack
from autograder.submission import SubmissionError


class BoundedExtractor(ExtractorPlugin):  # type: ignore[misc]
    """Takes notebooks and modules out of zip files; nothing leaves its folder or fills the disk."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack each zip file into a folder of its own, and copy what is not packed."""
        for path in sorted(Path(archive_path).rglob("*")):
            target = Path(extracted_path) / path.relative_to(archive_path)
            if path.is_symlink() or not path.is_file():
                continue
            if path.suffix.lower() == ".zip":
                self._unpack(path, target.with_suffix(""))
            elif path.suffix in ENDINGS:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
            else:
                self.log.warning("%s is no notebook and no zip file; it is left out", path)

    def _unpack(self, archive: Path, folder: Path) -> None:
        try:
            refused = unpack(archive, folder)[1]
        except SubmissionError as error:
            refused = [str(error)]
        for sentence in refused:
            self.log.error(sentence)
