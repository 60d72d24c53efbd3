//! What a part of an experiment is called.

use super::wording;
use tenfold_record::{Part, Scaling, Value, Values};

/// The kernel of `part`; where several of `parts` are of that kernel, with what tells this one from them.
pub(super) fn of(parts: &[Part], part: &Part) -> String {
    let same: Vec<&Part> = parts.iter().filter(|other| other.kernel == part.kernel).collect();
    let kernel = &part.kernel;
    let own_scaling = same.iter().filter(|other| other.scaling == part.scaling).count() == 1;
    match part.scaling {
        _ if same.len() == 1 => kernel.clone(),
        Scaling::Weak if own_scaling => format!("{kernel}, weak scaling"),
        Scaling::Strong if own_scaling => format!("{kernel}, strong scaling"),
        _ => {
            let differs =
                |(name, value): &(&String, &Value)| same.iter().any(|other| other.params.get(*name) != Some(*value));
            let own: Values =
                part.params.iter().filter(differs).map(|(name, value)| (name.clone(), value.clone())).collect();
            if own.is_empty() { kernel.clone() } else { format!("{kernel}, {}", wording::params(&own)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::findings::Findings;
    use crate::testing::{cell, part, run};

    #[test]
    fn parts_of_one_kernel_are_told_apart() {
        let heat = || part("heat").with(cell("naive").takes(1.0));
        let run =
            run("?").with(heat()).with(heat().weak()).with(part("traffic").with(cell("naive").takes(1.0))).built();
        let titles: Vec<String> = Findings::of(&run).parts.into_iter().map(|part| part.title).collect();
        assert_eq!(titles, ["heat, strong scaling", "heat, weak scaling", "traffic"]);
    }

    #[test]
    fn problems_are_told_by_the_params_that_differ() {
        let sized = |n: i64| {
            let mut run = run("?").with(part("heat").with(cell("naive").takes(1.0))).built();
            run.experiment.parts[0].params = [("n".to_string(), tenfold_record::Value::Int(n))].into();
            run.experiment.parts.remove(0)
        };
        let mut run = run("?").built();
        run.experiment.parts = vec![sized(1022), sized(4094)];
        let titles: Vec<String> = Findings::of(&run).parts.into_iter().map(|part| part.title).collect();
        assert_eq!(titles, ["heat, n = 1,022", "heat, n = 4,094"]);
    }
}
