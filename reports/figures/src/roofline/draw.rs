//! Where the parts of a roofline stand.

mod key;
mod names;
mod roofs;

use super::{Height, Point, Roof, Roofline};
use crate::canvas::{Align, Canvas, Group};
use crate::estimate::Drawn;
use crate::labels::{self, Ends, Obstacles, Rectangle};
use crate::layout::{Area, Layout, Style};
use crate::plot::{self, Grid};
use crate::scale::{Scale, Spacing};
use crate::theme::Ink;
use crate::{LeftOut, Size, lettering};
use key::Key;
use tenfold_analysis::format;

impl Roofline {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size<'_>) -> String {
        let (points, unsound): (Vec<&Point>, Vec<&Point>) = self.points.iter().partition(|point| point.is_drawable());
        let mut left_out = self.left_out.clone();
        left_out.extend(unsound.iter().map(|point| LeftOut {
            label: point.label.clone(),
            reason: "no positive rate, or no positive intensity".into(),
            fault: false,
        }));
        let layout = Layout::new(size, &left_out, &self.footer);
        if points.is_empty() {
            return layout.nothing_measured();
        }
        let style = &layout.style;
        let key = style.is_narrow().then(|| Key::of(self, style, style.right() - style.left()));
        let (mut canvas, area) = layout.open(match size {
            Size::Narrow => 400.0 + key.as_ref().map_or(0.0, |key| key.height(style)),
            Size::Page => 420.0,
            Size::Slide(_) | Size::Band => 440.0,
        });
        Drawing::new(self, &points, style, area, key).draw(&mut canvas);
        let words = points.iter().map(|point| point.in_words(&self.unit));
        let roofs = self.roofs.iter().map(|roof| roof.in_words(&self.unit));
        layout.finish(canvas, words.chain(roofs))
    }
}

impl Point {
    fn is_drawable(&self) -> bool {
        self.rate.is_positive() && self.intensity.is_finite() && self.intensity > 0.0
    }

    fn in_words(&self, unit: &str) -> String {
        let rate = self.rate.in_words(|rate| format::rate(rate, unit));
        let share = self.share.map_or(String::new(), |share| format!(", {} of the limit", format::share(share)));
        let intensity = format::number(self.intensity);
        format!("{}: {rate}, at {intensity} {unit} per byte{share}", self.label)
    }

    /// What stands beside the mark.
    fn text(&self) -> String {
        self.share.map_or(self.label.clone(), |share| format!("{} · {}", self.label, format::share(share)))
    }
}

impl Roof {
    fn in_words(&self, unit: &str) -> String {
        self.label.clone() + &self.height_in_words(unit)
    }

    /// The same no wider than `most`: the name is cut, never the value.
    fn in_words_within(&self, unit: &str, size: f64, most: f64) -> String {
        let height = self.height_in_words(unit);
        lettering::shorten(&self.label, size, false, most - lettering::width(&height, size, false)) + &height
    }

    fn height_in_words(&self, unit: &str) -> String {
        match self.height {
            Height::Bytes(bytes) => format!(" {}", format::rate(bytes, "B")),
            Height::Operations(operations) => format!(": {}", format::rate(operations, unit)),
        }
    }
}

