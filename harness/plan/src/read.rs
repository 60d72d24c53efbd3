//! Reads an experiment file.

use crate::Kernels;
use crate::external::externals;
use crate::file::{FileError, Node, Source};
use crate::guess::{guesses, targets};
use crate::word::listed;
use std::ops::Range;
use std::path::Path;
use tenfold_kernel::{AnyKernel, Limits, ParamSpec, Rung, Value, Values, Workers, fill};
use tenfold_record::{Experiment, External, Part, Scaling, Transport};
use toml::de::{DeTable, DeValue};

const TOP: &[&str] = &["question", "rounds", "sampling_seconds", "limit_seconds", "part"];
const PART: &[&str] =
    &["kernel", "params", "variants", "workers", "scaling", "transport", "base", "guess", "target", "external"];

/// Rounds where the file says nothing. Six are the fewest that bear a 95 % interval (1 − 2·2⁻⁶ = 96.9 %), eight the fewest
/// that can all agree on a difference with less than one false alarm in a hundred (2·2⁻⁸ = 0.8 %).
const ROUNDS: f64 = 8.0;
/// Seconds spent sampling in one launch where the file says nothing.
const SAMPLING_SECONDS: f64 = 0.2;
/// Seconds after which a launch is stopped where the file says nothing.
const LIMIT_SECONDS: f64 = 300.0;

/// What the command line sets over the file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Measure shortly: two rounds of a quarter of the sampling time.
    pub quick: bool,
    /// Use this transport for distributed variants.
    pub transport: Option<Transport>,
    /// Number of rounds.
    pub rounds: Option<u32>,
}

/// Reads the experiment `name` from the `text` of `file`.
pub fn read(
    name: &str,
    file: &str,
    text: &str,
    kernels: Kernels<'_>,
    set: &Overrides,
) -> Result<Experiment, FileError> {
    let source = Source { file, text };
    let root = source.parse()?;
    let whole = 0..0;
    let top = root.get_ref();
    let allowed: Vec<&str> = TOP.iter().chain(PART).copied().collect();
    source.only(top, &allowed)?;
    let question = match top.get("question") {
        Some(node) => match source.text_of("question", node)? {
            question if question.trim().is_empty() => {
                return Err(source.error(node.span(), "the question is empty: say in words what you want to find out"));
            }
            question => question,
        },
        None => {
            return Err(source.error(whole, "the key 'question' is missing: say in words what you want to find out"));
        }
    };
    let tables: Vec<(&DeTable<'_>, Range<usize>)> = match top.get("part") {
        None => vec![(top, 0..0)],
        Some(node) => {
            if let Some(key) = top.keys().find(|k| PART.contains(&k.get_ref().as_ref())) {
                let message = format!("'{}' is outside the parts: move it into a [[part]]", key.get_ref());
                return Err(source.error(key.span(), message));
            }
            if matches!(node.get_ref(), DeValue::Table(_)) {
                let message = "'part' is one of several: write [[part]] instead of [part]";
                return Err(source.error(node.span(), message));
            }
            let items = source.list("part", node)?;
            if items.is_empty() {
                return Err(source.error(node.span(), "'part' is empty: add a [[part]] with a kernel"));
            }
            let mut tables = Vec::with_capacity(items.len());
            for item in items {
                tables.push((source.table("part", item)?, item.span()));
            }
            tables
        }
    };
    let read = |(table, place)| part(&source, table, place, top, kernels, set);
    let parts = tables.into_iter().map(read).collect::<Result<_, _>>()?;
    let number = |key: &str, default: f64, min: f64, max: f64| {
        top.get(key).map_or(Ok(default), |node| within(&source, key, node, min, max))
    };
    let rounds = number("rounds", ROUNDS, 1.0, 1000.0)?;
    if let Some(node) = top.get("rounds").filter(|_| rounds.fract() != 0.0) {
        return Err(source.error(node.span(), format!("rounds = {rounds}: must be an integer from 1 to 1000")));
    }
    let rounds = rounds as u32;
    let sampling = number("sampling_seconds", SAMPLING_SECONDS, 0.001, 3600.0)?;
    let limit_seconds = number("limit_seconds", LIMIT_SECONDS, 0.1, 86_400.0)?;
    Ok(Experiment {
        name: name.to_string(),
        question,
        parts,
        rounds: set.rounds.unwrap_or(if set.quick { rounds.min(2) } else { rounds }),
        sampling_seconds: if set.quick { sampling / 4.0 } else { sampling },
        limit_seconds,
        source: text.to_string(),
    })
}

