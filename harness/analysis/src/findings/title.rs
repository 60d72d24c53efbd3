//! What a part of an experiment is called.

use super::wording;
use std::collections::BTreeSet;
use tenfold_record::{Part, Scaling, Values};

/// Most params in a title.
const MOST_PARAMS: usize = 3;

/// The kernel of `part`; where several of `parts` are of that kernel, with what tells this one from them.
pub(super) fn of(parts: &[Part], part: &Part) -> String {
    let of_kernel = parts.iter().filter(|other| other.kernel == part.kernel);
    let (alike, others): (Vec<&Part>, Vec<&Part>) = of_kernel.partition(|other| other.scaling == part.scaling);
    let mut title = part.kernel.clone();
    if !others.is_empty() {
        title += if part.scaling == Scaling::Weak { ", weak scaling" } else { ", strong scaling" };
    }
    let telling = telling(&alike);
    let own = telling.iter().take(MOST_PARAMS).filter_map(|name| part.params.get_key_value(*name));
    let own: Values = own.map(|(name, value)| (name.clone(), value.clone())).collect();
    if !own.is_empty() {
        title += &format!(", {}", wording::params(&own));
    }
    if telling.len() > MOST_PARAMS { title + " …" } else { title }
}

/// The params that tell parts apart, short names first: a size is often n. A param is left out where those before it tell the
/// same parts apart already.
fn telling<'p>(parts: &[&'p Part]) -> Vec<&'p String> {
    let mut telling: Vec<&String> = Vec::new();
    let names: BTreeSet<(usize, &String)> =
        parts.iter().flat_map(|part| part.params.keys()).map(|name| (name.len(), name)).collect();
    for (_, name) in names {
        let differ = |name: &String, a: &Part, b: &Part| a.params.get(name) != b.params.get(name);
        let alike = |a: &Part, b: &Part| !telling.iter().any(|before| differ(before, a, b));
        if parts.iter().any(|a| parts.iter().any(|b| alike(a, b) && differ(name, a, b))) {
            telling.push(name);
        }
    }
    telling
}

#[cfg(test)]
mod tests {
    use crate::findings::Findings;
    use crate::testing::{cell, part, run};
    use tenfold_record::{Part, Value};

    #[test]
    fn parts_of_one_kernel_are_told_apart() {
        let heat = || part("heat").with(cell("naive").takes(1.0));
        let run =
            run("?").with(heat()).with(heat().weak()).with(part("traffic").with(cell("naive").takes(1.0))).built();
        let titles: Vec<String> = Findings::of(&run).parts.into_iter().map(|part| part.title).collect();
        assert_eq!(titles, ["heat, strong scaling", "heat, weak scaling", "traffic"]);
    }

    fn titles(problems: &[&[(&str, i64)]]) -> Vec<String> {
        let mut run = run("?").with(part("heat").with(cell("naive").takes(1.0))).built();
        let heat = run.experiment.parts.remove(0);
        let of = |params: &&[(&str, i64)]| Part {
            params: params.iter().map(|(name, value)| (name.to_string(), Value::Int(*value))).collect(),
            ..heat.clone()
        };
        run.experiment.parts = problems.iter().map(of).collect();
        run.cells.clear();
        Findings::of(&run).parts.into_iter().map(|part| part.title).collect()
    }

    #[test]
    fn problems_are_told_by_the_params_that_tell_them_apart() {
        let sized = titles(&[&[("n", 1022), ("steps", 100)], &[("n", 4094), ("steps", 100)]]);
        assert_eq!(sized, ["heat, n = 1,022", "heat, n = 4,094"]);
        let follows = titles(&[&[("n", 1022), ("steps", 100)], &[("n", 4094), ("steps", 10)]]);
        assert_eq!(follows, sized, "the steps tell nothing that n does not");
        let checked = titles(&[&[("check", 20), ("n", 1022)], &[("check", 5), ("n", 4094)]]);
        assert_eq!(checked, sized, "the size says more than what goes with it");
    }

    #[test]
    fn a_title_has_no_more_than_three_params() {
        let at = |which: &str| ["a", "b", "c", "d"].map(|name| (name, i64::from(name == which)));
        let all = titles(&[&at(""), &at("a"), &at("b"), &at("c"), &at("d")]);
        assert_eq!(all[..2], ["heat, a = 0 · b = 0 · c = 0 …", "heat, a = 1 · b = 0 · c = 0 …"]);
        assert_eq!(titles(&[&at(""), &at("a"), &at("b"), &at("c")])[0], "heat, a = 0 · b = 0 · c = 0");
    }
}
