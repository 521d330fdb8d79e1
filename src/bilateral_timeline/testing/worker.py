"""What another process runs to fold events that it is sent, from a time that its argument tells.

It is a script, so that it begins soon.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import IO, Any


def serve(clock: str) -> None:
    """Fold what comes in, until nothing does: each time a state goes out, or what was raised."""
    import time_machine

    time_machine.travel(clock).start()
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a fold prints is no answer
    while (data := received(given)) is not None:
        send(answers, _answer(data))


def _answer(data: bytes) -> bytes:
    import cloudpickle

    from bilateral_timeline.records.kinds import adopt, made_of

    told: tuple[Any, str]
    try:
        kinds, projection, events, moment = pickle.loads(data)
        for kind in kinds:
            if made_of(kind.body) is None:
                adopt(kind)
        told = projection.show(projection.fold(events), lambda: moment), ""
        return bytes(cloudpickle.dumps(told))
    except Exception as error:
        return bytes(cloudpickle.dumps((None, f"{type(error).__name__}: {error}")))


def send(stream: IO[bytes], data: bytes) -> None:
    """Write some bytes, after how many they are."""
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def received(stream: IO[bytes]) -> bytes | None:
    """The next bytes that were sent; None if there are no more."""
    size = stream.read(8)
    return stream.read(int.from_bytes(size, "big")) if len(size) == 8 else None


if __name__ == "__main__":
    serve(sys.argv[1])