fn within(source: &Source<'_>, key: &str, node: &Node<'_>, min: f64, max: f64) -> Result<f64, FileError> {
    let x = source.number(key, node)?;
    if x >= min && x <= max {
        return Ok(x);
    }
    Err(source.error(node.span(), format!("{key} = {x} is out of range: {min} to {max} is allowed")))
}

fn part(
    source: &Source<'_>,
    table: &DeTable<'_>,
    place: Range<usize>,
    top: &DeTable<'_>,
    kernels: Kernels<'_>,
    set: &Overrides,
) -> Result<Part, FileError> {
    if !std::ptr::eq(table, top) {
        source.only(table, PART)?;
    }
    let place = table.keys().map(|k| k.span()).min_by_key(|s| s.start).unwrap_or(place);
    let Some(node) = table.get("kernel") else {
        return Err(source.error(place, "the key 'kernel' is missing: name the kernel to measure"));
    };
    let name = source.text_of("kernel", node)?;
    let Some(kernel) = kernels.iter().find(|k| k.name() == name) else {
        let known: Vec<&str> = kernels.iter().map(|k| k.name()).collect();
        return Err(source.error(node.span(), format!("there is no kernel '{name}' ({})", listed(&name, &known))));
    };
    let kernel = &**kernel;
    let params = params(source, table, kernel)?;
    let externals = externals(source, table, kernel)?;
    let variants = variants(source, table, kernel, &externals)?;
    let base = match table.get("base") {
        Some(node) => {
            let known: Vec<(&str, &String)> = variants.iter().map(|variant| (variant.as_str(), variant)).collect();
            source.choice("base", node, &known)?.clone()
        }
        None => variants[0].clone(),
    };
    Ok(Part {
        kernel: kernel.name().to_string(),
        summary: kernel.summary().to_string(),
        params,
        workers: workers(source, table)?,
        scaling: match table.get("scaling") {
            Some(node) => source.choice("scaling", node, &[("strong", Scaling::Strong), ("weak", Scaling::Weak)])?,
            None => Scaling::Strong,
        },
        transports: transports(source, table, set)?,
        guesses: guesses(source, table, &variants)?,
        targets: targets(source, table, &variants)?,
        base,
        variants,
        externals,
    })
}

fn params(source: &Source<'_>, table: &DeTable<'_>, kernel: &dyn AnyKernel) -> Result<Values, FileError> {
    let mut given = Values::new();
    let Some(node) = table.get("params") else {
        return kernel.resolve(&given).map_err(|e| source.error(0..0, e.to_string()));
    };
    let names: Vec<&str> = kernel.specs().iter().map(|s| s.name).collect();
    let params = source.table("params", node)?;
    for (key, value) in params {
        let name = key.get_ref().as_ref();
        if name == ParamSpec::OUT {
            let message = format!("a run saves no output: tenfold exec {} … --set out=FILE.npy does", kernel.name());
            return Err(source.error(key.span(), message));
        }
        if !names.contains(&name) {
            let message = format!("{} has no param '{name}' ({})", kernel.name(), listed(name, &names));
            return Err(source.error(key.span(), message));
        }
        let spec = kernel.specs().iter().find(|spec| spec.name == name);
        let given_value = match (spec.map(|spec| spec.limits), source.integer(value)) {
            (Some(Limits::Choice { .. } | Limits::Text), _) => Value::Text(source.text_of(name, value)?),
            // Beside the experiment's own file, wherever the program was started.
            (Some(Limits::File { .. }), _) => Value::Text(beside(source, &source.text_of(name, value)?)),
            (_, Some(i)) => Value::Int(i),
            (_, None) => Value::Real(source.number(name, value)?),
        };
        // One by one, so that the complaint can name the line.
        let one = fill(kernel.specs(), &[(name.to_string(), given_value)].into());
        let checked = one.map_err(|e| source.error(value.span(), e.to_string()))?.remove(name);
        given.extend(checked.map(|value| (name.to_string(), value)));
    }
    kernel.resolve(&given).map_err(|e| {
        let why = e.to_string();
        let blamed = params.iter().find(|(key, _)| why.starts_with(&format!("{} = ", key.get_ref())));
        source.error(blamed.map_or(node.span(), |(_, value)| value.span()), why)
    })
}

