"""With which code a run ends that went wrong."""

from __future__ import annotations

import errno

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def code_of(error: BaseException) -> int:
    """The code of an error that was told: 3 if a disk took no more, else 2.

    >>> code_of(ValueError()), code_of(OSError(errno.ENOSPC, "No space left on device"))
    (2, 3)
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _FULL:
            return 3
        if getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL":
            return 3
        cause = cause.__cause__
    return 2
