/* Speaks the protocol of peers for a program in C or C++, which includes this file and defines three functions:
 *
 *     prepare   reads params and input, and allocates what the runs need
 *     run       computes the output from the same input, as often as it is called; only this is timed
 *     answer    saves the output of the last run
 *
 * Where it measures a library, PEER_LIBRARY, defined before this file is included, is its version and what it chose to run.
 *
 * Called as: PROGRAM INPUT OUTPUT NAME=VALUE…, each param of the kernel by name, and `workers`.
 */
#ifndef TENFOLD_PEER_H
#define TENFOLD_PEER_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef _OPENMP
#include <omp.h>
#endif

static void prepare(void);
static void run(void);
static void answer(void);

static int peer_words;
static char **peer_word;
static FILE *peer_file;

static void peer_fail(const char *what, const char *name) {
    fprintf(stderr, "%s: %s%s\n", peer_word[0], what, name);
    exit(1);
}

/* The value of a param, as text: a choice, or a file's name. */
static inline const char *param_text(const char *name) {
    size_t length = strlen(name);
    for (int i = 3; i < peer_words; i++)
        if (strncmp(peer_word[i], name, length) == 0 && peer_word[i][length] == '=') return peer_word[i] + length + 1;
    peer_fail("missing param: ", name);
    return NULL;
}

/* The value of a param that is an integer. */
static inline int64_t param_int(const char *name) {
    const char *text = param_text(name);
    char *end;
    errno = 0;
    int64_t value = strtoll(text, &end, 10);
    if (end == text || *end || errno) peer_fail("this param must be an integer: ", name);
    return value;
}

/* The value of a param that is a real number. */
static inline double param_real(const char *name) {
    const char *text = param_text(name);
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end) peer_fail("this param must be a number: ", name);
    return value;
}

/* Memory for `count` items of `size` bytes, all 0. Its pages lie near the thread that first touches them. */
static inline void *room(int64_t count, size_t size) {
    void *memory = calloc(count > 0 ? count : 1, size);
    if (!memory) peer_fail("out of memory", "");
    return memory;
}

/* In `prepare`: the next `bytes` of the input. */
static inline void load(void *to, size_t bytes) {
    if (fread(to, 1, bytes, peer_file) != bytes) peer_fail("too few bytes of input: ", peer_word[1]);
}

/* In `answer`: `bytes` more of the output. */
static inline void save(const void *from, size_t bytes) {
    if (fwrite(from, 1, bytes, peer_file) != bytes) peer_fail("cannot write the output: ", peer_word[2]);
}

static void peer_open(const char *name, const char *mode) {
    peer_file = fopen(name, mode);
    if (!peer_file) perror(name), exit(1);
}

static double peer_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int words, char **word) {
    peer_words = words;
    peer_word = word;
    if (words < 3) return fprintf(stderr, "usage: %s INPUT OUTPUT NAME=VALUE...\n", word[0]), 2;
    setvbuf(stdout, NULL, _IOLBF, 0);

#ifdef __cplusplus
    printf("started C++, ");
#else
    printf("started C, ");
#endif
#ifdef __clang__
    printf("%s", __VERSION__);
#else
    printf("GCC %s", __VERSION__);
#endif
#ifdef PEER_LIBRARY
    printf(", %s", PEER_LIBRARY);
#endif
#ifdef _OPENMP
    printf(", OpenMP, threads: %d", omp_get_max_threads());
#endif
    printf("\n");

    peer_open(word[1], "rb");
    prepare();
    fclose(peer_file);
    printf("ready\n");

    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        unsigned long long runs;
        if (sscanf(line, "run %llu", &runs) == 1) {
            double begin = peer_now();
            for (; runs > 0; runs--) run();
            printf("%.9f\n", peer_now() - begin);
        } else if (strncmp(line, "answer", 6) == 0) {
            peer_open(word[2], "wb");
            answer();
            if (fclose(peer_file)) peer_fail("cannot write the output: ", word[2]);
            printf("written\n");
        }
    }
    return 0;
}

#endif
