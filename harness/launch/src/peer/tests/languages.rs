//! Each language, through the driver that ships for it.

use super::*;
use crate::peer::recipe::Module;
use crate::peer::{Python, compilers};

#[test]
fn in_c_compiler_and_flags_are_told_and_the_build_once() {
    let text = "#include \"tenfold_peer.h\"
        static char bytes[3];
        static volatile int64_t burnt;
        static void prepare(void) { load(bytes, 3); }
        static void run(void) { for (burnt = 0; burnt < param_int(\"work\"); burnt++); }
        static void answer(void) { char up[3]; for (int i = 0; i < 3; i++) up[i] = bytes[i] + 1; save(up, 3); }";
    let Some(way) = in_c(&["-O1"], text) else { return };
    let Done { judgement, told } = measured(launched(way, (Workers::One, 1)));
    assert_eq!(judgement.oracles[0].name, "Within(0.5)");
    assert!(told.path.ends_with(" -O1"), "{}", told.path);
    assert_eq!(told.pinning, format!("cpu {}", pin::allowed()[0]));
    assert!(told.startup_seconds > 0.0 && told.input_seconds > 0.0 && told.first_seconds > 0.0);
    assert_eq!((told.build_seconds, told.compile_seconds), (0.0, 0.0));
}

#[test]
fn the_first_launch_tells_how_long_the_build_took() {
    // As new as this test's process.
    let text = format!("/* {} */ int main(void) {{ return 0; }}", std::process::id());
    let source = Source { compiler: Compiler::C, flags: Vec::new(), name: "new.c".into(), text };
    if let Err(why) = compilers::find(Compiler::C) {
        return println!("skipped: {why}");
    }
    let tools = Tools::default();
    let recipe =
        Recipe { way: Way::Compiled(source.clone()), workers: Workers::One, folder: None, claim: Claim::Of("new") };
    assert_eq!(tools.missing(&recipe), None);
    assert_eq!(tools.missing(&recipe), None);
    let first = tools.built(&source).unwrap();
    assert!(first.seconds.is_some_and(|seconds| seconds > 0.0));
    assert_eq!(tools.built(&source).unwrap().seconds, None);
    std::fs::remove_file(first.program).unwrap();
}

#[test]
fn in_fortran() {
    let text = "program planted
use tenfold_peer
implicit none
character(len=3) :: bytes
call speak(prepare, run, answer)
contains
subroutine prepare(input)
    integer, intent(in) :: input
    read (input) bytes
end subroutine
subroutine run()
    integer :: i
    real(real64), volatile :: x
    x = 0
    do i = 1, int(param_int('work'))
        x = x + 1
    end do
end subroutine
subroutine answer(output)
    integer, intent(in) :: output
    integer :: i
    do i = 1, 3
        write (output) achar(iachar(bytes(i:i)) + 1)
    end do
end subroutine
end program
";
    let source =
        Source { compiler: Compiler::Fortran, flags: vec!["-O1".into()], name: "a.f90".into(), text: text.into() };
    if let Err(why) = compilers::find(Compiler::Fortran) {
        return println!("skipped: {why}");
    }
    let told = measured(launched(Way::Compiled(source), (Workers::One, 1))).told;
    assert!(told.path.ends_with(" -O1"), "{}", told.path);
}

const MODULE: &str = "
import time
def build():
    time.sleep(0.05)
def prepare(params, data):
    assert params['workers'] == 1
    return data
def run(params, state):
    for _ in range(params['work'] // 10): pass
    return bytes(b + 1 for b in state)
def pack(params, output):
    return output
";

#[test]
fn in_python_compiling_is_told_apart() {
    if let Err(why) = Python::find() {
        return println!("skipped: {why}");
    }
    let way = Way::Python { module: Module::Text(MODULE), packages: Vec::new() };
    let told = measured(launched(way, (Workers::One, 1))).told;
    assert!(told.path.contains("Python 3."), "{}", told.path);
    assert!(told.compile_seconds >= 0.05 && told.input_seconds < told.compile_seconds, "{told:?}");
}

const MPI_MODULE: &str = "
def prepare(params, source, comm):
    with open(source, 'rb') as file:
        return comm, file.read()[comm.rank :: comm.size]
def run(params, state):
    comm, mine = state
    for _ in range(params['work'] // 10): pass
    return comm.gather(bytes(b + 1 for b in mine)), comm.size
def pack(params, output):
    parts, size = output
    return parts and bytes(parts[i % size][i // size] for i in range(sum(map(len, parts))))
";

#[test]
fn in_python_on_ranks_of_mpi() {
    let recipe = |packages| {
        let way = Way::Python { module: Module::Text(MPI_MODULE), packages };
        Recipe { way, workers: Workers::Ranks, folder: None, claim: Claim::Of("planted") }
    };
    if let Some(why) = Tools::default().missing(&recipe(Vec::new())) {
        return println!("skipped: {why}");
    }
    for ranks in [1, 2] {
        let way = recipe(vec![("mpi4py".to_string(), "mpi4py".to_string())]).way;
        let told = measured(launched(way, (Workers::Ranks, ranks))).told;
        assert!(told.path.contains("mpi4py") && told.path.ends_with(&format!("ranks: {ranks}")), "{}", told.path);
    }
}

#[test]
fn what_is_missing_is_a_reason() {
    let absent = [
        (
            Way::Command { command: &CommandLine::Words(vec!["no-such-program".into()]), once: false },
            "is not on the PATH",
        ),
        (
            Way::Command { command: &CommandLine::Words(vec!["./no".into()]), once: false },
            "./no is not there: build it",
        ),
        (
            Way::Python {
                module: Module::Text(MODULE),
                packages: vec![("no-such-package".into(), "no_such_package".into())],
            },
            "no-such-package is not installed",
        ),
        (
            Way::Compiled(Source {
                compiler: Compiler::C,
                flags: vec!["-fno-such-flag".into()],
                name: "a.c".into(),
                text: "int main(void) { return 0; }".into(),
            }),
            "-fno-such-flag",
        ),
    ];
    for (way, expected) in absent {
        let recipe = Recipe { way, workers: Workers::One, folder: None, claim: Claim::Within(0.0) };
        let why = Tools::default().missing(&recipe).unwrap();
        let has_tool = !why.starts_with("no ");
        assert!(why.contains(expected) || !has_tool, "{why}");
    }
}

#[test]
fn in_rust() {
    let text = "mod tenfold_peer;
use tenfold_peer::{Input, Output, Params, Peer, speak};

struct Planted(Vec<u8>, u64);

impl Peer for Planted {
    fn prepare(params: &Params, input: &mut Input) -> Planted {
        Planted(input.bytes(3), params.number(\"work\"))
    }
    fn run(&mut self) {
        (0..self.1).for_each(|i| {
            std::hint::black_box(i);
        });
    }
    fn answer(&self, output: &mut Output) {
        output.bytes(&[self.0[0] + 1, self.0[1] + 1, self.0[2] + 1]);
    }
}

fn main() {
    speak::<Planted>();
}
";
    let source = Source { compiler: Compiler::Rust, flags: Vec::new(), name: "a.rs".into(), text: text.into() };
    if let Err(why) = compilers::find(Compiler::Rust) {
        return println!("skipped: {why}");
    }
    let told = measured(launched(Way::Compiled(source), (Workers::One, 1))).told;
    assert!(told.path.ends_with(" -C target-cpu=native"), "{}", told.path);
}
