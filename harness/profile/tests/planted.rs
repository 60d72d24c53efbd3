//! A planted hot function must come out as hot, by both profilers, on plain, named and rayon threads.

use std::hint::black_box;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tenfold_profile::perf::{self, Perf, Recorded};
use tenfold_profile::{Folded, HotLine, Profile, Source, hot_functions, sampler};

/// pprof takes one profile at a time in a process, and sees whatever else the process does.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Set for the process that only burns time, for perf to watch.
const BURN: &str = "TENFOLD_TEST_BURN";

/// Burns CPU time in itself and calls nothing.
#[inline(never)]
fn planted_hot_function(rounds: u64) -> u64 {
    let mut x = black_box(rounds);
    for _ in 0..rounds {
        x = x.wrapping_mul(6_364_136_223_846_793_005).rotate_left(17) ^ 1_442_695_040_888_963_407;
    }
    black_box(x)
}

/// Keeps as much on its stack as a kernel that keeps arrays of vectors.
#[inline(never)]
fn planted_caller(time: Duration) {
    black_box(&mut [0u8; 40_000]);
    let start = Instant::now();
    while start.elapsed() < time {
        black_box(planted_hot_function(1_000_000));
    }
}

/// The share of samples in whose leaf is, and on whose way there is, a function of this name.
fn shares(folded: &Folded, name: &str) -> (f64, f64) {
    let hot = hot_functions(folded);
    let found = hot.iter().filter(|f| f.name.contains(name));
    found.fold((0.0, 0.0), |(own, total), f| (own + f.own_share, total + f.total_share))
}

fn assert_hot(profile: &Profile) {
    assert!(profile.samples >= 20, "too few samples to judge by: {}", profile.rate());
    let (own, within) = shares(&profile.folded, "planted_hot_function");
    assert!(within >= 0.95, "{:.1} % in the hot function or below\n{}", 100.0 * within, profile.folded);
    // perf names what is inlined (here multiplying and rotating) as functions of their own, below the planted one; the
    // function as compiled has their samples.
    let compiled = profile.lines.iter().filter(|line| line.inlined_in.contains("planted_hot_function"));
    let own = if profile.source == Source::Perf { compiled.map(|line| line.own_share).sum() } else { own };
    let (_, through) = shares(&profile.folded, "planted_caller");
    assert!(own >= 0.95, "{:.1} % in the hot function itself\n{}", 100.0 * own, profile.folded);
    assert!(through >= 0.95, "{:.1} % below its caller\n{}", 100.0 * through, profile.folded);
    assert_eq!(profile.folded.total(), profile.samples);
    assert!(50 * profile.broken < profile.samples, "{}", profile.rate());
    assert!(profile.realised_hz > 0.0 && profile.cpu_seconds > 0.0 && profile.wall_seconds > 0.0);
}

#[test]
fn the_sampler_finds_it_on_rayon_threads_by_name() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).thread_name(|i| format!("worker {i}")).build().unwrap();
    let sampler = sampler::start(sampler::HZ).unwrap();
    pool.broadcast(|_| planted_caller(Duration::from_millis(700)));
    let profile = sampler.stop().unwrap();
    assert_hot(&profile);
    assert_eq!(profile.threads, 2);
    for thread in ["worker 0", "worker 1"] {
        assert!(profile.folded.lines().any(|line| line.starts_with(thread)), "{thread} is missing\n{}", profile.folded);
    }
}

#[test]
fn the_sampler_can_be_started_again_and_forgets_the_last_time() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let first = sampler::start(99).unwrap();
    assert!(sampler::start(99).is_err(), "two samplers at once");
    drop(first);
    let sampler = sampler::start(sampler::HZ).unwrap();
    planted_caller(Duration::from_millis(500));
    assert_hot(&sampler.stop().unwrap());
}

/// Not a test of its own: what `perf_finds_it_with_its_lines` starts this program again for.
#[test]
fn burn_if_asked() {
    if std::env::var_os(BURN).is_some() {
        let rank = std::thread::Builder::new().name("rank 1".into());
        let rank = rank.spawn(|| planted_caller(Duration::from_secs(60))).unwrap();
        planted_caller(Duration::from_secs(60));
        rank.join().unwrap();
    }
}

#[test]
fn perf_finds_it_with_its_lines() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let perf = match Perf::find() {
        Ok(perf) => perf,
        Err(missing) => return eprintln!("not tested: {missing}"),
    };
    let mut burning = Command::new(std::env::current_exe().unwrap());
    burning.args(["--exact", "burn_if_asked"]).env(BURN, "1").stdout(Stdio::null());
    let mut burning = burning.spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    let profile = perf.attach(burning.id(), perf::HZ, Duration::from_secs(1));
    burning.kill().unwrap();
    burning.wait().unwrap();
    let (profile, sampled) = profile.and_then(Recorded::read).unwrap();
    assert!((0.5..=1.5).contains(&(sampled.end() - sampled.start())), "{sampled:?}");
    assert_hot(&profile);
    assert!(profile.folded.lines().any(|line| line.starts_with("rank 1")), "{}", profile.folded);
    let here: f64 = profile.lines.iter().filter(|l| l.file.ends_with("planted.rs")).map(|l| l.own_share).sum();
    let inlined = |l: &&HotLine| l.file.contains("/core/") && l.inlined_in.contains("planted_hot_function");
    let core: f64 = profile.lines.iter().filter(inlined).map(|l| l.own_share).sum();
    assert!(here + core >= 0.95, "{here} here, {core} in what is inlined\n{:#?}", profile.lines);
    // Both threads burn all the time, on as many cores as there are free.
    assert!((0.2..=2.1).contains(&(profile.cpu_seconds / profile.wall_seconds)), "{profile:?}");
    eprintln!("{} in {:.2} s", profile.rate(), profile.wall_seconds);
}

#[test]
fn perf_says_so_when_the_process_is_gone() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let Ok(perf) = Perf::find() else { return };
    let mut gone = Command::new("true").spawn().unwrap();
    let pid = gone.id();
    gone.wait().unwrap();
    assert!(perf.attach(pid, perf::HZ, Duration::from_millis(10)).and_then(Recorded::read).is_err());
}
