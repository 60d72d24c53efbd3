//! Planted clocks: the harness believes none that does not cover the work.

use super::*;

/// A program that speaks the protocol by itself; `RUN` computes and prints the seconds.
const BARE: &str = r#"
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
static double read_clock(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}
static double now(void) { return read_clock(CLOCK_MONOTONIC); }
static double cpu(void) { return read_clock(CLOCK_PROCESS_CPUTIME_ID); }
static void work(long runs) { for (volatile long i = 0; i < 100000 * runs; i++); }
int main(int argc, char **argv) {
    (void)argc, (void)work, (void)cpu;
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("started C\n");
    printf("ready\n");
    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        long runs;
        if (sscanf(line, "run %ld", &runs) == 1) {
            double begin = now();
            RUN
        } else {
            FILE *file = fopen(argv[2], "wb");
            fputs("IBM", file);
            fclose(file);
            printf("written\n");
        }
    }
}
"#;

fn bare(run: &str) -> Option<Ended> {
    let way = in_c(&["-O1"], &BARE.replace("RUN", run))?;
    Some(launched(way, (Workers::One, 1)))
}

#[test]
fn an_honest_clock_is_believed() {
    if let Some(ended) = bare(r#"work(runs); printf("%.9f\n", now() - begin);"#) {
        measured(ended);
    }
}

#[test]
fn a_tenth_of_the_time_is_not_believed() {
    // Of the CPU time: whoever else is on the same CPU makes the fault no smaller.
    if let Some(ended) = bare(r#"begin = cpu(); work(runs); printf("%.9f\n", (cpu() - begin) / 10);"#) {
        let why = crash(ended);
        assert!(why.contains("of CPU time on one worker: its clock misses some work"), "{why}");
    }
}

#[test]
fn work_in_a_child_process_counts_whether_it_is_waited_for_lives_or_is_orphaned() {
    // A run takes ten times as long and more.
    const TOLD: &str = r#"printf("%.9f\n", 0 * begin + 2e-6 * runs);"#;
    let waited = "if (!fork()) { work(runs); _exit(0); } wait(NULL);";
    let living = "static int to[2], from[2], started;
        if (!started++) {
            if (pipe(to) || pipe(from)) return 1;
            if (!fork()) { while (read(to[0], &runs, sizeof runs) > 0) { work(runs); if (!write(from[1], &runs, 1)) break; } _exit(0); }
        }
        if (!write(to[1], &runs, sizeof runs) || !read(from[0], line, 1)) return 1;";
    let orphaned = "int done[2];
        if (pipe(done)) return 1;
        if (!fork()) {
            if (!fork()) { setsid(); work(runs); if (write(done[1], &runs, 1)) sleep(1); }
            _exit(0);
        }
        wait(NULL);
        if (!read(done[0], line, 1)) return 1;
        close(done[0]), close(done[1]);";
    for way in [waited, living, orphaned] {
        if let Some(ended) = bare(&format!("{way} {TOLD}")) {
            let why = crash(ended);
            assert!(why.contains("its clock misses some work"), "{way}: {why}");
        }
    }
}

#[test]
fn more_time_than_passed_and_words_that_are_none_are_refused() {
    for (run, expected) in [
        (r#"work(runs); printf("%.9f\n", 1000 * (now() - begin));"#, "from outside"),
        (r#"printf("%.9f\n", begin - now());"#, "the seconds of its runs, above 0"),
        (r#"printf("soon\n");"#, "it said \"soon\" where the seconds of its runs"),
        (r#"return begin > 0 ? 3 : runs;"#, "it ended with status 3"),
    ] {
        if let Some(ended) = bare(run) {
            let why = crash(ended);
            assert!(why.contains(expected), "{why}");
        }
    }
}

#[test]
fn words_out_of_order_are_named() {
    for (line, expected) in [
        ("echo begun", "it said \"begun\" where 'started' was expected"),
        ("echo started sh; echo compiled soon", "it said \"compiled soon\" where 'compiled' and seconds"),
        ("echo started sh; echo steady", "it said \"steady\" where 'ready' was expected"),
        ("echo started sh; echo compiled 0.1; echo steady", "it said \"steady\" where 'ready' was expected"),
    ] {
        let why = crash(launched(Way::Command { command: &shell(line), once: false }, (Workers::One, 1)));
        assert!(why.contains(expected), "{why}");
    }
}
