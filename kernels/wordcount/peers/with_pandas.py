"""pandas: value_counts of a Series of words."""

from itertools import accumulate
from struct import pack as packed

import pandas as pd

# Small letters, and a blank for everything else.
LETTERS = bytes(code | 0x20 if bytes([code]).isalpha() else 0x20 for code in range(256))


def prepare(params, data):
    return data


def run(params, text):
    if params["words"] == "letters":
        text = text.translate(LETTERS)
    counts = pd.Series(text.split(), dtype=object).value_counts(sort=False)
    return sorted(zip(counts.index, counts.tolist()))


def pack(params, words):
    ends = accumulate(len(word) for word, _ in words)
    numbers = [len(words), *ends, *(count for _, count in words)]
    return packed(f"<{len(numbers)}Q", *numbers) + b"".join(word for word, _ in words)
