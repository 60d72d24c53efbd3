"""Numba: a loop over the bytes and a hash table of its own, compiled, on one core."""

import numba
import numpy as np

LETTERS = np.array([chr(code).isascii() and chr(code).isalpha() for code in range(256)])
BLANKS = np.array([code not in b" \t\n\v\f\r" for code in range(256)])


def build():
    for letters in True, False:
        count(np.frombuffer(b"a", dtype=np.uint8), LETTERS, np.uint8(0x20 if letters else 0))


def prepare(params, data):
    return np.frombuffer(data, dtype=np.uint8)


def run(params, text):
    letters = params["words"] == "letters"
    fold = np.uint8(0x20 if letters else 0)
    table = count(text, LETTERS if letters else BLANKS, fold)
    found = table[table[:, 2] > 0]
    whole = (text | fold).tobytes()
    return sorted((whole[begin : begin + length], times) for begin, length, times in found[:, :3].tolist())


# Heart: byte by byte; a word that ends is looked for in its slot and those behind it.
@numba.njit(cache=True)
def count(text, is_word, fold):
    table, used, begin, key = np.zeros((1024, 4), dtype=np.int64), 0, -1, SEED
    for at in range(text.size + 1):
        if at < text.size and is_word[text[at]]:
            begin = at if begin < 0 else begin
            key = (key ^ np.int64(text[at] | fold)) * PRIME
        elif begin >= 0:
            if add(table, text, fold, begin, at - begin, key, 1):
                used += 1
                if 4 * used > 3 * len(table):
                    table = doubled(table, text, fold)
            begin, key = -1, SEED
    return table


SEED, PRIME = np.int64(-3750763034362895579), np.int64(1099511628211)  # FNV-1a


@numba.njit(cache=True)
def add(table, text, fold, begin, length, key, times):
    """Whether the word is new. A row of the table: where the word begins, its length, how often, its hash."""
    last = len(table) - 1
    slot = (key ^ (key >> 32)) & last
    while table[slot, 2] > 0:
        if table[slot, 3] == key and table[slot, 1] == length and same(text, fold, table[slot, 0], begin, length):
            table[slot, 2] += times
            return False
        slot = (slot + 1) & last
    table[slot, 0], table[slot, 1], table[slot, 2], table[slot, 3] = begin, length, times, key
    return True


@numba.njit(cache=True)
def same(text, fold, a, b, length):
    for i in range(length):
        if text[a + i] | fold != text[b + i] | fold:
            return False
    return True


@numba.njit(cache=True)
def doubled(table, text, fold):
    larger = np.zeros((2 * len(table), 4), dtype=np.int64)
    for i in range(len(table)):
        if table[i, 2] > 0:
            add(larger, text, fold, table[i, 0], table[i, 1], table[i, 3], table[i, 2])
    return larger


def pack(params, words):
    lengths = np.array([len(word) for word, _ in words], dtype="<u8")
    counts = np.array([count for _, count in words], dtype="<u8")
    bytes_of_all = b"".join(word for word, _ in words)
    return np.array([len(words)], dtype="<u8").tobytes() + lengths.cumsum(dtype="<u8").tobytes() + counts.tobytes() + bytes_of_all
