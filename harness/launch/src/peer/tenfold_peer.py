"""Speaks the protocol of peers for a module in Python, which has prepare(params, data), run(params, state) and
pack(params, output), and build() where it has to compile before it can run.

Called as: python tenfold_peer.py MODULE INPUT OUTPUT PARAMS [DISTRIBUTION=MODULE…], the params as JSON, "workers" among
them.
"""

import importlib.util
import json
import platform
import sys
import time


def main():
    module, source, target, params, *packages = sys.argv[1:]
    peer = load(module)
    say("started", versions(packages))
    build(peer)
    params = json.loads(params)
    with open(source, "rb") as file:
        state = peer.prepare(params, file.read())
    say("ready")

    output = None
    for line in sys.stdin:
        word, *number = line.split()
        if word == "run":
            start = time.monotonic()
            for _ in range(int(number[0])):
                output = peer.run(params, state)
            say(repr(time.monotonic() - start))
        elif word == "answer":
            with open(target, "wb") as file:
                file.write(peer.pack(params, output))
            say("written")


def load(module):
    spec = importlib.util.spec_from_file_location("peer", module)
    peer = importlib.util.module_from_spec(spec)
    sys.modules["peer"] = peer  # what Numba has kept of a module is found by its name
    spec.loader.exec_module(peer)
    return peer


def build(peer):
    """Compiles before anything is timed, and says how long that took."""
    if hasattr(peer, "build"):
        start = time.monotonic()
        peer.build()
        say("compiled", repr(time.monotonic() - start))


def say(*words):
    print(*words, flush=True)


def versions(packages):
    """The versions of Python and of the packages that the module imported, as in "CPython 3.11.7, scikit-learn 1.7.2"."""
    said = [f"{platform.python_implementation()} {platform.python_version()}"]
    for package in packages:
        distribution, _, module = package.partition("=")
        imported = sys.modules.get(module or distribution)
        if imported:
            said.append(f"{distribution} {getattr(imported, '__version__', None) or installed(distribution)}")
    return ", ".join(said)


def installed(distribution):
    """The version that is installed. To find it takes as long as the whole of Python's start."""
    import importlib.metadata

    return importlib.metadata.version(distribution)


if __name__ == "__main__":
    main()
