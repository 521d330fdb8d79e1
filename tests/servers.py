"""A PostgreSQL server of the tests' own: in a temporary folder, on a local socket, for one process.

Nobody else reaches it, and it is gone with the tests, also with tests that are killed. Syncing is
off, as no test cuts the power.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

import pytest

NEEDED = (
    "no PostgreSQL here: install its server (`apt-get install postgresql`), so that initdb is in "
    "PATH or in /usr/lib/postgresql/*/bin"
)
_SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{place}'
max_connections = 40
shared_buffers = 16MB
fsync = off
log_min_messages = panic
"""
_WHO = """
local all guarded scram-sha-256
local all all trust
"""
_END = """
cat
"$@" -m immediate -w stop
rm -rf "$0"
"""
"""What a shell does whose input ends as this process does, in whatever way."""


class Server:
    """A cluster, with the programs that make, start and stop it."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._place = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path is short
        self._data = self._place / "data"
        self._schemas = count(1)
        self._as: list[str] = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            self._as = ["runuser", "-u", "postgres", "--"]
            shutil.chown(self._place, "postgres")
        control = [*self._as, str(programs / "pg_ctl"), "-D", str(self._data)]
        self._end = subprocess.Popen(
            ["sh", "-c", _END, str(self._place), *control],
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is none of its business
        )
        atexit.register(self._end.communicate)
        self._run("initdb", "-D", self._data, "-U", "postgres", "-E", "UTF8", "--locale=C", "-N")
        with (self._data / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS.format(place=self._place))
        (self._data / "pg_hba.conf").write_text(_WHO)
        self.start()
        self.ask("CREATE ROLE guarded LOGIN PASSWORD 'right'")

    def _run(self, program: str, *arguments: object) -> None:
        command = [*self._as, str(self._programs / program), *map(str, arguments)]
        done = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"

    def start(self) -> None:
        log = self._place / "log"
        self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "start", "-o", "-F")

    def stop(self) -> None:
        """Stop it as a crash does: what it was at is broken off."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        import psycopg

        with psycopg.connect(self.address(), autocommit=True) as connection:
            asked = connection.execute(statement.encode())
            return asked.fetchall() if asked.description else []

    def address(self, schema: str = "", user: str = "postgres", database: str = "postgres") -> str:
        of = f"&options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql://{user}@/{database}?host={self._place}{of}"

    def place(self, name: str = "") -> str:
        """The address of a schema, which is made where it is not there yet."""
        schema = name or f"log_{next(self._schemas)}"
        self.ask(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        return self.address(schema)


@cache
def _started() -> Server | str:
    """The server of this process, or why there is none."""
    found = shutil.which("initdb")
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if not found and not newest:
        return NEEDED
    try:
        if os.geteuid() == 0:
            pwd.getpwnam("postgres")
    except KeyError:
        return "PostgreSQL does not run as root, and there is no user postgres that could run it"
    return Server(Path(found or newest[-1]).resolve().parent)


def _version(program: Path) -> float:
    return float(program.parts[-3])


def server() -> Server:
    """The server of this process; where there is none, the test is skipped."""
    pytest.importorskip("psycopg", reason="PostgreSQL needs psycopg: pip install -e '.[test]'")
    started = _started()
    if isinstance(started, str):
        pytest.skip(started)
    return started
