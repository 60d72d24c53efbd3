//! The ladder in the terminal: the same findings as the page's, in Unicode blocks.

mod ladder;
mod paint;
mod wrap;

use crate::findings::{
    ClassGuess, Findings, GuessScore, Met, Missing, MissingKind, PartFindings, TargetScore, Times, wording,
};
use crate::{format, rules};
use paint::{Paint, Shade};
use wrap::wrapped;

/// The narrowest layout; a narrower terminal breaks its lines itself.
const NARROWEST: usize = 60;

/// What was found of a run for the terminal: its ladders, what scaling it saw, its guesses, and what is missing with its reasons.
///
/// No line is wider than `width` (at least 60) columns. Colour codes are written only if `colour` is true; without
/// them the same words say the same.
pub fn terminal(findings: &Findings<'_>, width: usize, colour: bool) -> String {
    let width = width.max(NARROWEST);
    let paint = Paint::new(colour);
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(text.trim_end());
        out.push('\n');
    };
    heading(findings, width, &paint).into_iter().for_each(&mut line);
    for part in &findings.parts {
        line(String::new());
        part_lines(part, findings.run.fingerprint.cores, width, &paint).into_iter().for_each(&mut line);
    }
    if findings.parts.iter().any(|p| !p.guesses.is_empty()) {
        line(String::new());
        wrapped(&format!("Guesses: {}", findings.guesses_answer()), width, 0).into_iter().for_each(&mut line);
        let guesses = findings.parts.iter().flat_map(|p| p.guesses.iter().map(|g| guess(&p.name, g)));
        guesses.flat_map(|g| wrapped(&g, width, 4)).for_each(&mut line);
    }
    let class = findings.parts.iter().flat_map(|p| p.class.iter().map(|c| class(&p.name, c)));
    let class: Vec<String> = class.collect();
    if !class.is_empty() {
        line(String::new());
        wrapped(&findings.class_answer(), width, 0).into_iter().for_each(&mut line);
        class.iter().flat_map(|c| wrapped(c, width, 4)).for_each(&mut line);
    }
    if findings.parts.iter().any(|p| !p.targets.is_empty()) {
        line(String::new());
        wrapped(&format!("Targets: {}", findings.targets_answer()), width, 0).into_iter().for_each(&mut line);
        let targets = findings.parts.iter().flat_map(|p| p.targets.iter().map(|t| target(&p.name, t, &paint, width)));
        targets.flatten().for_each(&mut line);
    }
    line(String::new());
    rules_lines(findings, width, &paint).into_iter().for_each(&mut line);
    out
}

/// Whether the twelve rules are kept; what breaks one is told by `tenfold lint`.
fn rules_lines(findings: &Findings<'_>, width: usize, paint: &Paint) -> Vec<String> {
    let checked = rules::check(findings);
    let broken = checked.iter().any(rules::Checked::is_broken);
    let hint = if broken { " `tenfold lint` says where." } else { "" };
    let lines = wrapped(&format!("{}{hint}", rules::answer(&checked)), width, 4);
    let shade = if broken { Shade::Fault } else { Shade::Muted };
    lines.into_iter().map(|l| paint.text(&l, shade)).collect()
}

fn heading(findings: &Findings<'_>, width: usize, paint: &Paint) -> Vec<String> {
    let run = findings.run;
    let mut lines: Vec<String> =
        wrapped(&run.experiment.question, width, 0).into_iter().map(|l| paint.text(&l, Shade::Bold)).collect();
    let about = format!("run {} on {}", run.id, run.fingerprint.machine);
    lines.extend(wrapped(&about, width, 0).into_iter().map(|l| paint.text(&l, Shade::Muted)));
    if !findings.finished() {
        let note = "This run is unfinished: what follows rests on the rounds it has; the same command resumes it.";
        lines.extend(wrapped(note, width, 0).into_iter().map(|l| paint.text(&l, Shade::Fault)));
    }
    lines
}

