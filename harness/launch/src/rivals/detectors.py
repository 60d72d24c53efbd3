"""Other programs' detectors of changes, asked night by night.

One question, a line of JSON on standard input: {"judge", "first", "counts_from", "seconds", "series": [[…], …]}. Every series is
judged at every night from `first` on, with the nights up to it; a change at `counts_from` or later is a call. One answer, a line
of JSON behind "tenfold-rivals ", as packages may print what they like: {"version", "called": [night or null, …]}, of as many
series as there was time for, or {"missing"}.
"""

import importlib.metadata
import json
import sys
import time

# The last points that a detector is given: its time grows with more, and its window is 50.
LAST = 100


def otava():
    from otava.analysis import compute_change_points
    from otava.series import AnalysisOptions

    defaults = AnalysisOptions()

    def changes(values):
        found, _ = compute_change_points(
            values,
            window_len=defaults.window_len,
            max_pvalue=defaults.max_pvalue,
            min_magnitude=defaults.min_magnitude,
        )
        return [change.index for change in found]

    return "apache-otava", changes


def asv():
    from asv.step_detect import detect_steps

    def changes(values):
        # As its own search for regressions, it takes a step of one point for none.
        steps = detect_steps(values)
        return [left for left, right, *_ in steps[1:] if right - left >= 2]

    return "asv", changes


def called(series, first, counts_from, changes):
    for night in range(first, len(series)):
        begin = max(0, night + 1 - LAST)
        values = series[begin : night + 1]
        if any(begin + change >= counts_from for change in changes(values)):
            return night
    return None


def answer(said):
    print("tenfold-rivals " + json.dumps(said))


def main():
    question = json.loads(sys.stdin.readline())
    begun = time.monotonic()
    try:
        package, changes = {"otava": otava, "asv": asv}[question["judge"]]()
    except ModuleNotFoundError as missing:
        answer({"missing": str(missing)})
        return
    answers = []
    for series in question["series"]:
        if answers and time.monotonic() - begun > question["seconds"]:
            break
        answers.append(called(series, question["first"], question["counts_from"], changes))
    answer({"version": f"{package} {importlib.metadata.version(package)}", "called": answers})


main()
