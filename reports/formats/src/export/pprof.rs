//! pprof's protobuf (<https://github.com/google/pprof/blob/main/proto/profile.proto>), compressed.

use crate::profiles::{CellProfile, profiles};
use crate::strings::Strings;
use crate::{Format, FormatError, Holds, Results, Written};
use flate2::{Compression, GzBuilder};
use prost::Message;
use std::io::Write;

/// All profiles of the run. Each sample has the label `cell`, by which `pprof -tagfocus` picks one, and two values: how
/// often its stack was seen, and for how many nanoseconds of CPU time that stands.
pub const FORMAT: Format = Format {
    name: "pprof",
    reader: "go tool pprof: all profiles of the run",
    holds: Holds::Profiles,
    is_binary: true,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    let of_cells = profiles(FORMAT.name, results)?;
    let message = Tables::new().message(&of_cells, results.run.started_ms);
    // No time in the header: the same run gives the same bytes.
    let mut gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::default());
    let written = gzip.write_all(&message.encode_to_vec()).and_then(|()| gzip.finish());
    written.map(Written::bytes).map_err(|e| FormatError::failed(FORMAT.name, e))
}

/// The tables of a profile: the string of number 0 is empty, functions and locations count from 1.
struct Tables {
    strings: Strings,
    functions: Strings,
}

impl Tables {
    fn new() -> Tables {
        let mut strings = Strings::default();
        strings.index("");
        Tables { strings, functions: Strings::default() }
    }

    fn text(&mut self, text: &str) -> i64 {
        self.strings.index(text) as i64
    }

    fn value_type(&mut self, kind: &str, unit: &str) -> ValueType {
        ValueType { kind: self.text(kind), unit: self.text(unit) }
    }

    fn message(mut self, of_cells: &[CellProfile<'_>], started_ms: i64) -> Profile {
        let sample_type = vec![self.value_type("samples", "count"), self.value_type("cpu", "nanoseconds")];
        let period_type = Some(self.value_type("cpu", "nanoseconds"));
        let sample = of_cells.iter().flat_map(|of_cell| self.samples(of_cell)).collect();
        let nanoseconds = |of_cell: &CellProfile<'_>| of_cell.seconds_per_sample() * super::NANOSECONDS;
        let period = of_cells.iter().map(nanoseconds).fold(0.0, f64::max).round() as i64;
        let names = self.functions.all().to_vec();
        let function = (1..).zip(&names).map(|(id, name)| Function { id, name: self.text(name) }).collect();
        let location =
            (1..=names.len() as u64).map(|id| Location { id, line: vec![Line { function_id: id }] }).collect();
        Profile {
            sample_type,
            sample,
            location,
            function,
            string_table: self.strings.all().to_vec(),
            time_nanos: started_ms * 1_000_000,
            period_type,
            period,
        }
    }

    fn samples(&mut self, of_cell: &CellProfile<'_>) -> Vec<Sample> {
        let label = Label { key: self.text("cell"), text: self.text(&of_cell.title) };
        let nanoseconds = of_cell.seconds_per_sample() * super::NANOSECONDS;
        let mut samples = Vec::new();
        for (frames, count) in of_cell.stacks.iter() {
            let mut location_id: Vec<u64> = frames.map(|frame| self.functions.index(frame) as u64 + 1).collect();
            // The leaf comes first.
            location_id.reverse();
            let value = vec![count as i64, (count as f64 * nanoseconds).round() as i64];
            samples.push(Sample { location_id, value, label: vec![label] });
        }
        samples
    }
}

// The messages of profile.proto, as far as they are written; tags are the schema's.

#[derive(Clone, PartialEq, Message)]
struct Profile {
    #[prost(message, repeated, tag = "1")]
    sample_type: Vec<ValueType>,
    #[prost(message, repeated, tag = "2")]
    sample: Vec<Sample>,
    #[prost(message, repeated, tag = "4")]
    location: Vec<Location>,
    #[prost(message, repeated, tag = "5")]
    function: Vec<Function>,
    #[prost(string, repeated, tag = "6")]
    string_table: Vec<String>,
    #[prost(int64, tag = "9")]
    time_nanos: i64,
    #[prost(message, optional, tag = "11")]
    period_type: Option<ValueType>,
    #[prost(int64, tag = "12")]
    period: i64,
}

#[derive(Clone, Copy, PartialEq, Message)]
struct ValueType {
    #[prost(int64, tag = "1")]
    kind: i64,
    #[prost(int64, tag = "2")]
    unit: i64,
}

#[derive(Clone, PartialEq, Message)]
struct Sample {
    #[prost(uint64, repeated, tag = "1")]
    location_id: Vec<u64>,
    #[prost(int64, repeated, tag = "2")]
    value: Vec<i64>,
    #[prost(message, repeated, tag = "3")]
    label: Vec<Label>,
}

#[derive(Clone, Copy, PartialEq, Message)]
struct Label {
    #[prost(int64, tag = "1")]
    key: i64,
    #[prost(int64, tag = "2")]
    text: i64,
}

#[derive(Clone, PartialEq, Message)]
struct Location {
    #[prost(uint64, tag = "1")]
    id: u64,
    #[prost(message, repeated, tag = "4")]
    line: Vec<Line>,
}

#[derive(Clone, Copy, PartialEq, Message)]
struct Line {
    #[prost(uint64, tag = "1")]
    function_id: u64,
}

#[derive(Clone, Copy, PartialEq, Message)]
struct Function {
    #[prost(uint64, tag = "1")]
    id: u64,
    #[prost(int64, tag = "2")]
    name: i64,
}
