"""The command line as a process: pipes and terminals, codes with which it ends, closed output."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from running import VISIT

COMMAND = [sys.executable, "-m", "bilateral_timeline"]


def test_the_module_is_the_command_line() -> None:
    asked = [*COMMAND, "events", "--until", "1989"]
    ran = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("No events.\n", "")


def test_refused_input_leaves_no_traceback() -> None:
    ran = subprocess.run([*COMMAND, "as-of", "soon"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("bilateral-timeline: day: found 'soon'; expected a day")


@pytest.mark.parametrize("verb", [["events"], ["as-of", "2024"], ["as-of", "2024", "--json"]])
def test_a_reader_that_has_seen_enough_is_no_error(verb: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ran = subprocess.run(
            [*COMMAND, *verb], stdout=writer, stderr=subprocess.PIPE, text=True, check=False
        )
    finally:
        os.close(writer)
    assert (ran.returncode, ran.stderr) == (0, "")


def ended(*arguments: str, **options: Any) -> tuple[int, str]:
    """The code and the words on standard error with which a process ends."""
    asked = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    ran = subprocess.run([*COMMAND, *arguments], text=True, check=False, **asked)
    return ran.returncode, ran.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "verb", [["events"], ["as-of", "2024", "--json"], ["--help"], ["--version"]]
)
def test_an_answer_that_cannot_be_written_ends_with_3_and_a_line(verb: list[str]) -> None:
    with open("/dev/full", "w") as full:
        code, told = ended(*verb, stdout=full)
    expected = "bilateral-timeline: the answer could not be written: No space left on device\n"
    assert (code, told) == (3, expected)


def test_without_a_standard_output_it_ends_with_3_and_a_line() -> None:
    code, told = ended("events", preexec_fn=lambda: os.close(1))
    expected = "bilateral-timeline: the answer could not be written: standard output is closed\n"
    assert (code, told) == (3, expected)


def test_without_a_standard_error_the_answer_stands_alone() -> None:
    ran = subprocess.run(
        [*COMMAND, "events", "--until", "soon"],
        stdout=subprocess.PIPE,
        preexec_fn=lambda: os.close(2),
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_ctrl_c_on_a_process_ends_it_with_130(tmp_path: Path) -> None:
    pipe = tmp_path / "log.jsonl"
    os.mkfifo(pipe)  # which it reads from, and waits
    asked = [*COMMAND, "events", "--from", str(pipe)]
    process = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    writer = 0
    while not writer and process.poll() is None:
        try:
            writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # the process does not read yet
            sleep(0.01)
    for _ in range(10):  # one that comes just before it waits would be seen too late
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(3)
            break
    told = process.communicate(timeout=30)
    if writer:
        os.close(writer)
    assert (process.returncode, told) == (130, ("", ""))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "cp1252"])
def test_json_is_json_whatever_letters_the_terminal_has(folder: Path, encoding: str) -> None:
    visit = folder / "2024" / "visit.toml"
    visit.write_text(VISIT.replace("Una Ek", "Юна Эк 😀"), encoding="utf-8")
    ran = subprocess.run(
        [*COMMAND, "events", "--json", "--from", str(folder)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    (event,) = json.loads(ran.stdout.decode(encoding))
    assert event["what"]["participants"] == ["Юна Эк 😀", "Ivo Lind"]
    assert event["what"]["place"] == "Ærø"


def test_the_output_does_not_depend_on_the_seed_of_hashes() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-m", "bilateral_timeline", "as-of", "2024-06-30", "--json"],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


# -- pipes and terminals ----------------------------------------------------------------------

ASKED = (
    ["as-of", "2024-06-30"],
    ["overdue", "2024-06-30"],
    ["changes", "2024-05-18", "2024-05-19"],
    ["explain", "commitments.su-35.due", "2024-06-30"],
)
_STYLE = re.compile(r"\x1b\[[\d;]*m")


def piped(*arguments: str, **env: str) -> str:
    """What is printed into a pipe; of the environment, neither a width nor a colour."""
    ran = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, check=True, env=environment(**env)
    )
    assert ran.stderr == b""
    return ran.stdout.decode("utf-8")


def environment(**env: str) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if name not in _ASIDE}
    return {**kept, "PYTHONIOENCODING": "utf-8", **env}


_ASIDE = ("COLUMNS", "LINES", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")


def shown(*arguments: str, columns: int, rows: int = 1_000, **env: str) -> str:
    """What is printed on a terminal that is so wide, and so high."""
    fcntl, pty, termios = map(pytest.importorskip, ("fcntl", "pty", "termios"))
    main, terminal = pty.openpty()
    size = rows.to_bytes(2, sys.byteorder) + columns.to_bytes(2, sys.byteorder) + bytes(4)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=subprocess.PIPE,
        env=environment(TERM="xterm-256color", **env),
    )
    os.close(terminal)
    told = b""
    try:
        while part := os.read(main, 1 << 16):
            told += part
    except OSError:  # the other end is closed: so Linux says that it is the end
        pass
    finally:
        os.close(main)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    return told.decode("utf-8").replace("\r\n", "\n")


def broken(text: str, width: int) -> list[str]:
    """The lines that are too long, but for those of a word alone."""
    return [line for line in text.splitlines() if len(line) > width and len(line.split()) > 1]


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_a_pipe_has_the_lines_of_a_terminal_without_its_style_and_its_air(asked: list[str]) -> None:
    terminal, pipe = shown(*asked, columns=100), piped(*asked)
    assert "\x1b[1m" in terminal
    assert "\x1b" not in pipe
    told = _STYLE.sub("", terminal).splitlines()
    assert [line for line in told if line] == [line for line in pipe.splitlines() if line]
    assert max(map(len, pipe.splitlines())) <= 100


def test_a_terminal_is_as_wide_as_it_is() -> None:
    narrow, wide = (
        _STYLE.sub("", shown("as-of", "2024-06-30", columns=width)) for width in (64, 132)
    )
    assert 52 < max(map(len, narrow.splitlines())) <= 64
    assert 120 < max(map(len, wide.splitlines())) <= 132
    assert narrow.split() == wide.split()


def test_json_is_the_same_on_a_terminal_and_in_a_pipe() -> None:
    asked = ("overdue", "2024-06-30", "--json")
    assert shown(*asked, columns=40) == piped(*asked)


def test_a_terminal_without_colour_has_none() -> None:
    text = shown("overdue", "2024-06-30", columns=100, NO_COLOR="1")
    assert re.findall(r"\x1b\[[\d;]*3\dm", text) == []


def test_on_a_terminal_what_is_longer_than_the_screen_is_paged() -> None:
    asked = ("as-of", "2024-06-30")
    mark = "sed 's/^/paged /'"
    told = shown(*asked, columns=100, PAGER=mark).splitlines()
    paged = shown(*asked, columns=100, rows=24, PAGER=mark).splitlines()
    assert len(told) > 100
    assert [f"paged {line}" for line in told] == paged
    assert "\x1b[1m" in "".join(paged)
