//! Markers: a shape for each rung, so that print without colour still tells them apart.

use super::canvas::Pen;
use tenfold_record::{Marker, Rung};

/// Draws the marker of a rung around a point.
///
/// `radius` is that of the circle; the others are made to look as large. Hollow markers are points that are not to be read
/// like the rest.
pub(crate) fn draw(pen: &mut Pen, rung: Rung, (x, y): (f64, f64), radius: f64, stroke: f64, hollow: bool) {
    let corners: &[(f64, f64)] = match rung.info().marker {
        Marker::Diamond => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
        // The centroid is at the point: two thirds of the height from the top.
        Marker::Triangle => &[(0.0, -1.4), (1.22, 0.7), (-1.22, 0.7)],
        Marker::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        Marker::Ring => return pen.ring((x, y), radius - stroke / 2.0, stroke),
        Marker::Disc if hollow => return pen.ring((x, y), radius - stroke / 2.0, stroke),
        Marker::Disc => return pen.dot((x, y), radius),
    };
    let corners: Vec<_> = corners.iter().map(|(dx, dy)| (x + dx * radius, y + dy * radius)).collect();
    if hollow { pen.hollow_polygon(&corners, stroke) } else { pen.polygon(&corners) }
}

/// The marker as a letter, for tables.
pub const fn letter(marker: Marker) -> char {
    match marker {
        Marker::Diamond => '◆',
        Marker::Ring => '○',
        Marker::Triangle => '▲',
        Marker::Square => '■',
        Marker::Disc => '●',
    }
}
