//! Answers in a sentence: the first line under every figure, computed and never typed.

use super::say::{ratio, ratio_in_words, share};
use super::{
    Bound, ClassGuess, Curve, Estimate, Findings, GuessScore, HIT_FACTOR, Ladder, NEAR_FACTOR, PartFindings, Position,
    Roofline, Row, RungWorth, Verdict, Worth,
};
use crate::{ceiling, format};
use tenfold_record::{Demand, Resource, Rung, Scaling};

impl PartFindings<'_> {
    /// What the part answers, a question each: what the rungs are worth, whether it scales, how near it is to its limit. The
    /// one that its cells were chosen for comes first.
    pub fn answers(&self) -> Vec<String> {
        if self.times.is_empty() && !self.unchecked.is_empty() {
            return vec![
                "Not checked by Tenfold: another program timed this, so the times stand apart and answer nothing.".into(),
            ];
        }
        let rungs = Some(self.ladder.answer(&self.part.base));
        let limit = self.roofline.as_ref().map(Roofline::answer).filter(|answer| !answer.is_empty());
        let answers = match self.asks() {
            Question::Rungs => [rungs, self.scaling_answer(), limit],
            Question::Scaling => [self.scaling_answer(), rungs, limit],
            Question::Limit => [limit, rungs, self.scaling_answer()],
        };
        answers.into_iter().flatten().collect()
    }

    /// The first of its answers.
    pub fn answer(&self) -> String {
        self.answers().into_iter().next().unwrap_or_default()
    }

    /// What the cells were chosen for. Without a plain loop or a peer to begin with, or with a problem that grows with its workers,
    /// the question is scaling; where nothing runs in parallel and no peer stands beside it, the limit of one core.
    fn asks(&self) -> Question {
        let own = || self.ladder.rows.iter().filter(|row| !row.is_external());
        let has_peers = own().count() < self.ladder.rows.len();
        let begins = has_peers || own().any(|row| row.times.cell.rung == Rung::Naive);
        match self.part.scaling {
            Scaling::Weak => Question::Scaling,
            Scaling::Strong if !begins && !self.curves.is_empty() => Question::Scaling,
            Scaling::Strong if !has_peers && self.roofline.is_some() && own().all(|row| !row.times.cell.is_parallel()) => {
                Question::Limit
            }
            Scaling::Strong => Question::Rungs,
        }
    }

    /// Whether more workers are worth it, and what stops them; `None` where no variant has more than one within the cores.
    fn scaling_answer(&self) -> Option<String> {
        let widest = |curve: &'_ Curve<'_>| curve.widest_within_cores().filter(|p| p.workers > 1)?.efficiency;
        let mut curves: Vec<(&Curve<'_>, Estimate)> = self.curves.iter().filter_map(|c| Some((c, widest(c)?))).collect();
        curves.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
        let (best, efficiency) = *curves.first()?;
        let verdict = match efficiency.value {
            e if e >= WELL => "It scales:",
            e if e >= HARDLY => "It scales in part:",
            _ => "It hardly scales:",
        };
        let others = curves[1..].iter().map(|(curve, efficiency)| format!("{} {}", curve.label, format::percent(efficiency.value)));
        let others: Vec<String> = others.collect();
        let others = match others.is_empty() {
            true => String::new(),
            false => format!(" Of the ideal, {} reached.", listed(&others)),
        };
        let stops = if efficiency.value < WELL { self.what_stops(best) } else { None };
        Some(format!("{verdict} {}{others}{}", best.answer(), stops.map_or(String::new(), |why| format!(" {why}"))))
    }

    /// What keeps a curve from its ideal, as far as the run knows.
    fn what_stops(&self, curve: &Curve<'_>) -> Option<String> {
        let point = curve.widest_within_cores()?;
        let position = self.roofline.as_ref()?.positions.iter().find(|p| p.row.times.cell.key == point.times.cell.key);
        match (position.map(Position::bound), position, &point.karp_flatt) {
            (Some(Bound::Memory(level)), Some(position), _) => Some(format!(
                "Bandwidth stops it: {} workers reach {} of what {} gives them.",
                point.workers,
                format::share(position.share()),
                ceiling::with_article(level)
            )),
            (_, _, Some(serial)) if curve.scaling == Scaling::Strong => {
                Some(format!("Its serial fraction (Karp–Flatt) is {}.", share(serial)))
            }
            _ => None,
        }
    }
}

