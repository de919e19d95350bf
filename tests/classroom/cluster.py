"""A Dask cluster of some processes on this machine, until the input ends.

``python -m tests.classroom.cluster WORKERS`` prints the address of its scheduler.
"""

from __future__ import annotations

import sys

from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(
        n_workers=int(sys.argv[1]),
        threads_per_worker=1,
        dashboard_address=None,
        silence_logs="ERROR",
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