/// The path of a file that an experiment names.
fn beside(source: &Source<'_>, file: &str) -> String {
    let folder = Path::new(source.file).parent().unwrap_or(Path::new(""));
    folder.join(file).display().to_string()
}

fn variants(
    source: &Source<'_>,
    table: &DeTable<'_>,
    kernel: &dyn AnyKernel,
    externals: &[External],
) -> Result<Vec<String>, FileError> {
    let own: Vec<&str> = kernel.variants().iter().map(|v| v.name).collect();
    let declared = || externals.iter().map(|external| external.name.as_str());
    let known: Vec<&str> = own.iter().copied().chain(kernel.peers().iter().map(|p| p.name)).chain(declared()).collect();
    let Some(node) = table.get("variants") else {
        return Ok(own.into_iter().chain(declared()).map(str::to_string).collect());
    };
    let mut names: Vec<String> = Vec::new();
    for item in source.list("variants", node)? {
        let name = source.text_of("variants", item)?;
        // Mutants may be measured too: they show that a wrong answer gets no time.
        if !known.contains(&name.as_str()) && !kernel.mutants().contains(&name.as_str()) {
            let message = format!("{} has no variant '{name}' ({})", kernel.name(), listed(&name, &known));
            return Err(source.error(item.span(), message));
        }
        if names.contains(&name) {
            return Err(source.error(item.span(), format!("the variant '{name}' is named twice")));
        }
        names.push(name);
    }
    if let Some(unnamed) = declared().find(|name| !names.iter().any(|n| n == name)) {
        let message = format!("the external '{unnamed}' is declared but not among the variants: add it here");
        return Err(source.error(node.span(), message));
    }
    if names.is_empty() {
        return Err(source.error(node.span(), format!("'variants' is empty (allowed: {})", known.join(", "))));
    }
    Ok(names)
}

fn workers(source: &Source<'_>, table: &DeTable<'_>) -> Result<Vec<usize>, FileError> {
    let Some(node) = table.get("workers") else { return Ok(vec![1, 2]) };
    let mut counts = Vec::new();
    for item in source.list("workers", node)? {
        match source.integer(item) {
            Some(n @ 1..=4096) if counts.contains(&(n as usize)) => {
                return Err(source.error(item.span(), format!("'workers' names {n} twice")));
            }
            Some(n @ 1..=4096) => counts.push(n as usize),
            _ => return Err(source.error(item.span(), "'workers' must be integers from 1 to 4096")),
        }
    }
    if counts.is_empty() {
        return Err(source.error(node.span(), "'workers' is empty: name at least one number of workers, as in [1, 2]"));
    }
    counts.sort_unstable();
    Ok(counts)
}

fn transports(source: &Source<'_>, table: &DeTable<'_>, set: &Overrides) -> Result<Vec<Transport>, FileError> {
    if let Some(transport) = set.transport {
        return Ok(vec![transport]);
    }
    let Some(node) = table.get("transport") else { return Ok(vec![Transport::Local]) };
    let mut transports = Vec::new();
    for item in source.list("transport", node)? {
        let known = [("local", Transport::Local), ("mpi", Transport::Mpi)];
        let transport = source.choice("transport", item, &known)?;
        if !transports.contains(&transport) {
            transports.push(transport);
        }
    }
    if transports.is_empty() {
        return Err(source.error(node.span(), "'transport' is empty (allowed: local, mpi)"));
    }
    Ok(transports)
}

/// The rung of a variant, external or mutant.
pub(crate) fn rung_of(kernel: &dyn AnyKernel, part: &Part, variant: &str) -> Rung {
    let is_external = part.externals.iter().any(|e| e.name == variant);
    kernel.rung(variant).filter(|_| !is_external).unwrap_or(Rung::External)
}

/// What the workers of a variant, external or mutant are.
pub(crate) fn workers_of(kernel: &dyn AnyKernel, part: &Part, variant: &str) -> Workers {
    let peer = || kernel.peers().into_iter().find(|p| p.name == variant).map(|p| p.workers);
    let external = || part.externals.iter().find(|e| e.name == variant).map(|e| e.workers);
    external().or_else(peer).unwrap_or_else(|| rung_of(kernel, part, variant).workers())
}
