//! A run in the terminal: the same findings as the page's, its ladders in Unicode blocks.

mod ladder;
mod overview;
mod paint;
mod wrap;

use crate::findings::{
    ClassGuess, Findings, GuessScore, Met, MissingKind, PartFindings, Roofline, TargetScore, Times, wording,
};
use crate::{format, rules};
use paint::{Paint, Shade};
use wrap::wrapped;

/// The narrowest layout; a narrower terminal breaks its lines itself.
const NARROWEST: usize = 60;

/// What was found of a run for the terminal: all kernels at a glance and whether the rules are kept, then ladders, what scaling it
/// saw, its guesses, and what is missing with its reasons.
///
/// No line is wider than `width` (at least 60) columns. Colour codes are written only if `colour` is true; without
/// them the same words say the same.
pub fn terminal(findings: &Findings<'_>, width: usize, colour: bool) -> String {
    let mut said = Said { text: String::new(), width: width.max(NARROWEST), paint: Paint::new(colour) };
    heading(findings, &mut said);
    findings.no_answer().iter().for_each(|why| said.paragraph(why, 0, None));
    rules_lines(findings, &mut said);
    let overview = overview::lines(findings, said.width, &said.paint);
    if !overview.is_empty() {
        said.line("");
        overview.iter().for_each(|line| said.line(line));
    }
    for part in &findings.parts {
        said.line("");
        part_lines(part, findings, &mut said);
    }
    let parts = || findings.parts.iter();
    if parts().any(|part| !part.guesses.is_empty()) {
        said.line("");
        said.paragraph(&format!("Guesses: {}", findings.guesses_answer()), 0, None);
        parts()
            .for_each(|part| part.guesses.iter().for_each(|score| said.paragraph(&guess(&part.title, score), 4, None)));
    }
    if parts().any(|part| !part.class.is_empty()) {
        said.line("");
        said.paragraph(&findings.class_answer(), 0, None);
        parts().for_each(|part| part.class.iter().for_each(|one| said.paragraph(&class(&part.title, one), 4, None)));
    }
    if parts().any(|part| !part.targets.is_empty()) {
        said.line("");
        said.paragraph(&format!("Targets: {}", findings.targets_answer()), 0, None);
        parts().for_each(|part| part.targets.iter().for_each(|score| target(&part.title, score, &mut said)));
    }
    said.text
}

/// What is written so far.
struct Said {
    text: String,
    width: usize,
    paint: Paint,
}

impl Said {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A paragraph, whose lines after the first are indented.
    fn paragraph(&mut self, text: &str, indent: usize, shade: impl Into<Option<Shade>>) {
        let shade = shade.into();
        for line in wrapped(text, self.width, indent) {
            self.line(&shade.map_or(line.clone(), |shade| self.paint.text(&line, shade)));
        }
    }
}

/// Whether the twelve rules are kept; what breaks one is told by `tenfold lint`.
fn rules_lines(findings: &Findings<'_>, said: &mut Said) {
    let checked = rules::check(findings);
    let (hint, shade) = match checked.iter().any(rules::Checked::is_broken) {
        true => (" `tenfold lint` says where.", Shade::Fault),
        false => ("", Shade::Muted),
    };
    said.paragraph(&format!("{}{hint}", rules::answer(findings, &checked)), 4, shade);
}

fn heading(findings: &Findings<'_>, said: &mut Said) {
    let run = findings.run;
    said.paragraph(&run.experiment.question, 0, Shade::Bold);
    said.paragraph(&format!("run {} on {}", run.id, run.fingerprint.machine), 0, Shade::Muted);
    if !findings.finished() {
        let note = "This run is unfinished: results use the rounds done so far. Rerun the same command to resume.";
        said.paragraph(note, 0, Shade::Fault);
    }
}

