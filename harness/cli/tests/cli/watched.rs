//! What a run keeps besides times: the sources it measured, hot lines and inner loops, and what ranks send and wait for.

use crate::common::{Bench, without_mpi};
use tenfold_record::{Run, Transport};

const EXPERIMENT: &str = r#"
question = "Where does it go?"
kernel = "heat"
params = { n = 200, steps = 40 }
variants = ["naive", "distributed"]
workers = [2]
rounds = 1
sampling_seconds = 0.01
"#;

fn watched(args: &[&str]) -> Run {
    let bench = Bench::new();
    let file = bench.file("watched.toml", EXPERIMENT);
    bench.run(&[&["run", file.as_str()], args].concat()).well();
    let run = bench.newest();
    let page = std::fs::read_to_string(&bench.pages()[0]).unwrap();
    assert!(page.contains("What changed in the source?") && page.contains("What do the ranks wait for"));
    assert!(page.contains("If messages took no time, the run would take") && page.contains("waiting for another rank"));
    run
}

fn sources_and_hot_lines_are_kept(run: &Run) {
    let workspace = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files: Vec<&str> = run.sources.iter().map(|s| s.file.as_str()).collect();
    for file in ["naive", "distributed", "vectorised", "stencil", "block"] {
        assert_eq!(files.iter().filter(|f| **f == format!("kernels/heat/src/{file}.rs")).count(), 1, "{files:?}");
    }
    for source in &run.sources {
        assert_eq!(std::fs::read_to_string(workspace.join(&source.file)).unwrap(), source.text, "{}", source.file);
    }
    let naive = run.cells.iter().find(|m| m.cell.variant == "naive").unwrap().cell.key;
    let profile = run.profiles.iter().find(|p| p.cell == naive).unwrap();
    if profile.tool == "pprof" {
        assert!(profile.kernel_lines.is_empty() && profile.hot_loop.is_err());
        return eprintln!("lines and instructions are not tested: perf may not sample here");
    }
    let lines: Vec<_> = profile.kernel_lines.iter().filter(|l| l.file == "kernels/heat/src/naive.rs").collect();
    let through: u64 = lines.iter().map(|l| l.samples).sum();
    assert!(through as f64 > 0.8 * profile.samples as f64, "{through} of {} samples\n{lines:?}", profile.samples);
    let naive_source = run.sources.iter().find(|s| s.variant.as_deref() == Some("naive")).unwrap();
    let length = naive_source.text.lines().count() as u32;
    assert!(lines.iter().all(|l| (1..=length).contains(&l.line)), "{lines:?}");
    let distributed = run.cells.iter().find(|m| m.cell.variant == "distributed").unwrap().cell.key;
    let profile = run.profiles.iter().find(|p| p.cell == distributed).unwrap();
    let kept = profile.kernel_lines.iter().filter(|l| files.contains(&l.file.as_str()));
    let shown: u64 = kept.map(|l| l.innermost.unwrap()).sum();
    // Beside other tests the ranks mostly wait for each other.
    assert!(shown as f64 > 0.2 * profile.samples as f64 && shown <= profile.samples, "{shown} of {}", profile.samples);
    let in_row = profile.kernel_lines.iter().filter(|l| l.file == "kernels/heat/src/vectorised.rs").map(|l| l.samples);
    assert!(in_row.sum::<u64>() > 0, "{:?}", profile.kernel_lines);
    let profile = run.profiles.iter().find(|p| p.cell == naive).unwrap();
    match &profile.hot_loop {
        Ok(found) => {
            let on_instructions: u64 = found.instructions.iter().map(|i| i.samples).sum();
            assert!(found.is_loop && found.left_out > 0 || on_instructions == found.samples, "{found:#?}");
            assert!(found.samples as f64 > 0.5 * profile.samples as f64, "{found:#?}");
            let from_kernel = |i: &tenfold_record::Instruction| {
                i.source.as_ref().is_some_and(|(file, _)| file.starts_with("kernels/heat/src/"))
            };
            assert!(found.instructions.iter().any(from_kernel), "{found:#?}");
        }
        Err(why) => assert!(why.contains("binutils"), "{why}"),
    }
}

fn ranks_are_traced(run: &Run, transport: Transport) {
    let [trace] = &run.traces[..] else { panic!("{} traces", run.traces.len()) };
    let cell = &run.cells.iter().find(|m| m.cell.key == trace.cell).unwrap().cell;
    assert_eq!((cell.workers, cell.transport, trace.ranks.len()), (2, Some(transport), 2));
    let (mut messages, mut bytes) = (0, 0);
    for (rank, of) in trace.ranks.iter().enumerate() {
        assert!(of.computing() > 0.0 && of.computing() <= of.seconds, "{of:?}");
        assert!(!of.spans.is_empty() && of.spans.iter().all(|s| s.from <= s.to && s.to <= of.seconds), "{of:?}");
        assert!(of.spans.is_sorted_by_key(|s| s.from), "{of:?}");
        assert_eq!((of.sent.len(), of.sent[rank].messages), (2, 0), "nobody sends to itself here");
        let ends = of.messages.as_ref().unwrap();
        assert!(ends.iter().all(|end| end.computed <= of.seconds && end.call < of.calls.len()), "{ends:?}");
        let sent = ends.iter().filter(|end| end.sends && end.waited.is_some()).count() as u64;
        assert_eq!(sent, of.sent.iter().map(|to| to.messages).sum::<u64>());
        assert!(of.started.is_some(), "ranks of one machine have one clock");
        messages += of.sent.iter().map(|to| to.messages).sum::<u64>();
        bytes += of.sent.iter().map(|to| to.bytes).sum::<u64>();
    }
    let declared = trace.declared.unwrap();
    assert_eq!((messages, bytes), (declared.messages, declared.bytes), "as many as the kernel declares");
}

#[test]
fn a_run_keeps_sources_hot_lines_and_what_ranks_do() {
    let run = watched(&[]);
    sources_and_hot_lines_are_kept(&run);
    ranks_are_traced(&run, Transport::Local);
}

#[test]
fn ranks_under_mpi_are_traced_alike() {
    if let Err(why) = tenfold_launch::mpirun::mpi() {
        return without_mpi(&why);
    }
    ranks_are_traced(&watched(&["--transport", "mpi"]), Transport::Mpi);
}
