//! How much is each rung worth?

use crate::findings::wording::{TOO_FEW, params, ratio, ratio_in_words};
use crate::findings::{Estimate, Ladder, Limit, Row, RungWorth, Worth};
use crate::text::capitalised;
use crate::{ceiling, format};
use tenfold_record::{Demand, Rung};

impl Ladder<'_> {
    /// What each rung is worth, what all of them are, over the base named `base_name`, and how the best peer stands beside it.
    pub fn answer(&self, base_name: &str) -> String {
        let Some(fastest) = self.fastest().or(self.best_peer()) else { return self.without_a_fastest() };
        let peer = self.best_peer().filter(|peer| !peer.is_base && !fastest.is_external());
        let parts = [
            self.rung_by_rung(ratio),
            Some(self.in_all(fastest, base_name)),
            peer.and_then(|peer| Some(beside(peer, &fastest.times.speed_up_over(&peer.times)?))),
            self.too_noisy(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// What the rungs are worth that helped, in a sentence beside a figure that draws the intervals.
    pub fn caption(&self) -> String {
        let bare = self.rung_by_rung(|ratio| format::ratio(ratio.value));
        let first = bare.and_then(|text| text.split_inclusive(". ").next().map(|first| first.trim_end().to_string()));
        first.unwrap_or_else(|| match self.fastest().or(self.best_peer()) {
            Some(row) => format!("{} {}.", row.label, self.is_fastest(row)),
            None => self.without_a_fastest(),
        })
    }

    /// Why none is called the fastest.
    fn without_a_fastest(&self) -> String {
        match self.rows.is_empty() {
            false => format!("No fastest variant yet: {TOO_FEW}."),
            true => "No variant has a valid time.".into(),
        }
    }

    /// How the fastest row is described; if a peer is faster, the row is only the kernel's fastest.
    fn is_fastest(&self, fastest: &Row<'_>) -> &'static str {
        let is_beaten = |peer: &Row<'_>| !fastest.is_external() && peer.seconds() < fastest.seconds();
        if self.best_peer().is_some_and(is_beaten) { "is the kernel's fastest variant" } else { "is fastest" }
    }

    /// "Vectorising is worth 549× [541, 556] over naive, 2 threads another 1.70× [1.65, 1.75]."; `None` where a single step says
    /// as much as the whole.
    fn rung_by_rung(&self, written: fn(&Estimate) -> String) -> Option<String> {
        let rungs = self.rungs();
        if rungs.len() < 2 {
            return None;
        }
        let (helped, rest): (Vec<&RungWorth<'_, '_>>, Vec<_>) =
            rungs.iter().partition(|rung| matches!(Worth::of(&rung.ratio), Worth::Helped | Worth::Unknown));
        let mut sentences = Vec::new();
        if let Some((first, others)) = helped.split_first() {
            let verb = if first.best.times.cell.workers > 1 { "are" } else { "is" };
            let mut sentence = format!(
                "{} {verb} worth {} over {}",
                capitalised(&step(first)),
                written(&first.ratio),
                first.over.label
            );
            let mut before = first.best;
            for rung in others {
                // "another" is over what was named last, and added to it: ranks take the place of threads. A rung that hurt may
                // stand between.
                let (step, ratio) = (step(rung), written(&rung.ratio));
                let over = rung.over.times.cell;
                sentence += &match over.key == before.times.cell.key && over.workers == 1 {
                    true => format!(", {step} another {ratio}"),
                    false => format!(", {step} {ratio} over {}", rung.over.label),
                };
                before = rung.best;
            }
            sentences.push(format!("{sentence}."));
        }
        sentences.extend(rest.into_iter().map(|rung| {
            let (what, over, ratio) = (capitalised(&step(rung)), &rung.over.label, written(&rung.ratio));
            match Worth::of(&rung.ratio) {
                Worth::Hurt => format!("{what}: slower than {over}, {ratio}."),
                Worth::Nothing => format!("{what}: no significant difference from {over}, {ratio}."),
                _ => format!("{what}: too noisy to compare with {over}, {ratio}."),
            }
        }));
        Some(sentences.join(" "))
    }

    /// The fastest variant against the base.
    fn in_all(&self, fastest: &Row<'_>, base_name: &str) -> String {
        let (label, time) = (&fastest.label, format::seconds(fastest.seconds()));
        let is_fastest = self.is_fastest(fastest);
        match (self.base(), &fastest.speed_up) {
            (Some(base), _) if !base.ranked => {
                format!("{label} {is_fastest}, at {time} per run; the base, {}, is too noisy to rank.", base.label)
            }
            (Some(base), _) if base.times.cell.key == fastest.times.cell.key => {
                format!("{label} {is_fastest}, at {time} per run, and is also the base.")
            }
            (Some(base), Some(speed_up)) => {
                let from = format::seconds(base.seconds());
                format!("{label} is {}: {from} → {time}.", compared(speed_up, &base.label))
            }
            (Some(base), None) => format!(
                "{label} {is_fastest}, at {time} per run; no round measured it together with the base, {}.",
                base.label
            ),
            (None, _) => format!("{label} {is_fastest}, at {time} per run; the base, {base_name}, has no valid time."),
        }
    }

    fn too_noisy(&self) -> Option<String> {
        let noisy: Vec<&str> = self.rows.iter().filter(|row| !row.ranked).map(|row| row.label.as_str()).collect();
        (!noisy.is_empty()).then(|| format!("Too noisy to rank: {}.", noisy.join(", ")))
    }
}

/// How the best peer stands beside the fastest variant, which is `worth` times faster.
fn beside(peer: &Row<'_>, worth: &Estimate) -> String {
    let label = &peer.label;
    match Worth::of(worth) {
        Worth::Helped | Worth::Unknown if worth.value >= 1.0 => {
            format!("It is {} faster than the best peer, {label}.", ratio(worth))
        }
        Worth::Helped | Worth::Unknown | Worth::Hurt => {
            format!("The best peer, {label}, is faster still: {}.", ratio(&worth.map_monotone(|r| 1.0 / r)))
        }
        Worth::Nothing => format!("No significant difference from the best peer, {label}."),
        Worth::Unresolved => format!("It is too noisy to compare with the best peer, {label}."),
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

/// "2.00× faster than naive", "slower than naive (0.80×)", or "not significantly faster than naive (1.40× [0.902, 1.59])".
pub fn compared(ratio: &Estimate, base: &str) -> String {
    let (words, is_faster) = (ratio_in_words(ratio), ratio.value >= 1.0);
    match Worth::of(ratio) {
        Worth::Nothing | Worth::Unresolved => {
            format!("not significantly {} than {base} ({words})", if is_faster { "faster" } else { "slower" })
        }
        _ if is_faster => format!("{words} faster than {base}"),
        _ => format!("slower than {base} ({words})"),
    }
}

impl Ladder<'_> {
    /// The bounds whose ceilings were not measured, a sentence each.
    pub fn unmeasured_answers(&self) -> impl Iterator<Item = String> {
        let sentence = |demand: &&Demand| {
            let resource = ceiling::heading(demand.resource);
            let formula = &demand.formula;
            format!("Ceiling not measured in this run: {resource}; the bound it sets ({formula}) is unknown.")
        };
        self.unmeasured.iter().map(sentence)
    }
}

impl Ladder<'_> {
    /// How instructions were counted, or the first reason why not; `None` where nobody asked.
    pub fn counted_answer(&self) -> Option<String> {
        let all = || self.rows.iter().filter_map(|row| Some((row, row.instructions?)));
        let (row, first) = all().find(|(_, i)| i.counted.is_ok()).or_else(|| all().next())?;
        Some(match &first.counted {
            Ok(_) => format!(
                "Instructions per {}, counted by Callgrind in one run at {}, with AVX2 where the variant supports it; the same \
                 program always gives the same count.",
                row.times.cell.work.symbol,
                params(&first.params)
            ),
            Err(why) => format!("Instructions were not counted: {why}."),
        })
    }
}

impl Limit {
    /// Where it comes from.
    pub fn sentence(&self) -> String {
        format!(
            "The limit of one core is {}: {}, at {} measured in this run with {}.",
            format::seconds(self.seconds),
            self.formula,
            ceiling::quantity(self.resource, self.per_second),
            self.method
        )
    }
}
