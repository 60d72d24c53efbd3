"""Dask bag on threads: shares of the text are split and counted, and the counts added up."""

from collections import Counter
from itertools import accumulate
from struct import pack as packed

import dask.bag

# Small letters, and a blank for everything else.
LETTERS = bytes(code | 0x20 if bytes([code]).isalpha() else 0x20 for code in range(256))
SPACE = b" \t\n\v\f\r"


def prepare(params, data):
    return data


def run(params, text):
    workers = params["workers"]
    if params["words"] == "letters":
        text = text.translate(LETTERS)
    bag = dask.bag.from_sequence(shares(text, workers), npartitions=workers)
    words = bag.map_partitions(count).fold(Counter.__add__, initial=Counter())
    return sorted(words.compute(scheduler="threads", num_workers=workers).items())


# Heart: a counter of the words of each share.
def count(texts):
    return [Counter(word for text in texts for word in text.split())]


def shares(text, workers):
    """The text in as many parts, cut at white space."""
    borders = [0]
    for worker in range(1, workers):
        at = max(borders[-1], len(text) * worker // workers)
        while at < len(text) and text[at] not in SPACE:
            at += 1
        borders.append(at)
    return [text[begin:end] for begin, end in zip(borders, borders[1:] + [len(text)])]


def pack(params, words):
    ends = accumulate(len(word) for word, _ in words)
    numbers = [len(words), *ends, *(count for _, count in words)]
    return packed(f"<{len(numbers)}Q", *numbers) + b"".join(word for word, _ in words)