/// What the cells of a part can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Rungs,
    Scaling,
    Limit,
}

/// From this efficiency on something scales, and below the other it hardly does.
const WELL: f64 = 0.75;
const HARDLY: f64 = 0.5;

impl Ladder<'_> {
    /// What each rung is worth, what all of them are, over the base named `base_name`, and how the best peer stands beside it.
    pub fn answer(&self, base_name: &str) -> String {
        let Some(fastest) = self.fastest().or(self.best_peer()) else {
            return "No variant has a number; each has its reason below.".into();
        };
        let peer = self.best_peer().filter(|peer| !peer.is_base && !fastest.is_external());
        let parts = [
            self.rung_by_rung(),
            Some(self.in_all(fastest, base_name)),
            peer.and_then(|peer| Some(beside(peer, &fastest.times.speed_up_over(&peer.times)?))),
            self.too_noisy(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// "Vectorising is worth 549×, 2 threads 1.70× more."; `None` where a single step says as much as the whole.
    fn rung_by_rung(&self) -> Option<String> {
        let rungs = self.rungs();
        if rungs.len() < 2 {
            return None;
        }
        let (helped, rest): (Vec<&RungWorth<'_, '_>>, Vec<_>) =
            rungs.iter().partition(|rung| matches!(Worth::of(&rung.ratio), Worth::Helped | Worth::Unknown));
        let mut sentences = Vec::new();
        if let Some((first, others)) = helped.split_first() {
            let verb = if first.best.times.cell.workers > 1 { "are" } else { "is" };
            let head = format!("{} {verb} worth {}", capitalised(&step(first)), format::ratio(first.ratio.value));
            let others = others.iter().map(|rung| format!(", {} {} more", step(rung), format::ratio(rung.ratio.value)));
            sentences.push(format!("{head}{}.", others.collect::<String>()));
        }
        sentences.extend(rest.into_iter().map(|rung| {
            let (what, over, ratio) = (capitalised(&step(rung)), &rung.over.label, ratio(&rung.ratio));
            match Worth::of(&rung.ratio) {
                Worth::Hurt => format!("{what}: slower than {over}, {ratio}."),
                Worth::Nothing => format!("{what}: no difference found from {over}, {ratio}."),
                _ => format!("{what}: not resolved against {over}, {ratio}."),
            }
        }));
        Some(sentences.join(" "))
    }

    /// The fastest variant against the base.
    fn in_all(&self, fastest: &Row<'_>, base_name: &str) -> String {
        let (label, time) = (&fastest.label, format::seconds(fastest.seconds()));
        match (self.base(), &fastest.speed_up) {
            (Some(base), _) if !base.ranked => {
                format!("{label} is fastest, at {time} per run; its base, {}, is too noisy to rank.", base.label)
            }
            (Some(base), _) if base.times.cell.key == fastest.times.cell.key => {
                format!("{label} is fastest, at {time} per run, and is the base itself.")
            }
            (Some(base), Some(speed_up)) => {
                let from = format::seconds(base.seconds());
                format!("{label} is {} {}: {from} → {time}.", ratio_in_words(speed_up), than(speed_up, &base.label))
            }
            _ => format!("{label} is fastest, at {time} per run; its base, {base_name}, has no number."),
        }
    }

    fn too_noisy(&self) -> Option<String> {
        let noisy: Vec<&str> = self.rows.iter().filter(|row| !row.ranked).map(|row| row.label.as_str()).collect();
        (!noisy.is_empty()).then(|| format!("Too noisy to rank: {}.", noisy.join(", ")))
    }
}

/// "faster than naive", or "as fast as naive" where it is slower.
fn than(ratio: &Estimate, base: &str) -> String {
    if ratio.value >= 1.0 { format!("faster than {base}") } else { format!("the speed of {base}, so slower") }
}

/// How the best peer stands beside the fastest variant, which is `ratio` times as fast.
fn beside(peer: &Row<'_>, ratio: &Estimate) -> String {
    let (label, factor) = (&peer.label, format::ratio(ratio.value));
    match Worth::of(ratio) {
        Worth::Helped | Worth::Unknown if ratio.value >= 1.0 => format!("It is {factor} faster than the best peer, {label}."),
        Worth::Helped | Worth::Unknown | Worth::Hurt => {
            format!("The best peer, {label}, is {} faster still.", format::ratio(1.0 / ratio.value))
        }
        Worth::Nothing => format!("No difference was found from the best peer, {label}."),
        Worth::Unresolved => format!("Whether it beats the best peer, {label}, is not resolved."),
    }
}

/// What a rung does: "vectorising", "2 threads".
fn step(rung: &RungWorth<'_, '_>) -> String {
    let cell = rung.best.times.cell;
    match (cell.rung, cell.workers) {
        (Rung::Vectorised, _) => "vectorising".into(),
        (Rung::Naive, _) => "the plain loop".into(),
        (Rung::Threaded, 1) => "one thread".into(),
        (Rung::Threaded, n) => format!("{n} threads"),
        (Rung::Distributed, 1) => "one rank".into(),
        (Rung::Distributed, n) => format!("{n} ranks"),
        (Rung::External, _) => rung.best.label.clone(),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// "a", "a and b", "a, b and c".
fn listed(all: &[String]) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

impl Ladder<'_> {
    /// The bounds whose ceilings were not measured, a sentence each.
    pub fn unmeasured_answers(&self) -> impl Iterator<Item = String> {
        let sentence = |demand: &&Demand| {
            let resource = ceiling::heading(demand.resource);
            let formula = &demand.formula;
            format!("Not measured in this run: the ceiling of {resource}, so the bound it sets ({formula}) is unknown.")
        };
        self.unmeasured.iter().map(sentence)
    }
}

impl Curve<'_> {
    /// What the most workers within the cores are worth.
    pub fn answer(&self) -> String {
        let Some(point) = self.widest_within_cores().filter(|p| p.workers > 1) else {
            return format!("{} was measured with more than one worker only beyond the cores.", self.label);
        };
        let (Some(speed_up), Some(efficiency)) = (&point.speed_up, &point.efficiency) else {
            return format!("{} has no speed-up: one worker was not measured.", self.label);
        };
        match self.scaling {
            Scaling::Strong => format!(
                "{} on {} workers is {} {}, {} of the ideal.",
                self.label,
                point.workers,
                ratio_in_words(speed_up),
                than(speed_up, "on one"),
                format::percent(efficiency.value)
            ),
            Scaling::Weak => {
                format!(
                    "{} keeps {} of its speed per worker on {} workers.",
                    self.label,
                    share(efficiency),
                    point.workers
                )
            }
        }
    }
}

impl GuessScore<'_> {
    /// The guess as it was made: "vectorised is 8.00× faster than naive".
    pub fn statement(&self) -> String {
        let Self { guess, .. } = self;
        format!("{} is {} faster than {}", guess.subject, format::ratio(guess.factor), guess.base)
    }
}

impl Findings<'_> {
    /// How many guesses were right.
    pub fn guesses_answer(&self) -> String {
        let scored: Vec<&GuessScore<'_>> =
            self.parts.iter().flat_map(|p| &p.guesses).filter(|g| g.outcome.is_ok()).collect();
        if scored.is_empty() {
            return "No guess could be scored.".into();
        }
        let side = |verdict| scored.iter().filter(|g| matches!(&g.outcome, Ok(m) if m.verdict == verdict)).count();
        let (right, high, low) = (side(Verdict::Right), side(Verdict::TooOptimistic), side(Verdict::TooPessimistic));
        let wrong_by: f64 = scored.iter().filter_map(|g| g.outcome.as_ref().ok()).map(|m| m.off_by).fold(1.0, f64::max);
        let mut text = format!("{right} of {} right", scored.len());
        for (count, side) in [(high, "too optimistic"), (low, "too pessimistic")] {
            if count > 0 {
                text.push_str(&format!(", {count} {side}"));
            }
        }
        if right < scored.len() {
            text.push_str(&format!("; the furthest was off by {}", format::ratio(wrong_by)));
        }
        format!("{text}. Right means inside the interval, or within a factor of {HIT_FACTOR}.")
    }
}

