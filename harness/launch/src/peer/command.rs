//! The command line of an external: program, files, params, workers, and the environment to match.

use super::Tools;
use super::build;
use super::recipe::{Module, Recipe, Way};
use crate::mpirun;
use serde_json::json;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use tenfold_kernel::{Values, Workers};
use tenfold_machine::cores;
use tenfold_record::{CommandLine, filled};

const PYTHON_DRIVERS: [(&str, &str); 2] =
    [(DRIVER, include_str!("tenfold_peer.py")), (MPI_DRIVER, include_str!("tenfold_peer_mpi.py"))];
const DRIVER: &str = "tenfold_peer.py";
const MPI_DRIVER: &str = "tenfold_peer_mpi.py";

/// How libraries and languages are told how many threads to start. Many start as many as there are CPUs if they are not.
const THREADS: [&str; 6] = [
    "OMP_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
];

/// The scratch folder of one launch, and the files in it.
pub(super) struct Files {
    pub scratch: PathBuf,
    pub input: PathBuf,
    pub output: PathBuf,
}

impl Files {
    pub fn within(scratch: &Path) -> Files {
        let file = |name: &str| scratch.join(name);
        Files { scratch: scratch.to_path_buf(), input: file("input.bin"), output: file("output.bin") }
    }
}

/// An external ready to be started.
pub(super) struct Ready {
    command: Command,
    /// What compiled it, where it was built from source: "gcc 12.2.0 -O3".
    pub by: Option<String>,
    /// How long the build took, in seconds; 0 where there was none.
    pub build_seconds: f64,
}

impl Ready {
    /// The command, to be started as often as is wanted.
    pub fn command(&self) -> Command {
        let mut command = Command::new(self.command.get_program());
        command.args(self.command.get_args());
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        if let Some(folder) = self.command.get_current_dir() {
            command.current_dir(folder);
        }
        command
    }
}

/// Makes `recipe` ready to solve the problem of `params` on `workers`: builds what is to be built.
pub(super) fn ready(
    recipe: &Recipe<'_>,
    tools: &Tools,
    params: &Values,
    workers: usize,
    files: &Files,
) -> Result<Ready, String> {
    let (mut by, mut build_seconds) = (None, 0.0);
    let words = match &recipe.way {
        Way::Command { command: CommandLine::Words(words), .. } => {
            let value = |name: &str| value(name, params, workers, files);
            let mut filled: Vec<OsString> = words.iter().map(|word| filled(word, value).into()).collect();
            // A path is one from the experiment's folder; a bare name is looked for on the PATH. Absolute, since systems
            // differ in whether a relative one counts from the old or the new working folder.
            if words[0].contains('/') {
                let beside = recipe.folder.as_deref().unwrap_or(Path::new("")).join(&filled[0]);
                filled[0] = std::path::absolute(&beside).unwrap_or(beside).into();
            }
            filled
        }
        Way::Command { command: CommandLine::Shell(line), .. } => {
            let line = filled(line, |name| {
                value(name, params, workers, files).map(|text| shell_words::quote(&text).into_owned())
            });
            vec!["sh".into(), "-c".into(), line.into()]
        }
        Way::Compiled(source) => {
            let built = tools.built(source)?;
            build_seconds = built.seconds.unwrap_or(0.0);
            by = Some(built.by);
            let params = params.iter().map(|(name, value)| format!("{name}={value}").into());
            [built.program, files.input.clone(), files.output.clone()]
                .into_iter()
                .map(OsString::from)
                .chain(params)
                .chain([format!("workers={workers}").into()])
                .collect()
        }
        Way::Python { module, packages } => {
            let python = tools.python()?;
            for (name, text) in PYTHON_DRIVERS {
                std::fs::write(files.scratch.join(name), text).map_err(|e| in_scratch(files, e))?;
            }
            let module = match module {
                Module::File(file) => file.clone(),
                Module::Text(text) => build::module(text)?,
            };
            let mut words: Vec<OsString> = vec![python.program.clone().into()];
            match recipe.workers {
                // With mpi4py's own starter an exception on one rank ends all of them.
                Workers::Ranks => words.extend(["-m".into(), "mpi4py".into(), files.scratch.join(MPI_DRIVER).into()]),
                Workers::One | Workers::Threads => words.push(files.scratch.join(DRIVER).into()),
            }
            words.extend([module, files.input.clone(), files.output.clone()].map(OsString::from));
            words.push(as_json(params, workers).into());
            words.extend(packages.iter().map(|(distribution, module)| format!("{distribution}={module}").into()));
            words
        }
    };
    let mut command = match recipe.workers {
        Workers::Ranks => {
            let mut mpirun = mpirun::command(workers, cores());
            mpirun.args(&words);
            mpirun
        }
        Workers::One | Workers::Threads => {
            let mut command = Command::new(&words[0]);
            command.args(&words[1..]);
            command
        }
    };
    if let Some(folder) = &recipe.folder {
        command.current_dir(folder);
    }
    environment(&mut command, recipe, workers);
    Ok(Ready { command, by, build_seconds })
}

