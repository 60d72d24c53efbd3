// Word count in C: byte by byte, FNV-1a, and a table with linear probing that doubles when it is three quarters full.

#include "tenfold_peer.h"

typedef struct { const uint8_t *word; uint64_t length, count, hash; } Entry;
typedef struct { Entry *slots; uint64_t size, used; } Table;

static const uint64_t SEED = 0xcbf29ce484222325, PRIME = 0x100000001b3;
static int64_t bytes;
static uint8_t *text, fold, is_word[256]; // fold: the bit that makes small letters of capitals
static Table table;
static Entry *sorted;

static void prepare(void) {
    int letters = strcmp(param_text("words"), "letters") == 0;
    for (int byte = 0; byte < 256; byte++) {
        int small = byte | 0x20;
        is_word[byte] = letters ? 'a' <= small && small <= 'z' : !(byte == ' ' || ('\t' <= byte && byte <= '\r'));
    }
    fold = letters ? 0x20 : 0;
    fseek(peer_file, 0, SEEK_END);
    bytes = ftell(peer_file);
    rewind(peer_file);
    text = room(bytes, 1);
    load(text, bytes);
}

static int order(const void *left, const void *right) {
    const Entry *a = left, *b = right;
    uint64_t shorter = a->length < b->length ? a->length : b->length;
    for (uint64_t i = 0; i < shorter; i++) {
        int difference = (a->word[i] | fold) - (b->word[i] | fold);
        if (difference) return difference;
    }
    return (a->length > b->length) - (a->length < b->length);
}

static int same(const Entry *a, const Entry *b) {
    return a->hash == b->hash && a->length == b->length && order(a, b) == 0;
}

static Table empty(uint64_t size) { return (Table){room(size, sizeof(Entry)), size, 0}; }

static void add(Table *to, Entry new) {
    uint64_t last = to->size - 1, at = (new.hash ^ new.hash >> 32) & last;
    for (; to->slots[at].count; at = (at + 1) & last)
        if (same(&to->slots[at], &new)) {
            to->slots[at].count += new.count;
            return;
        }
    to->slots[at] = new;
    if (4 * ++to->used <= 3 * to->size) return;
    Table larger = empty(2 * to->size);
    for (uint64_t i = 0; i < to->size; i++)
        if (to->slots[i].count) add(&larger, to->slots[i]);
    free(to->slots);
    *to = larger;
}

// Heart: byte by byte; a word that ends is counted.
static void count(int64_t begin, int64_t end, Table *to) {
    const uint8_t *word = NULL;
    uint64_t hash = SEED;
    for (int64_t at = begin; at <= end; at++) {
        if (at < end && is_word[text[at]]) {
            if (!word) word = text + at;
            hash = (hash ^ (text[at] | fold)) * PRIME;
        } else if (word) {
            add(to, (Entry){word, text + at - word, 1, hash});
            word = NULL, hash = SEED;
        }
    }
}

static void run(void) {
    free(table.slots), free(sorted);
    table = empty(1024);
    count(0, bytes, &table);
    Entry *next = sorted = room(table.used, sizeof(Entry));
    for (uint64_t i = 0; i < table.size; i++)
        if (table.slots[i].count) *next++ = table.slots[i];
    qsort(sorted, table.used, sizeof(Entry), order);
}

static void answer(void) {
    uint64_t words = table.used, end = 0;
    save(&words, sizeof words);
    for (uint64_t i = 0; i < words; i++) end += sorted[i].length, save(&end, sizeof end);
    for (uint64_t i = 0; i < words; i++) save(&sorted[i].count, sizeof sorted[i].count);
    for (uint64_t i = 0; i < words; i++)
        for (uint64_t j = 0; j < sorted[i].length; j++) {
            uint8_t byte = sorted[i].word[j] | fold;
            save(&byte, 1);
        }
}
