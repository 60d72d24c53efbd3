//! The table of rates.

use crate::lines::{COLUMNS, entry};
use tenfold_analysis::ceiling::{best_and_median, heading, quantity};
use tenfold_record::{Ceiling, Reach, Resource};

/// The ceilings of a resource under its name, one core's and all cores' in a row.
pub fn rates(ceilings: &[Ceiling]) -> Vec<String> {
    let mut lines = vec![String::new(), row("", "one core", "all cores")];
    for (first, one) in of_one_core(ceilings) {
        lines.extend(first);
        let all = ceilings.iter().find(|c| c.reach == Reach::AllCores && is_same(c, one));
        let of = |c: Option<&Ceiling>, value: fn(&Ceiling) -> String| c.map_or("–".to_string(), value);
        lines.push(row(&one.name, &of(Some(one), best_and_median), &of(all, best_and_median)));
        if one.stream_per_second.is_some_and(|stream| stream < one.per_second) {
            lines.push(row("  as STREAM counts it", &of(Some(one), as_stream), &of(all, as_stream)));
        }
    }
    lines
}

/// How each ceiling was measured, under the name of its resource.
pub fn methods(ceilings: &[Ceiling]) -> Vec<String> {
    let mut lines = vec![String::new(), "measured with".to_string()];
    for (first, one) in of_one_core(ceilings) {
        lines.extend(first);
        lines.push(entry(2, NAME, &one.name, &one.method));
    }
    lines
}

/// Those of one core, the first of a resource with its heading.
fn of_one_core(ceilings: &[Ceiling]) -> impl Iterator<Item = (Option<String>, &Ceiling)> {
    let mut under: Option<Resource> = None;
    ceilings.iter().filter(|c| c.reach == Reach::OneCore).map(move |one| {
        let is_first = under.replace(one.resource) != Some(one.resource);
        (is_first.then(|| heading(one.resource).to_string()), one)
    })
}

/// Columns of the name.
const NAME: usize = 26;

/// A row of two values.
pub fn row(name: &str, one: &str, all: &str) -> String {
    let value = (COLUMNS - NAME - 4) / 2;
    format!("  {name:<NAME$} {one:>value$} {all:>value$}").trim_end().to_string()
}

fn is_same(a: &Ceiling, b: &Ceiling) -> bool {
    (a.resource, &a.name) == (b.resource, &b.name)
}

fn as_stream(ceiling: &Ceiling) -> String {
    ceiling.stream_per_second.map_or(String::new(), |stream| quantity(ceiling.resource, stream))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ceiling(resource: Resource, name: &str, reach: Reach, rate: f64) -> Ceiling {
        Ceiling {
            median: Some(rate * 0.9),
            stream_per_second: Some(rate * 0.75),
            method: format!("{name}, on arrays that no cache holds, counting the lines that stores fetch"),
            ..Ceiling::of(resource, name, reach, rate)
        }
    }

    #[test]
    fn the_table_fits_a_terminal_and_says_how_each_was_measured() {
        let name = "triad, non-temporal stores";
        let ceilings = [
            ceiling(Resource::MemoryBytes, name, Reach::OneCore, 1.234e11),
            ceiling(Resource::MemoryBytes, name, Reach::AllCores, 2.345e11),
            ceiling(Resource::FusedFlops, "128 bit, not fused", Reach::OneCore, 1.234e12),
        ];
        let lines: Vec<String> = rates(&ceilings).into_iter().chain(methods(&ceilings)).collect();
        assert!(lines.iter().flat_map(|line| line.lines()).all(|line| line.chars().count() <= COLUMNS), "{lines:#?}");
        let row = lines.iter().find(|line| line.contains("123 GB/s (111)")).unwrap();
        assert!(row.ends_with("234 GB/s (211)"), "{row}");
        assert!(lines.iter().any(|line| line.contains("as STREAM counts it") && line.contains("92.5 GB/s")));
        assert!(lines.iter().any(|line| line.ends_with('–')), "a ceiling of one core alone: {lines:#?}");
        assert_eq!(lines.iter().filter(|line| line.contains("on arrays")).count(), 2);
    }
}
