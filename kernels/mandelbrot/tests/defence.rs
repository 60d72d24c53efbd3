//! The lines of defence of this kernel.

use mandelbrot::{Counts, Mandelbrot, Params, Points, naive, vectorised, vectorised_masks};
use tenfold_comm::Comm;
use tenfold_kernel::{Kernel, ParamSet, Part, Path, Setting, Workspace, defence, erase};

#[test]
fn defences_hold() {
    defence::hold(&*erase::<Mandelbrot>());
}

/// The published sums (an oracle of the default params), for every variant.
#[test]
#[cfg_attr(debug_assertions, ignore = "a million points: run with --release")]
fn every_variant_gives_the_published_sums() {
    let kernel = erase::<Mandelbrot>();
    let params = Params::default().values();
    let judge = defence::judge(&*kernel, &params);
    for variant in kernel.variants() {
        for &workers in defence::workers(&variant) {
            let judgement = defence::judged(&*kernel, &*judge, variant.name, &params, workers, None);
            assert_eq!(judgement.fault(), None, "{} on {workers}", variant.name);
            assert!(
                judgement.oracles.iter().any(|o| o.name == "published-sums"),
                "the defaults are the published ones"
            );
            assert_eq!(judgement.answer["sum_n"], 23_214_592, "{} on {workers}", variant.name);
        }
    }
}

/// A lower limit of tests only caps the counts: no point is counted by how long others take.
#[test]
fn counts_are_monotone_in_max_iter() {
    type Run = fn(&Setting<Params>, &Points, &Workspace, &mut Counts);
    let image = |run: Run, path: Path, max_iter: u32| {
        let params = Params { width: 83, height: 41, max_iter, ..Params::default() };
        let points = Points::of(&params, Part::WHOLE);
        let mut counts = Mandelbrot::output(&params, Part::WHOLE);
        let setting = Setting { params: &params, plan: &(), path, comm: &Comm::solo() };
        run(&setting, &points, &Workspace::default(), &mut counts);
        counts.passed
    };
    for run in [naive::run, vectorised_masks::run, vectorised::run] {
        for &path in Path::all() {
            let most = image(run, path, 101);
            for max_iter in [1, 2, 3, 4, 5, 8, 63, 100] {
                let capped = most.iter().map(|&passed| passed.min(max_iter));
                assert!(capped.eq(image(run, path, max_iter)), "{path} with max_iter {max_iter}");
            }
        }
    }
}

/// The definition speaks of |z| > 2, the variants compare |z|² with 4: on the published area no point can tell.
#[test]
#[cfg_attr(debug_assertions, ignore = "a million points: run with --release")]
fn the_square_of_the_modulus_decides_as_the_modulus_does() {
    let params = Params::default();
    let points = Points::of(&params, Part::WHOLE);
    let differ = points.im.iter().flat_map(|&im| points.re.iter().map(move |&re| (re, im))).filter(|&c| {
        let mut z = c;
        let by_modulus = (0..params.max_iter).find(|_| {
            let outside = z.0.hypot(z.1) > 2.0;
            z = (z.0 * z.0 - z.1 * z.1 + c.0, 2.0 * (z.0 * z.1) + c.1);
            outside
        });
        by_modulus.unwrap_or(params.max_iter) != naive::tests_passed(c.0, c.1, params.max_iter)
    });
    assert_eq!(differ.count(), 0);
}