fn part_lines(part: &PartFindings<'_>, cores: usize, width: usize, paint: &Paint) -> Vec<String> {
    let head = format!("{}: {}", part.title, part.answer());
    let mut lines = wrapped(&head, width, 0);
    if let Some(first) = lines.first_mut() {
        *first = paint.text(first, Shade::Bold);
    }
    lines.extend(ladder::lines(&part.ladder, width, paint));
    if let Some(limit) = &part.ladder.limit {
        let text = format!("limit of one core: {} ({})", format::seconds(limit.seconds), limit.formula);
        lines.extend(wrapped(&text, width, 4).into_iter().map(|l| paint.text(&l, Shade::Muted)));
    }
    for text in part.ladder.unmeasured_answers() {
        lines.extend(wrapped(&text, width, 4).into_iter().map(|l| paint.text(&l, Shade::Muted)));
    }
    if let Some(roofline) = &part.roofline {
        lines.extend(wrapped(&roofline.answer(), width, 4));
    }
    for curve in &part.curves {
        lines.extend(wrapped(&curve.answer(), width, 4));
    }
    if part.curves.iter().any(|c| c.points.iter().any(|p| p.beyond_cores)) {
        let cores = format!("{cores} core{}", if cores == 1 { "" } else { "s" });
        let note = format!("Points with more workers than the {cores} were measured and are not read as scaling.");
        lines.extend(wrapped(&note, width, 4));
    }
    for times in part.times.iter().filter(|times| times.throttled() > 0) {
        let (label, throttled, all) = (wording::label(times.cell), times.throttled(), times.launches.len());
        let text = format!("! {label}: the CPU quota throttled {throttled} of {all} launches");
        lines.extend(wrapped(&text, width, 4).into_iter().map(|l| paint.text(&l, Shade::Fault)));
    }
    for times in &part.unchecked {
        lines.extend(wrapped(&unchecked(times), width, 4).into_iter().map(|l| paint.text(&l, Shade::Muted)));
    }
    for missing in &part.missing {
        lines.extend(missing_lines(missing, width, paint));
    }
    for lost in &part.lost {
        let text = format!("! {}: {}", wording::label(lost.cell), lost.sentence());
        lines.extend(wrapped(&text, width, 4).into_iter().map(|l| paint.text(&l, Shade::Fault)));
    }
    lines
}

fn unchecked(times: &Times<'_>) -> String {
    let (time, interval) = (format::seconds(times.estimate.value), wording::interval_of_seconds(&times.estimate));
    format!(
        "? {}: {time} {interval}, not checked by Tenfold, timed by {}",
        wording::label(times.cell),
        wording::timed_by(times)
    )
}

fn missing_lines(missing: &Missing<'_>, width: usize, paint: &Paint) -> Vec<String> {
    let (mark, shade) = match missing.kind {
        MissingKind::Unmeasured => ("–", Shade::Muted),
        MissingKind::Wrong | MissingKind::TooFast => ("✗", Shade::Fault),
    };
    let text = format!("{mark} {}: {}", wording::label(missing.cell), missing.reason);
    wrapped(&text, width, 4).into_iter().map(|l| paint.text(&l, shade)).collect()
}

fn class(kernel: &str, class: &ClassGuess<'_>) -> String {
    let measured = class.outcome.as_ref().map_or(String::new(), |m| format!(", measured {}", wording::ratio(m)));
    format!("· {kernel}: {}: {}{measured}", class.label(), class.summary())
}

fn target(kernel: &str, score: &TargetScore<'_>, paint: &Paint, width: usize) -> Vec<String> {
    let (mark, shade) = match score.met() {
        Met::Yes => ("✓", None),
        Met::No => ("✗", Some(Shade::Fault)),
        Met::Unknown => ("·", Some(Shade::Muted)),
    };
    let measured =
        Some(score.measured()).filter(|m| !m.is_empty()).map_or(String::new(), |m| format!(" measured {m},"));
    let lines = wrapped(&format!("{mark} {kernel}: {};{measured} {}", score.statement(), score.verdict()), width, 4);
    lines.into_iter().map(|line| shade.map_or(line.clone(), |shade| paint.text(&line, shade))).collect()
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
