//! What a rung changed of where the time goes: a differential flamegraph.

use super::flame::FlameView;
use serde::Serialize;
use tenfold_analysis::answers;
use tenfold_analysis::findings::{change, wording};
use tenfold_figures::{ReportError, flamegraph};
use tenfold_record::{Cell, Profile};

/// The profiles of two rungs, one after the other.
#[derive(Serialize)]
pub(super) struct ChangeView {
    before: String,
    after: String,
    answer: String,
    flame: FlameView,
}

impl ChangeView {
    pub(super) fn all(profiles: &[(&Cell, &Profile)]) -> Result<Vec<ChangeView>, ReportError> {
        change::pairs(profiles).into_iter().map(|[from, to]| ChangeView::of(from, to)).collect()
    }

    fn of((before, from): (&Cell, &Profile), (after, to): (&Cell, &Profile)) -> Result<ChangeView, ReportError> {
        let (kernel, before, label) = (&after.kernel, wording::label(before), wording::label(after));
        let title = format!("{label} against {before}");
        let stacks = flamegraph::change(&from.folded, &to.folded, kernel, &title)?;
        Ok(ChangeView {
            answer: answers::flamegraph::changed(from, to),
            flame: FlameView::of(&stacks, kernel, &title, &[kernel, &title])?,
            before,
            after: label,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenfold_analysis::testing::example;
    use tenfold_record::Rung;

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
        assert_eq!(changes[0].answer, "Self time: traffic::fast: 0 % → 75 %; traffic::plain: 75 % → 0 %.");
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
