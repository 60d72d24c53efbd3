//! What a rung changed of where the time goes: a differential flamegraph.

use super::flame::FlameView;
use crate::findings::{hot_functions, say};
use crate::{ReportError, flamegraph, format};
use serde::Serialize;
use std::collections::BTreeMap;
use tenfold_record::{Cell, Profile, Rung};

/// A change of a function's share of the samples too small to be spoken of: profiles of a few hundred samples differ by
/// as much without any change.
const LEAST: f64 = 0.05;

/// The profiles of two rungs, one after the other.
#[derive(Serialize)]
pub(super) struct ChangeView {
    before: String,
    after: String,
    answer: String,
    flame: FlameView,
}

impl ChangeView {
    /// The last variant of each rung of ours against the last of the rung before, where both took samples: variants of a rung
    /// stand in the order of what they teach.
    pub(super) fn all(profiles: &[(&Cell, &Profile)]) -> Result<Vec<ChangeView>, ReportError> {
        let own = profiles.iter().filter(|(cell, profile)| cell.rung != Rung::External && profile.samples > 0);
        let last: BTreeMap<Rung, _> = own.map(|profile| (profile.0.rung, profile)).collect();
        let last: Vec<_> = last.into_values().collect();
        last.windows(2).map(|pair| ChangeView::of(pair[0], pair[1])).collect()
    }

    fn of((before, from): &(&Cell, &Profile), (after, to): &(&Cell, &Profile)) -> Result<ChangeView, ReportError> {
        let (kernel, before, label) = (&after.kernel, say::label(before), say::label(after));
        let title = format!("{label} against {before}");
        let stacks = flamegraph::change(&from.folded, &to.folded, kernel, &title)?;
        Ok(ChangeView {
            answer: answer(from, to),
            flame: FlameView::of(&stacks, kernel, &title, &[kernel, &title])?,
            before,
            after: label,
        })
    }
}

/// The functions whose share of the samples grew and shrank most.
fn answer(before: &Profile, after: &Profile) -> String {
    let mut shares: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    for (side, profile) in [before, after].into_iter().enumerate() {
        for function in hot_functions(profile, usize::MAX) {
            shares.entry(function.name).or_default()[side] = function.itself;
        }
    }
    let by_change =
        |a: &(&String, &[f64; 2]), b: &(&String, &[f64; 2])| (a.1[1] - a.1[0]).total_cmp(&(b.1[1] - b.1[0]));
    let told = |(name, [was, is]): (&String, &[f64; 2])| {
        ((is - was).abs() >= LEAST).then(|| format!("{name}: {} → {}", format::percent(*was), format::percent(*is)))
    };
    let ends = [shares.iter().max_by(by_change), shares.iter().min_by(by_change)];
    let told: Vec<String> = ends.into_iter().flatten().filter_map(told).collect();
    match told.as_slice() {
        [] => "No function's own share of the samples changed by a twentieth.".into(),
        [one] => format!("Own share of the samples: {one}."),
        [one, other, ..] if one == other => format!("Own share of the samples: {one}."),
        all => format!("Own share of the samples: {}.", all.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::example;

    fn profiled<'a>(run: &'a tenfold_record::Run, stacks: [&str; 2]) -> (Vec<&'a Cell>, Vec<Profile>) {
        let first = |rung| run.cells.iter().map(|m| &m.cell).find(|c| c.rung == rung).unwrap();
        let cells = [Rung::Naive, Rung::Vectorised].map(first).to_vec();
        let like = |folded: &str| Profile { folded: folded.into(), samples: 4, ..run.profiles[0].clone() };
        (cells, stacks.map(like).to_vec())
    }

    #[test]
    fn what_came_and_what_went_is_named_and_coloured() {
        let run = example();
        let (cells, profiles) = profiled(&run, ["a;traffic::plain 3\na;sys 1", "b;traffic::fast 3\nb;sys 1"]);
        let pairs: Vec<_> = cells.iter().copied().zip(&profiles).collect();
        let changes = ChangeView::all(&pairs).unwrap();
        assert_eq!(changes.len(), 1);
        assert_eq!(
            changes[0].answer,
            "Own share of the samples: traffic::fast: 0 % → 75 %; traffic::plain: 75 % → 0 %."
        );
        let drawn = changes[0].flame.drawing.to_string();
        assert!(drawn.contains("traffic::fast (3 samples, 75.00%; +75.00%)"), "{drawn}");
    }

    #[test]
    fn the_same_twice_is_no_change_and_one_alone_has_nothing_before_it() {
        let run = example();
        let (cells, profiles) = profiled(&run, ["a;f 3\na;g 1", "a;f 3\na;g 1"]);
        let pairs: Vec<_> = cells.iter().copied().zip(&profiles).collect();
        assert!(ChangeView::all(&pairs).unwrap()[0].answer.starts_with("No function"));
        assert!(ChangeView::all(&pairs[..1]).unwrap().is_empty());
    }
}
