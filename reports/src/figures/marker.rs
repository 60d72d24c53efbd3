//! One marker a rung, so that print without colour still tells them apart.

use super::canvas::Pen;
use tenfold_record::Rung;

/// Draws the marker of a rung around a point: ◆ external, ○ naive, ▲ vectorised, ■ threaded, ● distributed.
///
/// `radius` is that of the circle; the others are made to look as large. Hollow markers are points that are not to be read
/// like the rest.
pub(crate) fn draw(pen: &mut Pen, rung: Rung, (x, y): (f64, f64), radius: f64, stroke: f64, hollow: bool) {
    let corners: &[(f64, f64)] = match rung {
        Rung::External => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
        // The centroid is at the point: two thirds of the height from the top.
        Rung::Vectorised => &[(0.0, -1.4), (1.22, 0.7), (-1.22, 0.7)],
        Rung::Threaded => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        Rung::Naive => return pen.ring((x, y), radius - stroke / 2.0, stroke),
        Rung::Distributed if hollow => return pen.ring((x, y), radius - stroke / 2.0, stroke),
        Rung::Distributed => return pen.dot((x, y), radius),
    };
    let corners: Vec<_> = corners.iter().map(|(dx, dy)| (x + dx * radius, y + dy * radius)).collect();
    if hollow { pen.hollow_polygon(&corners, stroke) } else { pen.polygon(&corners) }
}
