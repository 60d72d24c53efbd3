//! The map of messages, drawn.

use super::Messages;
use crate::canvas::{Align, Canvas, Group};
use crate::layout::{Area, Layout, Style};
use crate::theme::Ink;
use crate::{Size, lettering};
use tenfold_analysis::format;
use tenfold_record::Traffic;

/// Opacity of the strongest cell; words on it stay legible.
const STRONGEST: f64 = 0.55;

impl Messages {
    /// The figure as SVG for embedding.
    pub fn svg(&self, size: Size<'_>) -> String {
        let layout =
            Layout::new(size, &[], "payload per run, collectives included; messages where they carry no bytes");
        let ranks = self.traffic.iter().map(Vec::len).fold(self.traffic.len(), usize::max);
        if ranks == 0 {
            return layout.nothing_measured();
        }
        let style = &layout.style;
        let (mut canvas, area) = layout.open(match size {
            Size::Narrow => 320.0,
            Size::Page => 340.0,
            Size::Slide(_) | Size::Band => 460.0,
        });
        self.draw(&mut canvas, style, area, ranks);
        layout.finish(canvas, self.sent().map(|(from, to, traffic)| in_words(from, to, traffic)))
    }

    /// Every pair that talked: sender, receiver, how much.
    pub(super) fn sent(&self) -> impl Iterator<Item = (usize, usize, &Traffic)> {
        let rows = self.traffic.iter().enumerate();
        rows.flat_map(|(from, row)| row.iter().enumerate().map(move |(to, traffic)| (from, to, traffic)))
            .filter(|(.., traffic)| traffic.messages > 0)
    }

    fn draw(&self, canvas: &mut Canvas, style: &Style, area: Area, ranks: usize) {
        let numbers = lettering::width(&(ranks - 1).to_string(), style.small, false) + style.gap * 2.0;
        let head = style.small * 3.2;
        // Cells may be wider than high, so that their numbers fit.
        let high = (area.bottom - area.top - head) / ranks as f64;
        let wide = ((area.right - area.left - numbers) / ranks as f64).min(high * 2.0);
        let (left, top) = (area.left + numbers, area.top + head);
        let (column, row) = (|index: usize| left + wide * index as f64, |index: usize| top + high * index as f64);
        // As many ranks are numbered as have room for it.
        let every = ((numbers - style.gap) * 1.3 / wide).max(style.small * 1.3 / high).ceil().max(1.0) as usize;
        let most = self.sent().map(|(.., traffic)| traffic.bytes).max().unwrap_or(0);
        canvas.group(&Group::new(Ink::Muted, "axis-names"), |pen| {
            let strongest = format::bytes(most);
            let text = format!("senders ↓ receivers → (max: {strongest})");
            pen.text(&text, (area.left, area.top + style.small * 0.7), style.letters(Align::Left));
        });
        canvas.group(&Group::new(Ink::Muted, "tick-labels"), |pen| {
            for rank in (0..ranks).step_by(every) {
                let number = rank.to_string();
                pen.text(&number, (column(rank) + wide / 2.0, top - style.small), style.letters(Align::Middle));
                pen.text(&number, (left - style.gap, row(rank) + high / 2.0), style.letters(Align::Right));
            }
        });
        canvas.group(&Group::new(Ink::Band, "ground"), |pen| {
            pen.rect((left, top), (column(ranks), row(ranks)));
        });
        let air = (wide.min(high) * 0.04).min(style.hairline);
        for (from, to, traffic) in self.sent() {
            let (x, y) = (column(to), row(from));
            // A message without bytes is still a message: never fainter than a tenth.
            let shade = STRONGEST * (0.1 + 0.9 * traffic.bytes as f64 / most.max(1) as f64);
            let words = in_words(from, to, traffic);
            let group = Group::new(Ink::Mark(self.rung), "cell").faint((shade * 1000.0).round() / 1000.0);
            canvas.group(&group.titled(&words), |pen| {
                pen.rect((x + air, y + air), (x + wide - air, y + high - air));
            });
            // Where no byte went, messages did.
            let text = match traffic.bytes {
                0 => format!("{} msg", format::count(traffic.messages)),
                bytes => format::bytes(bytes),
            };
            if lettering::width(&text, style.small, false) < wide * 0.95 && style.small < high {
                canvas.text(
                    &Group::new(Ink::Text, "bytes").titled(&words),
                    &text,
                    (x + wide / 2.0, y + high / 2.0),
                    style.letters(Align::Middle),
                );
            }
        }
    }
}

fn in_words(from: usize, to: usize, traffic: &Traffic) -> String {
    let messages = format::counted(traffic.messages as usize, "message");
    format!("rank {from} to rank {to}: {messages}, {}", format::bytes(traffic.bytes))
}
