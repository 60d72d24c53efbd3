//! Flamegraphs for `--profile-time`: criterion's hook, filled by the sampler.

use criterion::profiler::Profiler;
use inferno::flamegraph::{Options, from_lines};
use std::fs;
use std::io;
use std::path::Path;
use tenfold_profile::{Profile, sampler};

/// Samples each benchmark that criterion profiles, and draws what it saw.
#[derive(Default)]
pub(crate) struct Flamegraphs {
    running: Option<sampler::Sampler>,
}

impl Profiler for Flamegraphs {
    fn start_profiling(&mut self, id: &str, _: &Path) {
        match sampler::start(sampler::HZ) {
            Ok(sampler) => self.running = Some(sampler),
            Err(error) => eprintln!("{id}: no flamegraph: {error}"),
        }
    }

    fn stop_profiling(&mut self, id: &str, folder: &Path) {
        let Some(sampler) = self.running.take() else { return };
        match sampler.stop() {
            Err(error) => eprintln!("{id}: no flamegraph: {error}"),
            Ok(profile) if profile.samples == 0 => {
                eprintln!("{id}: no flamegraph: no sample was taken, profile longer")
            }
            Ok(profile) => match write(id, &profile, folder) {
                Ok(()) => println!("{id}: {}\n    {}", profile.rate(), folder.join("flamegraph.svg").display()),
                Err(error) => eprintln!("{id}: no flamegraph: {}: {error}", folder.display()),
            },
        }
    }
}

fn write(id: &str, profile: &Profile, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("stacks.folded"), profile.folded.to_string())?;
    let lines: Vec<String> = profile.folded.lines().collect();
    let mut options = Options::default();
    options.title = id.to_string();
    options.subtitle = Some(profile.rate());
    let mut svg = Vec::new();
    from_lines(&mut options, lines.iter().map(String::as_str), &mut svg)?;
    // inferno knows one name for the count, whatever the number.
    fs::write(folder.join("flamegraph.svg"), String::from_utf8_lossy(&svg).replace(" (1 samples, ", " (1 sample, "))
}
