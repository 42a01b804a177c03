"""Sweeps into a file and says which answers are safe, until it is killed.

Run as ``python kill_worker.py FILE``; every line of its output is the number of a context, told by a listener.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from killed import FILE_PLAN, slow_service
from recorded import workspace

from moe_nb.core.events import Answered, Failed


def main():
    """Sweep, or go on."""
    plan, service, file = FILE_PLAN, slow_service(), Path(sys.argv[1])

    def say(event):
        service.listen(event)
        if isinstance(event, Answered | Failed):
            os.write(1, f"{event.task.index} {event.task.chunk}\n".encode())

    os.write(1, b"ready\n")
    workspace(service).start_sweep(plan, file=file, listeners=[say]).wait()
    os.write(1, b"done\n")


if __name__ == "__main__":
    main()
