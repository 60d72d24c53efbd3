// Word count in C with OpenMP: a share of the text and a table for each thread; then a share of the words for each.
//
// The table: FNV-1a, linear probing, doubled when it is three quarters full.

#include "tenfold_peer.h"

typedef struct { const uint8_t *word; uint64_t length, count, hash; } Entry;
typedef struct { Entry *slots; uint64_t size, used; } Table;

static const uint64_t SEED = 0xcbf29ce484222325, PRIME = 0x100000001b3;
static int64_t bytes;
static uint8_t *text, fold, is_word[256]; // fold: the bit that makes small letters of capitals
static int threads;
static Table *counted, *merged; // one for each thread
static uint64_t words;
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
    threads = omp_get_max_threads();
    counted = room(threads, sizeof *counted), merged = room(threads, sizeof *merged);
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

// Byte by byte; a word that ends is counted.
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

static void in_order(void) {
    Entry *next = sorted = room(words, sizeof(Entry));
    for (int own = 0; own < threads; own++) {
        for (uint64_t i = 0; i < merged[own].size; i++)
            if (merged[own].slots[i].count) *next++ = merged[own].slots[i];
        free(counted[own].slots), free(merged[own].slots);
    }
    qsort(sorted, words, sizeof(Entry), order);
}

// Where a share begins: no word goes on there.
static int64_t border(int share) {
    int64_t at = bytes * share / threads;
    while (0 < at && at < bytes && is_word[text[at - 1]] && is_word[text[at]]) at++;
    return at;
}

// Heart: each thread counts a share of the text, and adds up a share of the words.
static void run(void) {
    free(sorted);
    #pragma omp parallel for schedule(static, 1)
    for (int own = 0; own < threads; own++) {
        counted[own] = empty(1024);
        count(border(own), border(own + 1), &counted[own]);
    }
    words = 0;
    #pragma omp parallel for schedule(static, 1) reduction(+ : words)
    for (int own = 0; own < threads; own++) {
        merged[own] = empty(1024);
        for (int from = 0; from < threads; from++)
            for (uint64_t i = 0; i < counted[from].size; i++) {
                Entry *found = &counted[from].slots[i];
                if (found->count && (found->hash >> 32) % threads == (uint64_t)own) add(&merged[own], *found);
            }
        words += merged[own].used;
    }
    in_order();
}

static void answer(void) {
    uint64_t end = 0;
    save(&words, sizeof words);
    for (uint64_t i = 0; i < words; i++) end += sorted[i].length, save(&end, sizeof end);
    for (uint64_t i = 0; i < words; i++) save(&sorted[i].count, sizeof sorted[i].count);
    for (uint64_t i = 0; i < words; i++)
        for (uint64_t j = 0; j < sorted[i].length; j++) {
            uint8_t byte = sorted[i].word[j] | fold;
            save(&byte, 1);
        }
}
