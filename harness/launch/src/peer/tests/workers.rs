//! Workers: as many CPUs as are declared, and the environment to match.

use super::*;

/// Says what it was given, and nothing more.
const GIVEN: &str = "echo started $OMP_NUM_THREADS $NUMBA_NUM_THREADS $OPENBLAS_NUM_THREADS $MKL_NUM_THREADS {workers} \
                     $(sed -n 's/^Cpus_allowed_list:\t*//p' /proc/self/status | tr , -); echo ready; read run; \
                     sleep 0.01; echo 0.01; read answer; printf IBM > {output}; echo written; cat > /dev/null";

#[test]
fn threads_have_a_set_of_cpus_and_all_else_one() {
    let all = pin::allowed();
    if all.len() < 2 || !cfg!(target_os = "linux") {
        return println!("skipped: two CPUs are needed");
    }
    let given = |workers| {
        let way = Way::Command { command: &shell(GIVEN), once: false };
        match within(way, workers, None, Duration::from_secs(60), &AtomicBool::new(false)) {
            Ended::Replied(Reply::Done(done)) => done.told,
            other => panic!("{other:?}"),
        }
    };
    let one = given((Workers::One, 1));
    assert_eq!(one.path, format!("1 1 1 1 1 {}", all[0]));
    let two = given((Workers::Threads, 2));
    assert_eq!(two.path, format!("2 2 2 2 2 {}-{}", all[0], all[1]));
    assert!(two.pinning.starts_with(&format!("cpus {}, {}: ", all[0], all[1])), "{}", two.pinning);
}

#[test]
fn two_threads_may_spend_twice_the_time_and_a_tenth_is_still_noticed() {
    let text = "#include \"tenfold_peer.h\"
        static void prepare(void) { }
        static void run(void) {
            #pragma omp parallel
            for (volatile int64_t i = 0; i < 100000; i++);
        }
        static void answer(void) { save(\"IBM\", 3); }";
    let Some(way) = in_c(&["-O1", "-fopenmp"], text) else { return };
    let told = measured(launched(way, (Workers::Threads, 2))).told;
    assert!(told.path.ends_with("-O1 -fopenmp, OpenMP, threads: 2"), "{}", told.path);
    // A clock that counts a tenth of the CPU time of the two, whoever else is on their CPUs.
    let slow = "#include <time.h>
        static int slow(clockid_t id, struct timespec *t) {
            (void)id, clock_gettime(CLOCK_PROCESS_CPUTIME_ID, t);
            double seconds = (t->tv_sec + 1e-9 * t->tv_nsec) / 2 / 10;
            t->tv_sec = seconds, t->tv_nsec = 1e9 * (seconds - t->tv_sec);
            return 0;
        }
        #define clock_gettime slow\n";
    let Some(way) = in_c(&["-O1", "-fopenmp"], &format!("{slow}{text}")) else { return };
    let why = crash(launched(way, (Workers::Threads, 2)));
    assert!(why.contains("of CPU time on 2 workers: its clock misses some work"), "{why}");
}
