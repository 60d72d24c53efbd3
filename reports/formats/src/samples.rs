//! One row a sample: what CSV and Parquet hold.

use crate::identity::params;
use crate::{CellResult, Results};
use tenfold_record::{Launch, Outcome, Run, Sample};

/// A sample with all that it belongs to; or a cell without a number, which has no sample.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    run: &'a Run,
    cell: &'a NamedCell<'a>,
    sample: Option<(&'a Launch, Sample)>,
}

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Text.
    Text(&'a str),
    /// A whole number.
    Whole(i64),
    /// A real number.
    Real(f64),
    /// Nothing: the row has no sample.
    Nothing,
}

impl Value<'_> {
    /// The value, or nothing where it is a real number that is none.
    pub fn finite(self) -> Self {
        match self {
            Value::Real(x) if !x.is_finite() => Value::Nothing,
            value => value,
        }
    }
}

/// The kind of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Whole numbers.
    Whole,
    /// Real numbers.
    Real,
}

/// A column.
pub struct Column {
    /// Its name; that of a time ends in its unit.
    pub name: &'static str,
    /// The kind of its values.
    pub kind: ColumnType,
    /// What it holds.
    pub about: &'static str,
    value: for<'a> fn(&Row<'a>) -> Value<'a>,
}

impl Column {
    /// The column's value in a row.
    pub fn of<'a>(&self, row: &Row<'a>) -> Value<'a> {
        (self.value)(row)
    }
}

macro_rules! columns {
    ($($name:literal $kind:ident $about:literal $value:expr;)*) => {
        &[$(Column { name: $name, kind: ColumnType::$kind, about: $about, value: $value }),*]
    };
}

/// The columns, in their order. Everything from `path` on is of the sample, and empty where there is no number.
pub const COLUMNS: &[Column] = columns! {
    "run" Text "the run's name" |r| Value::Text(&r.run.id);
    "started_ms" Whole "when the run started, in milliseconds of Unix time" |r| Value::Whole(r.run.started_ms);
    "cell" Text "the cell's name, unique in the run and the same in every run" |r| Value::Text(&r.cell.result.name);
    "kernel" Text "the kernel" |r| Value::Text(&r.cell.result.cell.kernel);
    "variant" Text "the variant" |r| Value::Text(&r.cell.result.cell.variant);
    "rung" Text "the rung of the ladder: external, naive, and so on" |r| Value::Text(&r.cell.rung);
    "params" Text "the problem: name=value, joined by commas" |r| Value::Text(&r.cell.params);
    "workers" Whole "how many threads or ranks" |r| Value::Whole(r.cell.result.cell.workers as i64);
    "transport" Text "local or mpi, for distributed cells" |r| Value::Text(&r.cell.transport);
    "status" Text "measured, unchecked, wrong, too fast or missing" |r| Value::Text(r.cell.result.status());
    "reason" Text "why there is no valid time" |r| Value::Text(r.cell.result.reason());
    "path" Text "the CPU path taken, or the interpreter" |r| r.of_launch(|l| Value::Text(&l.path));
    "build_s" Real "building the program from its source, in seconds; like all times up to first_s, once per launch, outside the timed runs" |r| r.of_watched(|l, _| Value::Real(l.build_seconds));
    "startup_s" Real "starting the process until it was ready, in seconds" |r| r.of_watched(|l, _| Value::Real(l.startup_seconds));
    "input_s" Real "making the input, in seconds" |r| r.of_watched(|l, _| Value::Real(l.input_seconds));
    "plan_s" Real "making the variant's plan, in seconds" |r| r.of_watched(|l, _| Value::Real(l.plan_seconds));
    "compile_s" Real "compiling at run time, in seconds, where the program times it separately" |r| r.of_watched(|l, _| Value::Real(l.compile_seconds));
    "first_s" Real "the first run, in seconds" |r| r.of_watched(|l, _| Value::Real(l.first_seconds));
    "round" Whole "the round, from 0; a cell is launched once per round" |r| r.of_launch(|l| Value::Whole(l.round.into()));
    "batch" Whole "the batch within the launch, from 0" |r| r.of_sample(|_, s| Value::Whole(s.index.into()));
    "rank" Whole "the rank, from 0; a batch lasts from the first rank's start to the last one's end" |r| r.of_sample(|_, s| Value::Whole(s.rank.into()));
    "iterations" Whole "runs in the batch" |r| r.of_launch(|l| Value::Whole(l.iterations.into()));
    "start_s" Real "start of the batch, in seconds after the launch's first batch started" |r| r.of_sample(|_, s| Value::Real(s.start));
    "batch_s" Real "the time of the batch on this rank, in seconds" |r| r.of_sample(|_, s| Value::Real(s.seconds));
    "run_s" Real "the time of one run on this rank, in seconds: batch_s / iterations" |r| r.of_sample(|l, s| Value::Real(s.seconds / f64::from(l.iterations)));
    "steal_s" Real "CPU time stolen by the hypervisor during the batch, in seconds" |r| r.of_watched(|_, s| Value::Real(s.steal));
    "switches" Whole "involuntary context switches during the batch" |r| r.of_watched(|_, s| Value::Whole(s.switches.into()));
};

impl<'a> Row<'a> {
    fn of_launch(&self, value: impl Fn(&'a Launch) -> Value<'a>) -> Value<'a> {
        self.sample.map_or(Value::Nothing, |(launch, _)| value(launch))
    }

    /// What only Tenfold's own launches watch.
    fn of_watched(&self, value: impl Fn(&'a Launch, Sample) -> Value<'a>) -> Value<'a> {
        let own = self.sample.filter(|(launch, _)| launch.outcome == Outcome::Measured);
        own.map_or(Value::Nothing, |(launch, sample)| value(launch, sample))
    }

    fn of_sample(&self, value: impl Fn(&'a Launch, Sample) -> Value<'a>) -> Value<'a> {
        self.sample.map_or(Value::Nothing, |(launch, sample)| value(launch, sample))
    }
}

/// A cell with the texts that its rows share.
pub struct NamedCell<'a> {
    result: CellResult<'a>,
    rung: String,
    params: String,
    transport: String,
}

/// The cells of a run with the texts of their rows.
pub fn named<'a>(results: &'a Results<'_>) -> Vec<NamedCell<'a>> {
    let named = results.cells().into_iter().map(|result| NamedCell {
        rung: result.cell.rung.to_string(),
        params: params(&result.cell.params),
        transport: result.cell.transport.map(|t| t.to_string()).unwrap_or_default(),
        result,
    });
    named.collect()
}

/// The rows of a cell: one for each sample of its launches, or one without a sample.
pub fn rows<'a>(run: &'a Run, cell: &'a NamedCell<'a>) -> impl Iterator<Item = Row<'a>> {
    let row = move |sample| Row { run, cell, sample };
    let launches = cell.result.launches().into_iter();
    let samples = launches.flat_map(move |launch| launch.samples.iter().map(move |s| row(Some((launch, s)))));
    samples.chain(cell.result.timed().is_none().then(|| row(None)))
}
