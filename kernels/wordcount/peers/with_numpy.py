"""NumPy: words of one length are a matrix, whose rows are sorted and counted."""

import numpy as np

LETTERS = np.array([chr(code).isascii() and chr(code).isalpha() for code in range(256)])
BLANKS = np.array([code not in b" \t\n\v\f\r" for code in range(256)])


def prepare(params, data):
    return np.frombuffer(data, dtype=np.uint8)


def run(params, text):
    letters = params["words"] == "letters"
    inside = (LETTERS if letters else BLANKS)[text]
    borders = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    begins, lengths = borders[::2], np.diff(borders)[::2]
    if letters:
        text = text | 0x20
    words = []
    for length in np.unique(lengths).tolist():
        words += counted(text, begins[lengths == length], length)
    return sorted(words)


# Heart: words of one length, as numbers where they have at most 8 bytes.
def counted(text, begins, length):
    wide = max(length, 8)
    rows = np.zeros((begins.size, wide), dtype=np.uint8)
    for i in range(length):
        rows[:, i] = text[begins + i]
    keys = rows.view(np.uint64 if wide == 8 else f"V{wide}").ravel()
    keys, counts = np.unique(keys, return_counts=True)
    whole = keys.tobytes()
    return [(whole[i * wide : i * wide + length], count) for i, count in enumerate(counts.tolist())]


def pack(params, words):
    lengths = np.array([len(word) for word, _ in words], dtype="<u8")
    counts = np.array([count for _, count in words], dtype="<u8")
    bytes_of_all = b"".join(word for word, _ in words)
    return np.array([len(words)], dtype="<u8").tobytes() + lengths.cumsum(dtype="<u8").tobytes() + counts.tobytes() + bytes_of_all