fn in_scratch(files: &Files, e: std::io::Error) -> String {
    format!("{}: {e}", files.scratch.display())
}

/// Tells all who may start threads how many.
fn environment(command: &mut Command, recipe: &Recipe<'_>, workers: usize) {
    let threads = if recipe.workers == Workers::Threads { workers } else { 1 };
    for name in THREADS {
        command.env(name, threads.to_string());
    }
    if matches!(recipe.way, Way::Compiled(_)) && recipe.workers == Workers::Threads {
        // A thread on each CPU, as our own. Not in Python, where the OpenMP of one library would bind the main thread, and
        // with it the threads that other libraries start, to one CPU.
        command.env("OMP_PROC_BIND", "true");
    }
    // It may name another core's kernels than those that suit this machine.
    command.env_remove("OPENBLAS_CORETYPE");
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    if let Some(folder) = build::compiled_by_numba() {
        command.env("NUMBA_CACHE_DIR", folder);
    }
}

/// What a name in braces stands for.
fn value(name: &str, params: &Values, workers: usize, files: &Files) -> Option<String> {
    match name {
        "input" => Some(files.input.display().to_string()),
        "output" => Some(files.output.display().to_string()),
        "workers" => Some(workers.to_string()),
        "params" => Some(as_json(params, workers)),
        // An optional param that is not given is empty: no other name gets here.
        _ => Some(params.get(name).map_or(String::new(), ToString::to_string)),
    }
}

/// The params as JSON, the workers among them. A file is its path.
fn as_json(params: &Values, workers: usize) -> String {
    use tenfold_kernel::Value;
    let mut object: serde_json::Map<String, serde_json::Value> = params
        .iter()
        .map(|(name, value)| match value {
            Value::File(file) => (name.clone(), json!(file.path)),
            other => (name.clone(), json!(other)),
        })
        .collect();
    object.insert("workers".to_string(), json!(workers));
    serde_json::Value::Object(object).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_kernel::{Claim, Value};

    fn words(command: CommandLine, workers: Workers) -> Vec<String> {
        let params = [("n".into(), Value::Int(7)), ("name".into(), Value::Text("a b'c".into()))].into();
        let way = Way::Command { command: &command, once: false };
        let recipe = Recipe { way, workers, folder: Some("/f".into()), claim: Claim::Within(0.0) };
        let ready = ready(&recipe, &Tools::default(), &params, 2, &Files::within(Path::new("/tmp/s"))).unwrap();
        let command = ready.command();
        assert_eq!(command.get_current_dir(), Some(Path::new("/f")));
        assert!(command.get_envs().any(|(name, value)| name == "OPENBLAS_CORETYPE" && value.is_none()));
        let threads = command.get_envs().find(|(name, _)| *name == "NUMBA_NUM_THREADS").and_then(|(_, value)| value);
        assert_eq!(threads.unwrap(), if workers == Workers::Threads { "2" } else { "1" });
        [command.get_program()].into_iter().chain(command.get_args()).map(|w| w.to_string_lossy().to_string()).collect()
    }

    #[test]
    fn names_in_braces_are_filled_in() {
        let list = ["./p", "{n}", "{name}", "{input}", "{output}", "-j{workers}", "{params}", "{print $1}"];
        let list = CommandLine::Words(list.map(String::from).to_vec());
        let json = r#"{"n":7,"name":"a b'c","workers":2}"#;
        assert_eq!(
            words(list, Workers::Threads),
            ["/f/p", "7", "a b'c", "/tmp/s/input.bin", "/tmp/s/output.bin", "-j2", json, "{print $1}"]
        );
        let line = CommandLine::Shell("awk '{print $1}' {input} {name} | head -n {n} > {output}".into());
        let expected = r"awk '{print $1}' /tmp/s/input.bin 'a b'\''c' | head -n 7 > /tmp/s/output.bin";
        assert_eq!(words(line, Workers::One), ["sh", "-c", expected]);
    }

    #[test]
    fn ranks_are_started_by_mpirun() {
        let list = CommandLine::Words(vec!["p".into(), "{n}".into()]);
        let words = words(list, Workers::Ranks);
        assert_eq!(words[1..3], ["-n", "2"]);
        assert_eq!(words[words.len() - 2..], ["p", "7"]);
    }
}
