//! A part of an experiment: some of its variants alone.

use crate::listed;
use tenfold_record::{Base, Experiment};

/// Leaves of `experiments` the variants in `wanted` alone, each named KERNEL/VARIANT, with the guesses and targets about them. An experiment
/// of which nothing is left goes.
///
/// # Errors
/// A name that none of them has, with the nearest one.
pub fn only(experiments: Vec<Experiment>, wanted: &[String]) -> Result<Vec<Experiment>, String> {
    let parts = experiments.iter().flat_map(|experiment| &experiment.parts);
    let mut names: Vec<String> =
        parts.flat_map(|part| part.variants.iter().map(|variant| format!("{}/{variant}", part.kernel))).collect();
    names.sort();
    names.dedup();
    if let Some(unknown) = wanted.iter().find(|wanted| !names.contains(wanted)) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        return Err(format!("nothing is called '{unknown}' here ({})", listed(unknown, &names)));
    }
    let kept = experiments.into_iter().map(|mut experiment| {
        for part in &mut experiment.parts {
            part.variants.retain(|variant| wanted.contains(&format!("{}/{variant}", part.kernel)));
            let variants = &part.variants;
            part.guesses.retain(|guess| variants.contains(&guess.subject) && variants.contains(&guess.base));
            let known = |base: &Base| !matches!(base, Base::Variant(base) if !variants.contains(base));
            part.targets.retain(|target| variants.contains(&target.subject) && known(&target.base));
            part.externals.retain(|external| variants.contains(&external.name));
            if let Some(first) = variants.first().filter(|_| !variants.contains(&part.base)) {
                part.base = first.clone();
            }
        }
        experiment.parts.retain(|part| !part.variants.is_empty());
        experiment
    });
    Ok(kept.filter(|experiment| !experiment.parts.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An experiment with two parts and guesses.
    fn experiment() -> Experiment {
        use tenfold_record::{Guess, Part};
        let guess = |subject: &str, base: &str| Guess { subject: subject.into(), base: base.into(), factor: 2.0 };
        let part = |kernel: &str| Part {
            kernel: kernel.into(),
            variants: ["naive", "vectorised", "threaded"].map(String::from).to_vec(),
            base: "naive".into(),
            guesses: vec![guess("vectorised", "naive"), guess("threaded", "vectorised")],
            ..Part::default()
        };
        Experiment { parts: vec![part("heat"), part("traffic")], ..Experiment::default() }
    }

    fn named(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| name.to_string()).collect()
    }

    #[test]
    fn the_named_variants_and_the_guesses_about_them_are_left() {
        let left = only(vec![experiment()], &named(&["traffic/threaded", "traffic/vectorised"])).unwrap();
        let [part] = &left[0].parts[..] else { panic!("{left:?}") };
        assert_eq!((part.kernel.as_str(), &part.variants), ("traffic", &named(&["vectorised", "threaded"])));
        assert_eq!(part.guesses.iter().map(|guess| guess.subject.as_str()).collect::<Vec<_>>(), ["threaded"]);
        assert_eq!(part.base, "vectorised", "what speed-ups are told against is there");
    }

    #[test]
    fn a_slip_is_told_with_the_nearest_name() {
        let fault = only(vec![experiment()], &named(&["heat/naive", "trafic/naive"])).unwrap_err();
        assert!(fault.contains("'trafic/naive'") && fault.contains("did you mean 'traffic/naive'?"), "{fault}");
    }

    #[test]
    fn an_experiment_without_any_of_them_goes() {
        let mut other = experiment();
        other.parts.pop();
        assert_eq!(only(vec![other, experiment()], &named(&["traffic/naive"])).unwrap().len(), 1);
    }
}
