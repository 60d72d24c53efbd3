//! How steady are the samples?

use tenfold_figures::Distribution;
use tenfold_figures::distribution::{Launch, Sample};
use tenfold_record::Rung;

pub fn distribution() -> Distribution {
    let launch = |round: usize| {
        let sample = |k: usize| {
            let noise = ((round * 31 + k * 17) % 23) as f64 / 23.0;
            let contaminated = (round * 7 + k) % 41 == 3;
            let slower = if contaminated { 1.25 } else { 1.0 };
            Sample { seconds: 2.6e-3 * (1.0 + 0.004 * round as f64 + 0.05 * noise * noise) * slower, contaminated }
        };
        let samples: Vec<Sample> = (0..24).map(sample).collect();
        let mut counted: Vec<f64> = samples.iter().filter(|s| !s.contaminated).map(|s| s.seconds).collect();
        counted.sort_by(f64::total_cmp);
        let quartile = |q: usize| counted[counted.len() * q / 4];
        Launch { label: (round + 1).to_string(), quartiles: Some([quartile(1), quartile(2), quartile(3)]), samples }
    };
    Distribution {
        title: "How steady are the samples of threaded?".into(),
        caption: "Example data. Launches differ more than samples do; 8 of 288 samples were disturbed.".into(),
        rung: Rung::Threaded,
        launches: (0..12).map(launch).collect(),
        median: Some(2.68e-3),
        footer: "traffic · threaded, 2 workers · 12 launches of 24 samples · run 7f3a".into(),
    }
}
