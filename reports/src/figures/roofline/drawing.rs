//! Where the parts of a roofline stand.

use super::super::canvas::{Align, Canvas, Group, Lettering};
use super::super::plot::{self, Grid, Obstacles, Rectangle};
use super::super::scale::{Kind, Scale};
use super::super::sheet::{Area, Style};
use super::super::theme::Ink;
use super::super::{lettering, marker};
use super::{Height, Point, Roof, Roofline, intensity_tick};
use crate::format;

/// Share of the sheet's width that the text beside a mark may take.
const NAMES: f64 = 0.3;

/// The same where the sheet is narrow.
const NAMES_NARROW: f64 = 0.45;

/// Places along a slanted roof at which its words are tried.
const STARTS: u32 = 24;

/// What it costs words to begin at the upper end of their roof, and to stand on its other side, in square pixels of each
/// letter: less than to touch other words, more than to touch nothing.
const LATER_START: f64 = 12.0;
const OTHER_SIDE: f64 = 6.0;

/// The roofline laid out on an area.
pub(super) struct Drawing<'a> {
    roofline: &'a Roofline,
    points: &'a [&'a Point],
    style: &'a Style,
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
    pub(super) fn new(roofline: &'a Roofline, points: &'a [&'a Point], style: &'a Style, area: Area) -> Self {
        let usable = |value: &f64| value.is_finite() && *value > 0.0;
        let bandwidths: Vec<f64> = roofline.roofs.iter().filter_map(Roof::bytes).filter(usable).collect();
        let arithmetic: Vec<f64> = roofline.roofs.iter().filter_map(Roof::operations).filter(usable).collect();
        let ridges = bandwidths.iter().flat_map(|bytes| arithmetic.iter().map(move |operations| operations / bytes));
        let own = points.iter().flat_map(|point| [Some(point.intensity), point.streamed]).flatten().filter(usable);
        let span = |values: Vec<f64>, below: f64, above: f64| {
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            (low / below, values.iter().copied().fold(0.0, f64::max) * above)
        };
        // Room for the words along the slanted roofs on the left, and above the flat ones.
        let intensities = span(own.chain(ridges).collect(), 8.0, 16.0);
        let rates = span(
            points.iter().flat_map(|p| [p.rate.low(), p.rate.high()]).chain(arithmetic.clone()).collect(),
            2.5,
            2.0,
        );
        let (top, bottom) = (area.top + style.small * 1.7, area.bottom - plot::axis_height(style) - style.small * 1.4);
        let y = Scale::exact(Kind::Log, rates, (bottom, top));
        let ticks: Vec<(f64, String)> = y
            .ticks(((bottom - top) / (style.small * 3.0)) as usize)
            .into_iter()
            .map(|tick| (tick, plot::tick_text(&format::rate(tick, &roofline.unit))))
            .collect();
        let plot = Area { left: area.left + plot::labels_width(style, &ticks), top, right: area.right, bottom };
        let x = Scale::exact(Kind::Log, intensities, (plot.left, plot.right));
        Self {
            roofline,
            points,
            style,
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
        let ticks: Vec<(f64, String)> = self.x.ticks(most as usize).into_iter().map(intensity_tick).collect();
        plot::horizontal_axis(canvas, style, &self.plot, &self.x, &ticks, Grid::None);
        canvas.group(&Group::new(Ink::Muted, "axis-names"), |pen| {
            let letters = |align| Lettering { size: style.small, bold: false, align };
            let below = self.plot.bottom + plot::axis_height(style) + style.small * 0.7;
            pen.text("rate", (style.left(), self.plot.top - style.small * 0.85), letters(Align::Left));
            let text = format!("{} per byte", self.roofline.unit);
            pen.text(&text, ((self.plot.left + self.plot.right) / 2.0, below), letters(Align::Middle));
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
        for roof in &self.roofline.roofs {
            self.roof(canvas, roof, &mut obstacles);
        }
        let mut slanted: Vec<&Roof> = self.roofline.roofs.iter().filter(|roof| roof.bytes().is_some()).collect();
        slanted.sort_by(|a, b| b.bytes().partial_cmp(&a.bytes()).unwrap_or(std::cmp::Ordering::Equal));
        for roof in slanted {
            self.slanted_label(canvas, roof, &mut obstacles);
        }
        for roof in &self.roofline.roofs {
            self.flat_label(canvas, roof, &mut obstacles);
        }
        for point in self.points {
            self.point(canvas, point);
        }
        for point in self.points {
            self.name(canvas, point, &mut obstacles);
        }
    }

    fn at(&self, intensity: f64, rate: f64) -> (f64, f64) {
        (self.x.at(intensity), self.y.at(rate))
    }

    /// Both ends of a roof inside the plot; none if nothing of it is.
    fn ends(&self, roof: &Roof) -> Option<((f64, f64), (f64, f64))> {
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

    fn roof(&self, canvas: &mut Canvas, roof: &Roof, obstacles: &mut Obstacles) {
        let Some((from, to)) = self.ends(roof) else {
            return;
        };
        let (style, words) = (self.style, roof.in_words(&self.roofline.unit));
        canvas.group(&Group::new(Ink::Reference, "roof").titled(&words), |pen| {
            pen.line(from, to, style.hairline * 1.25);
        });
        obstacles.add_line(from, to, style.hairline * 1.5);
    }

    /// The words along a slanted roof, where they are least in the way: from its lower end upwards, above it or else below.
    /// Roofs that are nearly the same are told apart by which word is the higher one, so the fastest is labelled first.
    fn slanted_label(&self, canvas: &mut Canvas, roof: &Roof, obstacles: &mut Obstacles) {
        let (Some((from, to)), Some(_)) = (self.ends(roof), roof.bytes()) else {
            return;
        };
        let (style, length) = (self.style, (to.0 - from.0).hypot(to.1 - from.1));
        let along = ((to.0 - from.0) / length, (to.1 - from.1) / length);
        let text = lettering::shorten(&roof.in_words(&self.roofline.unit), style.small, false, length * 0.9);
        let wide = lettering::width(&text, style.small, false);
        // From a point on the roof, so many half lines to its upper left.
        let beside = |way: f64, lines: f64| {
            let up = lines * style.small * 0.75;
            (from.0 + way * along.0 + up * along.1, from.1 + way * along.1 - up * along.0)
        };
        let count = (wide / (style.small * 0.6)).ceil().max(1.0);
        let pieces = |(start, lines): (f64, f64)| {
            let middles = (0..=count as u32).map(move |k| beside(start + wide * f64::from(k) / count, lines));
            middles.map(|middle| Rectangle::about(middle, style.small * 0.5))
        };
        let room = (length - wide - style.gap * 2.0).max(0.0);
        let overlap = |place| pieces(place).map(|piece| obstacles.taken(&piece)).sum::<f64>() / count;
        let cost = |&(start, lines): &(f64, f64)| {
            overlap((start, lines)) + LATER_START * start / length + if lines > 0.0 { 0.0 } else { OTHER_SIDE }
        };
        let starts = (0..=STARTS).map(|k| style.gap * 2.0 + room * f64::from(k) / f64::from(STARTS));
        let places = starts.flat_map(|start| [(start, 1.0), (start, -1.0)]);
        let Some(place) = places.min_by(|a, b| cost(a).total_cmp(&cost(b))) else { return };
        pieces(place).for_each(|piece| obstacles.add(piece));
        let (at, slope) = (beside(place.0, place.1), along.1.atan2(along.0).to_degrees());
        let group = Group::new(Ink::Muted, "slanted-label").haloed(style.stroke).turned(slope, at);
        canvas.group(&group, |pen| {
            pen.text(&text, at, Lettering { size: style.small, bold: false, align: Align::Left });
        });
    }

    fn flat_label(&self, canvas: &mut Canvas, roof: &Roof, obstacles: &mut Obstacles) {
        let (Some((from, to)), Some(_)) = (self.ends(roof), roof.operations()) else {
            return;
        };
        let style = self.style;
        let text = lettering::shorten(&roof.in_words(&self.roofline.unit), style.small, false, to.0 - from.0);
        let letters = Lettering { size: style.small, bold: false, align: Align::Right };
        let wide = lettering::width(&text, style.small, false);
        let places: Vec<_> = [to.0, (from.0 + to.0 + wide) / 2.0, from.0 + wide]
            .into_iter()
            .flat_map(|x| [-0.85, 0.85].map(|side| ((x, to.1 + side * style.small), letters)))
            .collect();
        if let Some((at, letters)) = obstacles.place(&text, &places, self.bounds()) {
            let group = Group::new(Ink::Muted, "flat-label").haloed(style.stroke);
            canvas.group(&group, |pen| pen.text(&text, at, letters));
        }
    }

    fn point(&self, canvas: &mut Canvas, point: &Point) {
        let (style, words, ink) = (self.style, point.in_words(&self.roofline.unit), Ink::Mark(point.rung));
        let at = |rate| self.at(point.intensity, rate);
        if let Some(streamed) = point.streamed.filter(|streamed| streamed.is_finite() && *streamed > 0.0) {
            let title =
                format!("{}: {} {} per byte streamed", point.label, format::number(streamed), self.roofline.unit);
            canvas.group(&Group::new(ink, "streamed").titled(&title), |pen| {
                plot::interval(pen, at(point.rate.value), self.at(streamed, point.rate.value), style);
            });
        }
        if let Some((low, high)) = point.rate.interval {
            canvas.group(&Group::new(ink, "interval").titled(&words), |pen| {
                plot::interval(pen, at(low), at(high), style);
            });
        }
        canvas.group(&Group::new(ink, "mark").titled(&words), |pen| {
            marker::draw(pen, point.rung, at(point.rate.value), style.mark, style.stroke, false);
        });
    }

    fn name(&self, canvas: &mut Canvas, point: &Point, obstacles: &mut Obstacles) {
        let style = self.style;
        let most = if style.is_narrow() { NAMES_NARROW } else { NAMES };
        let text = lettering::shorten(&point.text(), style.small, false, most * style.width);
        let (x, y) = self.at(point.intensity, point.rate.value);
        let (aside, away) = (style.mark + style.gap, style.mark + style.small * 0.9);
        let letters = |align| Lettering { size: style.small, bold: false, align };
        let beside = |k: f64| {
            let y = y + k * style.small;
            [((x + aside, y), letters(Align::Left)), ((x - aside, y), letters(Align::Right))]
        };
        let over = |k: f64| ((x, y + k * away), letters(Align::Middle));
        let mut places = beside(0.0).to_vec();
        places.extend([over(1.0), over(-1.0)]);
        places.extend([0.8, -0.8].into_iter().flat_map(beside));
        places.extend([over(2.0), over(-2.0)]);
        places.extend([1.6, -1.6, 2.4, -2.4, 3.2, -3.2, 4.0, -4.0].into_iter().flat_map(beside));
        if let Some((at, letters)) = obstacles.place(&text, &places, self.bounds()) {
            let group = Group::new(Ink::Label(point.rung), "name").titled(&point.label).haloed(style.stroke);
            canvas.group(&group, |pen| pen.text(&text, at, letters));
        }
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
