"""A JupyterLab server: one person's own, on a folder of theirs, with no other settings."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.waiting import wait_until

NEWS = "@jupyterlab/apputils-extension:notification"
THEMES = "@jupyterlab/apputils-extension:themes"


@dataclass(frozen=True, slots=True)
class Server:
    """A running JupyterLab.

    Attributes
    ----------
    url : str
        Where it listens, with a slash at the end.
    token : str
        What opens it.
    folder : Path
        What it serves.
    log : Path
        What it says.
    """

    url: str
    token: str
    folder: Path
    log: Path

    def address(self, path: str) -> str:
        """Give the address of a page, with what opens it and without the tabs of last time."""
        return f"{self.url}{path}?token={self.token}&reset"


@contextmanager
def start_server(folder: Path, home: Path, theme: str = "JupyterLab Light") -> Iterator[Server]:
    """Run JupyterLab on a folder; what it keeps for itself goes into another, the home."""
    home.mkdir(parents=True)
    settings = {NEWS: {"fetchNews": "false", "checkForUpdates": False}, THEMES: {"theme": theme}}
    (home / "overrides.json").write_text(json.dumps(settings))
    log, token, port = home / "server.log", secrets.token_hex(16), _find_port()
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                f"--ServerApp.root_dir={folder}",
                f"--ServerApp.port={port}",
                "--ServerApp.port_retries=0",
                f"--LabApp.app_settings_dir={home}",
            ],
            cwd=folder,
            env=_environment(home, token),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
        )
    try:
        wait_until("JupyterLab answers", lambda: process.poll() is not None or _listens(port))
        assert process.poll() is None, f"JupyterLab does not start:\n{log.read_text()}"
        yield Server(f"http://127.0.0.1:{port}/", token, folder, log)
    finally:
        process.terminate()
        process.wait()


def _environment(home: Path, token: str) -> dict[str, str]:
    """Keep the server apart from the settings of whoever runs the tests."""
    inherited = {name: value for name, value in os.environ.items() if "JUPYTER" not in name}
    return {
        **inherited,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_TOKEN": token,
    }


def _find_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
