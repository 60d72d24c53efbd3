"""Speaks the protocol of externals for a module in Python, which has prepare(params, data), run(params, state) and
pack(params, output).

Called as: python tenfold_peer.py MODULE INPUT OUTPUT PARAMS [PACKAGE…], the params as JSON.
"""

import importlib.util
import json
import platform
import sys
import time


def main():
    module, source, target, params, *packages = sys.argv[1:]
    spec = importlib.util.spec_from_file_location("peer", module)
    peer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peer)
    say("started", f"{platform.python_implementation()} {platform.python_version()}{versions(packages)}")

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


def say(*words):
    print(*words, flush=True)


def versions(packages):
    """The versions of the packages used, as in ", numpy 2.1.0"."""
    return "".join(f", {name} {getattr(sys.modules.get(name), '__version__', '?')}" for name in packages)


main()