impl Findings<'_> {
    /// How near a class was: "42 people guessed: 31 of 120 guesses were within a factor of 2 of what was measured. …"
    /// Empty where nobody guessed.
    pub fn class_answer(&self) -> String {
        let class: Vec<&ClassGuess<'_>> = self.parts.iter().flat_map(|p| &p.class).collect();
        if class.is_empty() {
            return String::new();
        }
        let people = self.run.ballots.len();
        let people = format!("{} {}", format::count(people as u64), if people == 1 { "person" } else { "people" });
        let scored = || class.iter().filter(|c| c.outcome.is_ok());
        let (near, all) = scored().fold((0, 0), |(near, all), c| (near + c.near().unwrap_or(0), all + c.factors.len()));
        if all == 0 {
            return format!("{people} guessed, and none of it could be measured.");
        }
        let first = format!(
            "{people} guessed: {near} of {} were within a factor of {NEAR_FACTOR} of what was measured.",
            counted(all, "guess", "guesses")
        );
        let furthest = scored().filter_map(|c| Some((c, c.median_off()?, c.outcome.as_ref().ok()?)));
        match furthest.max_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((class, off, measured)) if off > NEAR_FACTOR => format!(
                "{first} Of {} the median guess was off the furthest: {}, where {} was measured.",
                class.label(),
                format::ratio(class.median()),
                format::ratio(measured.value)
            ),
            Some(_) => format!("{first} No median guess was off by more than that."),
            None => first,
        }
    }
}

