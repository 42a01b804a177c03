"""Every fault against everything a client does: ``python tests/faults/fault_matrix.py``, or ``make faults``."""

from __future__ import annotations

import sys
import time
from functools import reduce
from operator import add

from cluster_sweeps import WAITING, cluster_verdict, one_worker
from operations import OPERATIONS
from telling_world import faulty_port, port_workspace, workspace
from verdicts import Verdict, tried

FAULTS = {
    "latency": "fault: latency, wait_s: 0.001, jitter_s: 0.004",
    "latency beyond the timeout": "fault: latency, wait_s: 30",
    "429 without headers": "fault: rate_limited, headers: none",
    "429 Retry-After": "fault: rate_limited, headers: retry_after, retry_after_s: 2",
    "429 Retry-After, a day": "fault: rate_limited, headers: retry_after, retry_after_s: 86400",
    "429 x-ratelimit-reset": "fault: rate_limited, headers: ratelimit, retry_after_s: 2",
    "429 reset of a skewed clock": "fault: rate_limited, headers: skewed",
    "429 of a clock that says so": "fault: rate_limited, headers: other_clock, retry_after_s: 2",
    "500": "fault: server_error, status: 500",
    "502": "fault: server_error, status: 502",
    "503": "fault: server_error, status: 503",
    "504": "fault: server_error, status: 504",
    "503 burst": "fault: server_error, status: 503, first: 2, last: 12",
    "connection refused": "fault: refused",
    "reset before the answer": "fault: reset_before",
    "reset during the body": "fault: reset_during",
    "reset after the body": "fault: reset_after",
    "half a body": "fault: half_body",
    "slow drip": "fault: drip, wait_s: 0",
    "drip beyond the timeout": "fault: drip, wait_s: 30",
    "wrong content type": "fault: wrong_type",
    "gzip that lies": "fault: gzip_lie",
    "gzip bomb, 50 MB": "fault: gzip_bomb",
    "JSON as text/plain": "fault: gateway_text",
    "HTML page of a proxy, 502": "fault: html_page",
    "HTML page of a proxy, 200": "fault: html_page, status: 200",
    "empty body": "fault: empty_body",
    "invalid UTF-8": "fault: invalid_utf8",
    "NaN": "fault: not_a_number",
    "huge number": "fault: huge_number",
    "duplicate keys": "fault: duplicate_keys",
    "50 MB body": "fault: large_body",
    "nested 900 deep": "fault: deep_json, depth: 900",
    "nested 100,000 deep": "fault: deep_json, depth: 100000",
    "redirect to another host": "fault: redirect",
    "key revoked from the start": "fault: revoked",
    "key revoked halfway": "fault: revoked, first: 6",
}
MODES = {"always": "", "sometimes": ", chance: 0.4"}


def line_of(fault, mode):
    """Return the line of a fault file."""
    return "{" + FAULTS[fault] + MODES[mode] + "}"


def verdict(fault, operation, mode):
    """Try one operation under one fault, in process."""
    return tried(operation, workspace(line_of(fault, mode)))


def port_verdict(port, fault, operation, mode):
    """Try one operation under one fault, with the client of the network on a port."""
    base_url, meet = port
    meet(line_of(fault, mode))
    ws = port_workspace(base_url)
    try:
        return tried(operation, ws)
    finally:
        ws.close()


def main(operations=tuple(OPERATIONS)):
    """Print a line per fault and the sum; returns 0 if nothing was lost, duplicated or misplaced."""
    began_s, total = time.monotonic(), Verdict()
    columns = ("tried", "survived", "answered", "failed", "lost", "duplicated", "misplaced")
    print(f"{'fault':<28}" + "".join(f"{name:>11}" for name in columns))
    with faulty_port() as port, one_worker() as client:
        for fault in FAULTS:
            cases = [(fault, operation, mode) for operation in operations for mode in MODES]
            row = reduce(add, [*(verdict(*case) for case in cases), *(port_verdict(port, *case) for case in cases)])
            if fault not in WAITING:
                row = reduce(add, (cluster_verdict(client, port, line_of(fault, mode)) for mode in MODES), row)
            print(f"{fault:<28}" + "".join(f"{getattr(row, name):>11,}" for name in columns), flush=True)
            total += row
    print(f"{'all':<28}" + "".join(f"{getattr(total, name):>11,}" for name in columns))
    print(
        f"{len(FAULTS)} faults × {len(operations)} operations × {len(MODES)} ways, in process and on a port, and "
        f"{len(FAULTS.keys() - WAITING)} × {len(MODES)} sweeps on a Dask cluster, {time.monotonic() - began_s:.0f} s"
    )
    return 0 if total.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
