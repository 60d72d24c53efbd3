//! The lines of defence of this kernel.

use mandelbrot::{Mandelbrot, Params};
use tenfold_kernel::{Body, Kernel, ParamSet, Rung, Value, Values, Workspace, defence, erase};

#[test]
fn defences_hold() {
    defence::hold(&*erase::<Mandelbrot>());
}

/// The published sums (an oracle of the default params), for every variant.
#[test]
#[cfg_attr(debug_assertions, ignore = "a million points: run with --release")]
fn every_variant_gives_the_published_sums() {
    let kernel = erase::<Mandelbrot>();
    let params = kernel.resolve(&Values::new()).unwrap();
    for variant in kernel.variants() {
        let parallel = matches!(variant.rung, Rung::Threaded | Rung::Distributed);
        for &workers in if parallel { &defence::AWKWARD_WORKERS[..] } else { &[1] } {
            let judgement = defence::judged(&*kernel, variant.name, &params, workers);
            assert!(judgement.passed(), "{} on {workers}: {judgement:#?}", variant.name);
            assert_eq!(judgement.answer["sum_n"], 23_214_592, "{} on {workers}", variant.name);
        }
    }
}

/// A lower limit of tests only caps the counts: no point is counted by how long others take.
#[test]
fn counts_are_monotone_in_max_iter() {
    let kernel = erase::<Mandelbrot>();
    let image = |variant: &str, max_iter: i64| {
        let given = [("width", 83), ("height", 41), ("max_iter", max_iter)];
        let given = given.map(|(name, value)| (name.to_string(), Value::Int(value)));
        let params = Params::from_values(&kernel.resolve(&given.into()).unwrap());
        let points = Mandelbrot::input(&params);
        let mut counts = Mandelbrot::output(&params, &points);
        let variant = Mandelbrot::variants().into_iter().find(|v| v.name == variant).unwrap();
        let Body::Serial(run) = variant.body else { panic!("{} is not serial", variant.name) };
        run(&params, &points, &Workspace::default(), &mut counts);
        counts.passed().to_vec()
    };
    for variant in ["naive", "vectorised-masks", "vectorised"] {
        let most = image(variant, 101);
        for max_iter in [1, 2, 3, 4, 5, 8, 63, 100] {
            let capped = most.iter().map(|&passed| passed.min(max_iter as u32));
            assert!(capped.eq(image(variant, max_iter)), "{variant} with max_iter {max_iter}");
        }
    }
}

/// The definition speaks of |z| > 2, the variants compare |z|² with 4: on the published area no point can tell.
#[test]
#[cfg_attr(debug_assertions, ignore = "a million points: run with --release")]
fn the_square_of_the_modulus_decides_as_the_modulus_does() {
    let params = Params::from_values(&erase::<Mandelbrot>().resolve(&Values::new()).unwrap());
    let points = Mandelbrot::input(&params);
    let differ = points.im.iter().flat_map(|&im| points.re.iter().map(move |&re| (re, im))).filter(|&c| {
        let mut z = c;
        let by_modulus = (0..params.max_iter).find(|_| {
            let outside = z.0.hypot(z.1) > 2.0;
            z = (z.0 * z.0 - z.1 * z.1 + c.0, 2.0 * (z.0 * z.1) + c.1);
            outside
        });
        by_modulus.unwrap_or(params.max_iter) != mandelbrot::naive::tests_passed(c.0, c.1, params.max_iter)
    });
    assert_eq!(differ.count(), 0);
}