fn part_lines(part: &PartFindings<'_>, findings: &Findings<'_>, said: &mut Said) {
    let cores = findings.run.fingerprint.cores;
    let answered = match findings.no_answer() {
        Some(_) => part.title.clone(),
        None => format!("{}: {}", part.title, part.answer()),
    };
    for (index, line) in wrapped(&answered, said.width, 0).iter().enumerate() {
        said.line(&if index == 0 { said.paint.text(line, Shade::Bold) } else { line.clone() });
    }
    ladder::lines(&part.ladder, said.width, &said.paint).iter().for_each(|line| said.line(line));
    if let Some(limit) = &part.ladder.limit {
        let text = format!("limit of one core: {} ({})", format::seconds(limit.seconds), limit.formula);
        said.paragraph(&text, 4, Shade::Muted);
    }
    part.ladder.unmeasured_answers().for_each(|text| said.paragraph(&text, 4, Shade::Muted));
    // Where the limit was the question, it was said above.
    let limit = part.roofline.as_ref().map(Roofline::answer).filter(|limit| *limit != part.answer());
    limit.iter().for_each(|limit| said.paragraph(limit, 4, None));
    part.curves.iter().for_each(|curve| said.paragraph(&curve.answer(), 4, None));
    if part.curves.iter().any(|c| c.points.iter().any(|p| p.beyond_cores)) {
        let cores = format::counted(cores, "core");
        let note = format!("Points with more workers than the {cores} do not count as scaling.");
        said.paragraph(&note, 4, None);
    }
    for times in part.times.iter().filter(|times| times.throttled() > 0) {
        let (label, throttled) = (wording::label(times.cell), times.throttled());
        let all = format::counted(times.launches.len(), "launch");
        let text = format!("! {label}: the CPU quota throttled {throttled} of {all}");
        said.paragraph(&text, 4, Shade::Fault);
    }
    part.unchecked.iter().for_each(|times| said.paragraph(&unchecked(times), 4, Shade::Muted));
    for missing in &part.missing {
        let (mark, shade) = match missing.kind {
            MissingKind::Unmeasured => ("–", Shade::Muted),
            MissingKind::Wrong | MissingKind::TooFast => ("✗", Shade::Fault),
        };
        said.paragraph(&format!("{mark} {}: {}", wording::label(missing.cell), missing.reason), 4, shade);
    }
    for lost in &part.lost {
        said.paragraph(&format!("! {}: {}", wording::label(lost.cell), lost.sentence()), 4, Shade::Fault);
    }
}

fn unchecked(times: &Times<'_>) -> String {
    let (time, interval) = (format::seconds(times.estimate.value), wording::interval_of_seconds(&times.estimate));
    format!(
        "? {}: {time} {interval}, not checked by Tenfold, timed by {}",
        wording::label(times.cell),
        wording::timed_by(times)
    )
}

fn class(kernel: &str, class: &ClassGuess<'_>) -> String {
    let measured = class.outcome.as_ref().map_or(String::new(), |m| format!(", measured {}", wording::ratio(m)));
    format!("· {kernel}: {}: {}{measured}", class.label(), class.summary())
}

fn target(kernel: &str, score: &TargetScore<'_>, said: &mut Said) {
    let (mark, shade) = match score.met() {
        Met::Yes => ("✓", None),
        Met::No => ("✗", Some(Shade::Fault)),
        Met::Unknown => ("·", Some(Shade::Muted)),
    };
    let measured =
        Some(score.measured()).filter(|m| !m.is_empty()).map_or(String::new(), |m| format!(" measured {m},"));
    said.paragraph(&format!("{mark} {kernel}: {};{measured} {}", score.statement(), score.verdict()), 4, shade);
}

fn guess(kernel: &str, score: &GuessScore<'_>) -> String {
    let mark = if score.is_right() { "✓" } else { "·" };
    let measured = score.outcome.as_ref().map_or(String::new(), |m| format!(" measured {},", wording::ratio(&m.ratio)));
    format!("{mark} {kernel}: {};{measured} {}", score.statement(), score.verdict())
}

#[cfg(test)]
mod tests {
    use super::{Findings, terminal};
    use crate::testing::{example, hostile};

    #[test]
    fn the_terminal_keeps_to_its_width_and_says_the_same_without_colour() {
        for run in [example(), hostile()] {
            let findings = Findings::of(&run);
            let (plain, painted) = (terminal(&findings, 80, false), terminal(&findings, 80, true));
            assert!(!plain.contains('\u{1b}') && painted.contains('\u{1b}'));
            for line in plain.lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
            let mut unpainted = String::new();
            for (index, piece) in painted.split('\u{1b}').enumerate() {
                unpainted.push_str(if index == 0 { piece } else { piece.split_once('m').unwrap().1 });
            }
            assert_eq!(unpainted, plain);
        }
    }
}
