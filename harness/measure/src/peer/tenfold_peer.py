"""Drives one external variant: makes its state, runs it once, waits for the check, samples.

Called as: python tenfold_peer.py ORDER.json. The peer module has prepare(params, data), run(params, state) and
pack(params, output). On standard output: a line "check" when the answer lies in the output file (the harness answers "go"
or "stop" on standard input), at last a line of JSON with the samples.
"""

import importlib.util
import json
import platform
import sys
import time

# The same numbers as in sampling.rs.
BATCH_SECONDS = 1e-3
MOST_BATCHES = 2000


def main():
    started = time.monotonic()
    with open(sys.argv[1], encoding="utf-8") as file:
        order = json.load(file)
    spec = importlib.util.spec_from_file_location("peer", order["peer"])
    peer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peer)
    ready = time.monotonic()

    params = order["params"]
    with open(order["input"], "rb") as file:
        state = peer.prepare(params, file.read())
    prepared = time.monotonic()

    def batch(iterations):
        before = switches()
        start = time.monotonic()
        for _ in range(iterations):
            output = peer.run(params, state)
        seconds = time.monotonic() - start
        return (start, seconds, switches() - before), output

    def checked(output):
        with open(order["output"], "wb") as file:
            file.write(peer.pack(params, output))
        print("check", flush=True)
        if sys.stdin.readline().strip() != "go":
            sys.exit(0)

    (_, first, _), output = batch(1)
    checked(output)

    iterations, samples, wall = 1, [], 0.0
    if order["seconds"] is not None:
        iterations, last = calibrate(batch)
        count = max(1, min(MOST_BATCHES, int(order["seconds"] / last[1])))
        # The batch that calibrated is as good as another, and another would take longer than there is time.
        rows = [last] if count == 1 else []
        while len(rows) < count:
            row, output = batch(iterations)
            rows.append(row)
        begin = rows[0][0]
        wall = rows[-1][0] + rows[-1][1] - begin
        samples = [
            {"rank": 0, "index": i, "start": s - begin, "seconds": t, "steal": 0.0, "switches": n}
            for i, (s, t, n) in enumerate(rows)
        ]
        checked(output)

    print(json.dumps({
        "path": f"{platform.python_implementation()} {platform.python_version()}" + versions(order["packages"]),
        "startup_seconds": ready - started,
        "input_seconds": prepared - ready,
        "first_seconds": first,
        "sampling_seconds": wall,
        "iterations": iterations,
        "samples": samples,
    }), flush=True)


def calibrate(batch):
    """The number of runs that fill a batch, and the last such batch."""
    iterations = 1
    while True:
        last, _ = batch(iterations)
        seconds = last[1]
        if seconds >= BATCH_SECONDS or iterations >= 1 << 24:
            return iterations, last
        wanted = int(iterations * BATCH_SECONDS / max(seconds, 1e-9) * 1.1)
        iterations = min(max(wanted, 2 * iterations), 10 * iterations)


def switches():
    """Involuntary context switches of this process so far."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw


def versions(packages):
    """The versions of the packages used, as in ", numpy 2.1.0"."""
    return "".join(f", {name} {getattr(sys.modules.get(name), '__version__', '?')}" for name in packages)


main()
