//! Speaks the protocol of peers for a program in Rust. The program says `mod tenfold_peer;`, implements [`Peer`] and calls
//! [`speak`] in `main`. Called as: PROGRAM INPUT OUTPUT NAME=VALUE…, each param of the kernel by name, and `workers`.

#![allow(dead_code, reason = "no program needs all of it")]

use std::env;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::process::exit;
use std::str::FromStr;
use std::time::Instant;

/// What a program defines.
pub trait Peer {
    /// Reads params and input, and allocates what the runs need.
    fn prepare(params: &Params, input: &mut Input) -> Self;
    /// Computes the output from the same input, as often as it is called; only this is timed.
    fn run(&mut self);
    /// Saves the output of the last run.
    fn answer(&self, output: &mut Output);
}

/// The params of the problem, and `workers`.
pub struct Params(Vec<String>);

impl Params {
    /// The value of a param, as text: a choice, or a file's name.
    pub fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
        found.unwrap_or_else(|| fail(&format!("missing param: {name}")))
    }

    /// The value of a param that is a number.
    pub fn number<T: FromStr>(&self, name: &str) -> T {
        self.text(name).parse().unwrap_or_else(|_| fail(&format!("this param must be a number: {name}")))
    }
}

/// The input, array after array.
pub struct Input(BufReader<File>);

impl Input {
    /// The next bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.0.read_exact(&mut bytes).unwrap_or_else(|e| fail(&format!("too few bytes of input: {e}")));
        bytes
    }

    /// The next `count` numbers.
    pub fn f64s(&mut self, count: usize) -> Vec<f64> {
        self.bytes(8 * count).chunks_exact(8).map(|bytes| f64::from_le_bytes(bytes.try_into().expect("eight bytes"))).collect()
    }
}

/// The output, array after array.
pub struct Output(BufWriter<File>);

impl Output {
    /// Saves these bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap_or_else(|e| fail(&format!("cannot write the output: {e}")));
    }

    /// Saves these numbers.
    pub fn f64s(&mut self, numbers: impl IntoIterator<Item = f64>) {
        numbers.into_iter().for_each(|number| self.bytes(&number.to_le_bytes()));
    }
}

/// Does what it is told on standard input.
pub fn speak<P: Peer>() {
    let words: Vec<String> = env::args().collect();
    let [_, input, output, params @ ..] = &words[..] else { fail("usage: PROGRAM INPUT OUTPUT NAME=VALUE…") };
    println!("started Rust, {}", env!("TENFOLD_RUST"));
    let file = File::open(input).unwrap_or_else(|e| fail(&format!("{input}: {e}")));
    let mut peer = P::prepare(&Params(params.to_vec()), &mut Input(BufReader::new(file)));
    println!("ready");
    for line in io::stdin().lines().map_while(Result::ok) {
        if let Some(runs) = line.strip_prefix("run ").and_then(|runs| runs.trim().parse::<u64>().ok()) {
            let begin = Instant::now();
            (0..runs).for_each(|_| peer.run());
            println!("{:.9}", begin.elapsed().as_secs_f64());
        } else if line.starts_with("answer") {
            let file = File::create(output).unwrap_or_else(|e| fail(&format!("{output}: {e}")));
            let mut output = Output(BufWriter::new(file));
            peer.answer(&mut output);
            output.0.flush().unwrap_or_else(|e| fail(&format!("cannot write the output: {e}")));
            println!("written");
        }
    }
}

fn fail(what: &str) -> ! {
    eprintln!("{what}");
    exit(1)
}
