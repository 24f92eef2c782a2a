"""FAISS HNSW for `sightline bench retrieval`: one thread, M 16, ef 100.

Arguments: stored vectors and queries (float32, row after row), dimension, k. Prints JSON; lines
`progress N` on standard error say how many vectors are in the index.
"""

import json
import sys
import time

import faiss
import numpy as np

AT_ONCE = 10_000


def main() -> None:
    stored_file, query_file, dimension, k = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    faiss.omp_set_num_threads(1)
    # mapped: a million vectors are in memory once, in the index
    stored = np.memmap(stored_file, np.float32, mode="r").reshape(-1, dimension)
    queries = np.fromfile(query_file, np.float32).reshape(-1, dimension)
    index = faiss.IndexHNSWFlat(dimension, 16, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = 100
    index.hnsw.efSearch = 100
    start = time.perf_counter()
    for first in range(0, len(stored), AT_ONCE):
        index.add(np.ascontiguousarray(stored[first : first + AT_ONCE]))
        print(f"progress {index.ntotal}", file=sys.stderr, flush=True)
    build = time.perf_counter() - start
    for _ in range(10):
        for q in queries:
            index.search(q[None], k)
    found, nanos = [], []
    cpu = time.thread_time_ns()
    for q in queries:
        start_ns = time.perf_counter_ns()
        _, ids = index.search(q[None], k)
        nanos.append(time.perf_counter_ns() - start_ns)
        found.append(ids[0].tolist())
    cpu = time.thread_time_ns() - cpu
    json.dump({"buildSeconds": build, "cpuNanos": cpu, "nanos": nanos, "found": found}, sys.stdout)


if __name__ == "__main__":
    main()