impl ClassGuess<'_> {
    /// What was guessed at: "vectorised over naive".
    pub fn label(&self) -> String {
        format!("{} over {}", self.guess.subject, self.guess.base)
    }

    /// In short: "n = 42 · median guess 10.0× · 3 within a factor of 2".
    pub fn summary(&self) -> String {
        format!("n = {} · median guess {} · {}", self.factors.len(), format::ratio(self.median()), self.nearness())
    }

    /// How many were near: "3 within a factor of 2"; or why that is not known.
    pub fn nearness(&self) -> String {
        match (&self.outcome, self.near()) {
            (Err(reason), _) => format!("not scored: {reason}"),
            (Ok(_), near) => format!("{} within a factor of {NEAR_FACTOR}", near.unwrap_or(0)),
        }
    }
}

/// "1 guess", "120 guesses".
fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", format::count(n as u64), if n == 1 { one } else { many })
}

impl Roofline<'_> {
    /// What limits the fastest variant.
    pub fn answer(&self) -> String {
        let own = self.positions.iter().filter(|position| position.row.ranked && !position.row.is_external());
        let fastest = own.min_by(|a, b| a.row.seconds().total_cmp(&b.row.seconds()));
        fastest.map_or(String::new(), |position| position.answer(self.arithmetic))
    }
}

impl Position<'_> {
    /// What limits this variant, and how near it is: "vectorised is memory-bound: it reaches 83 % of what memory gives
    /// one core."
    pub fn answer(&self, arithmetic: Resource) -> String {
        if self.row.times.throttled() > 0 {
            return format!("The CPU quota throttled {}: what else limits it is not known.", self.row.label);
        }
        let (label, share) = (&self.row.label, format::share(self.share()));
        let roof = self.nearer(arithmetic);
        let cores = match self.row.times.cell.workers {
            1 => "one core".to_string(),
            _ if self.row.beyond_cores => "all cores".to_string(),
            n => format!("{n} cores"),
        };
        let of_roof = match self.level == Some(roof) {
            true => format!("what {} gives {cores}", ceiling::with_article(roof)),
            false => format!("the peak of {} of {cores}", ceiling::heading(roof)),
        };
        let answer = match self.bound() {
            Bound::Memory(_) | Bound::Compute => {
                format!("{label} is {}: it reaches {share} of {of_roof}.", self.verdict())
            }
            Bound::Neither => {
                format!("Neither bandwidth nor arithmetic limits {label}: it reaches {share} of {of_roof}.")
            }
        };
        // One roof alone is half an answer.
        match self.level.filter(|_| self.of_level.is_none()) {
            Some(level) => {
                format!("{answer} What {} gives was not measured in this run.", ceiling::with_article(level))
            }
            None => answer,
        }
    }

    /// What limits it, in a word.
    pub fn verdict(&self) -> &'static str {
        match self.bound() {
            Bound::Memory(_) => "memory-bound",
            Bound::Compute => "compute-bound",
            Bound::Neither => "neither",
        }
    }
}