/// The roofline laid out on an area.
pub(super) struct Drawing<'a> {
    roofline: &'a Roofline,
    points: &'a [&'a Point],
    style: &'a Style,
    key: Option<Key<'a>>,
    plot: Area,
    x: Scale,
    y: Scale,
    ticks: Vec<(f64, String)>,
    /// Range of intensities, and of rates, that the plot shows.
    intensities: (f64, f64),
    rates: (f64, f64),
    /// The fastest memory and the fastest arithmetic: where roofs end.
    bytes: f64,
    operations: f64,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(
        roofline: &'a Roofline,
        points: &'a [&'a Point],
        style: &'a Style,
        area: Area,
        key: Option<Key<'a>>,
    ) -> Self {
        let usable = |value: &f64| value.is_finite() && *value > 0.0;
        let bandwidths: Vec<f64> = roofline.roofs.iter().filter_map(Roof::bytes).filter(usable).collect();
        let arithmetic: Vec<f64> = roofline.roofs.iter().filter_map(Roof::operations).filter(usable).collect();
        let ridges = bandwidths.iter().flat_map(|bytes| arithmetic.iter().map(move |operations| operations / bytes));
        let own = points.iter().flat_map(|point| [Some(point.intensity), point.streamed]).flatten().filter(usable);
        let span = |values: Vec<f64>, below: f64, above: f64| {
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            (low / below, values.iter().copied().fold(0.0, f64::max) * above)
        };
        // Room for the words along the slanted roofs on the left, and above the flat ones; names need it on the right.
        let right = if style.is_narrow() { 64.0 } else { 16.0 };
        let intensities = span(own.chain(ridges).collect(), 8.0, right);
        let rates = span(
            points.iter().flat_map(|p| [p.rate.low(), p.rate.high()]).chain(arithmetic.clone()).collect(),
            2.5,
            2.0,
        );
        let below = plot::axis_height(style) + style.small * 1.4 + key.as_ref().map_or(0.0, |key| key.height(style));
        let (top, bottom) = (area.top + style.small * 1.7, area.bottom - below);
        let y = Scale::exact(Spacing::Log, rates, (bottom, top));
        let ticks = plot::ticks(&y, (bottom - top) / (style.small * 3.0), |rate| format::rate(rate, &roofline.unit));
        let plot = Area { left: area.left + plot::labels_width(style, &ticks), top, right: area.right, bottom };
        let x = Scale::exact(Spacing::Log, intensities, (plot.left, plot.right));
        Self {
            roofline,
            points,
            style,
            key,
            plot,
            x,
            y,
            ticks,
            intensities,
            rates,
            bytes: bandwidths.into_iter().fold(0.0, f64::max),
            operations: arithmetic.into_iter().fold(0.0, f64::max),
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let style = self.style;
        canvas.axes(&self.x, &self.y);
        plot::vertical_axis(canvas, style, &self.plot, &self.y, &self.ticks);
        let most = (self.plot.right - self.plot.left) / (style.small * 5.0);
        let ticks = plot::ticks(&self.x, most, format::number);
        plot::horizontal_axis(canvas, style, &self.plot, &self.x, &ticks, Grid::None);
        canvas.group(&Group::new(Ink::Muted, "axis-names"), |pen| {
            let below = self.plot.bottom + plot::axis_height(style) + style.small * 0.7;
            pen.text("rate", (style.left(), self.plot.top - style.small * 0.85), style.letters(Align::Left));
            let text = format!("{} per byte", self.roofline.unit);
            pen.text(&text, ((self.plot.left + self.plot.right) / 2.0, below), style.letters(Align::Middle));
        });
        let mut obstacles = Obstacles::default();
        for point in self.points {
            let (x, high) = self.at(point.intensity, point.rate.high());
            let (_, low) = self.at(point.intensity, point.rate.low());
            let mark = style.mark * 1.4;
            obstacles.add(Rectangle(x - mark, high - mark, x + mark, low + mark));
            if let Some(streamed) = point.streamed.filter(|streamed| streamed.is_finite() && *streamed > 0.0) {
                obstacles.add_line(
                    self.at(point.intensity, point.rate.value),
                    self.at(streamed, point.rate.value),
                    mark,
                );
            }
        }
        let names = self.names(&mut obstacles);
        for (from, to) in self.roofline.roofs.iter().filter_map(|roof| self.ends(roof)) {
            obstacles.add_line(from, to, style.hairline * 1.5);
        }
        let labels = self.roof_labels(&mut obstacles);
        for roof in &self.roofline.roofs {
            self.roof(canvas, roof);
        }
        self.write_roof_labels(canvas, &labels);
        if let Some(key) = &self.key {
            let below = self.plot.bottom + plot::axis_height(style) + style.small * 1.4;
            key.draw(canvas, style, (style.left(), below));
        }
        labels::behind(canvas, style, &names);
        for point in self.points {
            self.point(canvas, point);
        }
        labels::write(canvas, &names);
    }

    fn at(&self, intensity: f64, rate: f64) -> (f64, f64) {
        (self.x.at(intensity), self.y.at(rate))
    }

    /// Both ends of a roof inside the plot; none if nothing of it is.
    fn ends(&self, roof: &Roof) -> Option<Ends> {
        let ((left, right), (low, high)) = (self.intensities, self.rates);
        let (from, to) = match roof.height {
            Height::Bytes(bytes) if bytes.is_finite() && bytes > 0.0 => {
                let top = if self.operations > 0.0 { self.operations } else { high };
                let (from, to) = (left.max(low / bytes), right.min(top / bytes));
                ((from, from * bytes), (to, to * bytes))
            }
            Height::Operations(rate) if rate.is_finite() && rate > 0.0 => {
                let from = if self.bytes > 0.0 { left.max(rate / self.bytes) } else { left };
                ((from, rate), (right, rate))
            }
            _ => return None,
        };
        (from.0 < to.0).then(|| (self.at(from.0, from.1), self.at(to.0, to.1)))
    }

    fn roof(&self, canvas: &mut Canvas, roof: &Roof) {
        let Some((from, to)) = self.ends(roof) else { return };
        canvas.group(&Group::new(Ink::Reference, "roof").titled(&roof.in_words(&self.roofline.unit)), |pen| {
            pen.line(from, to, self.style.hairline * 1.25);
        });
    }

    fn point(&self, canvas: &mut Canvas, point: &Point) {
        let (style, words) = (self.style, point.in_words(&self.roofline.unit));
        let at = |rate| self.at(point.intensity, rate);
        if let Some(streamed) = point.streamed.filter(|streamed| streamed.is_finite() && *streamed > 0.0) {
            let title =
                format!("{}: {} {} per byte streamed", point.label, format::number(streamed), self.roofline.unit);
            canvas.group(&Group::new(Ink::Mark(point.rung), "streamed").titled(&title), |pen| {
                plot::interval(pen, at(point.rate.value), self.at(streamed, point.rate.value), style);
            });
        }
        plot::estimate(canvas, style, point.rung, &point.rate, &words, at, false);
    }

    fn bounds(&self) -> Rectangle {
        Rectangle(self.plot.left, self.plot.top - self.style.small, self.style.width, self.plot.bottom)
    }
}

impl Roof {
    fn bytes(&self) -> Option<f64> {
        if let Height::Bytes(bytes) = self.height { Some(bytes) } else { None }
    }

    fn operations(&self) -> Option<f64> {
        if let Height::Operations(operations) = self.height { Some(operations) } else { None }
    }
}
