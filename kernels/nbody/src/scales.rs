//! How strongly bodies can pull, and how fast two runs part that differ by rounding: what agreement may be asked for.

use crate::bodies::MOST_MASS;
use crate::{Bodies, Circle, Params, evaluations};

/// Bounds that follow from the params alone.
#[derive(Clone, Copy, Debug)]
pub struct Scales {
    /// All masses.
    pub mass: f64,
    /// The greatest sum of the sizes of all pulls on a body: a pull is at most 2/(3√3 ε²) of its mass.
    pub pulls: f64,
    /// How much the pulls on a body can change for each unit that bodies are moved: the derivative of a pull has a norm
    /// of at most 1/ε³ of its mass, and two bodies may be moved apart.
    pub stiffness: f64,
}

impl Scales {
    /// Those of these params. On the circle the distances are known, and allow closer ones.
    pub fn of(params: &Params) -> Scales {
        let softening = params.softening;
        let of_any_start = Scales {
            mass: MOST_MASS,
            pulls: 2.0 / 27.0_f64.sqrt() * MOST_MASS / softening.powi(2),
            stiffness: 2.0 * MOST_MASS / softening.powi(3),
        };
        Circle::of(params).map_or(of_any_start, |circle| circle.scales)
    }

    /// λ: whatever parts two runs grows by no more than e^(λ t) in the time t.
    pub fn growth(self) -> f64 {
        self.stiffness.sqrt()
    }

    /// Twice the rounding of a sum over all bodies, in any order, with 16 units for each term.
    pub fn rounding(self, params: &Params) -> f64 {
        (params.n + 16) as f64 * f64::EPSILON * self.pulls
    }

    /// How far two right runs may differ in any coordinate of positions, velocities and accelerations.
    ///
    /// By Gronwall's inequality: each step adds a rounding of pulls, velocities and positions, and what there is grows
    /// by e^(λ dt), or a tenth faster because steps are not infinitely short. A factor of 2 stands for the three axes.
    pub fn apart(self, params: &Params, bodies: &Bodies) -> [f64; 3] {
        let (evaluations, time) = (evaluations(params), params.dt * evaluations(params));
        let most = |numbers: &[f64]| numbers.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        let fast = most(&bodies.velocities) + time * self.pulls;
        let far = most(&bodies.positions) + time * fast;
        let (growth, unit) = (self.growth(), 2.0 * f64::EPSILON);
        let added = 2.0 * time * self.rounding(params) + evaluations * unit * (growth * far + fast);
        let velocities = 2.0 * added * (1.1 * growth * time).exp();
        let positions = time * velocities + evaluations * unit * far;
        [positions, velocities, 2.0 * self.rounding(params) + self.stiffness * positions]
    }
}
