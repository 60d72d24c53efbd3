//! How high an instructor's own text is.

use super::letters::{Face, Letters};
use super::{TEXT, WIDTH};
use crate::own;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Heights of lines, as multiples of the font size: in lists and headings, elsewhere, in code.
const CLOSE: f64 = 1.3;
const ROOMY: f64 = 1.35;
const CODE: f64 = 1.32;

/// Distances between paragraphs and between the items of a list, as multiples of the font size.
const GAP: f64 = 0.58;
const ITEM_GAP: f64 = 0.47;

/// A heading, as a multiple of the text's size.
const HEADING: f64 = 1.16;

/// Indentation of a list without and with numbers, as multiples of the font size; of a quotation, with its line in pixels.
const BULLET: f64 = 1.1;
const NUMBER: f64 = 1.3;
const QUOTATION: f64 = 0.85 * TEXT + 6.0;

/// What surrounds code, in pixels: left and right together, above and below together.
const CODE_SIDES: f64 = 44.0;
const CODE_ENDS: f64 = 36.0;

/// What surrounds a cell of a table, in pixels: to its right; above, below and the line under it.
const CELL_SIDE: f64 = 1.25 * TEXT;
const CELL_ENDS: f64 = 0.4 * TEXT + 2.0;

/// Height of Markdown in pixels, written as small as the deck writes it.
pub(super) fn height(markdown: &str) -> f64 {
    let mut events = Parser::new_ext(markdown, own::options());
    spaced(&Column { room: WIDTH, line: ROOMY }.blocks(&mut events), GAP * TEXT)
}

/// Heights one under the other with a gap between each two.
pub(super) fn spaced(heights: &[f64], gap: f64) -> f64 {
    heights.iter().sum::<f64>() + gap * heights.len().saturating_sub(1) as f64
}

/// Where text is written.
#[derive(Clone, Copy)]
struct Column {
    /// Its width, in pixels.
    room: f64,
    /// Height of its lines, as a multiple of the font size.
    line: f64,
}

impl Column {
    /// Heights of the blocks up to the end of what encloses them.
    fn blocks<'t>(self, events: &mut dyn Iterator<Item = Event<'t>>) -> Vec<f64> {
        let mut heights = Vec::new();
        let mut text = Text::default();
        while let Some(event) = events.next() {
            match event {
                Event::Start(Tag::List(first)) => {
                    self.end(&mut text, &mut heights);
                    let indent = if first.is_some() { NUMBER } else { BULLET };
                    let list = Column { room: self.room - indent * TEXT, line: CLOSE };
                    heights.push(spaced(&list.blocks(events), ITEM_GAP * TEXT));
                }
                Event::Start(Tag::Item) => heights.push(spaced(&self.blocks(events), 0.0)),
                Event::Start(Tag::BlockQuote(_)) => {
                    self.end(&mut text, &mut heights);
                    let quotation = Column { room: self.room - QUOTATION, ..self };
                    heights.push(spaced(&quotation.blocks(events), 0.0));
                }
                Event::Start(Tag::CodeBlock(_)) => {
                    self.end(&mut text, &mut heights);
                    heights.push(self.code(events));
                }
                Event::Start(Tag::Table(_)) => {
                    self.end(&mut text, &mut heights);
                    heights.push(self.table(events));
                }
                Event::Start(Tag::Heading { .. }) => text.heading = true,
                Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock) => {
                    self.end(&mut text, &mut heights)
                }
                Event::End(TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_)) => break,
                inline => text.take(&inline),
            }
        }
        self.end(&mut text, &mut heights);
        heights
    }

    /// Ends the lines that were being written, where there are some.
    fn end(self, text: &mut Text, heights: &mut Vec<f64>) {
        let Text { letters, heading, .. } = std::mem::take(text);
        let (size, line) = if heading { (HEADING * TEXT, CLOSE) } else { (TEXT, self.line) };
        if !letters.is_empty() {
            heights.push(letters.lines(self.room / size) as f64 * line * size);
        }
    }

    fn code<'t>(self, events: &mut dyn Iterator<Item = Event<'t>>) -> f64 {
        let mut code = String::new();
        for event in events {
            match event {
                Event::Text(text) => code.push_str(&text),
                _ => break,
            }
        }
        let letters = Letters::of(code.trim_end_matches('\n'), Face::Fixed);
        letters.lines((self.room - CODE_SIDES) / TEXT) as f64 * CODE * TEXT + CODE_ENDS
    }

    fn table<'t>(self, events: &mut dyn Iterator<Item = Event<'t>>) -> f64 {
        let mut rows: Vec<Vec<Text>> = Vec::new();
        for event in events {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    // The head is bold.
                    let bold = usize::from(rows.len() == 1);
                    if let Some(row) = rows.last_mut() {
                        row.push(Text { bold, ..Text::default() });
                    }
                }
                Event::End(TagEnd::Table) => break,
                Event::End(TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell) => {}
                inline => {
                    if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                        cell.take(&inline);
                    }
                }
            }
        }
        let columns = self.columns(&rows);
        let of_row = |row: &Vec<Text>| {
            let lines = row.iter().zip(&columns).map(|(cell, width)| cell.letters.lines(width / TEXT));
            lines.max().unwrap_or(1) as f64 * self.line * TEXT + CELL_ENDS
        };
        rows.iter().map(of_row).sum()
    }

    /// Widths of a table's columns without what surrounds a cell, in pixels: as wide as their widest cells, and where that is
    /// too wide, sharing the room beyond one letter each in proportion (CSS 2.2, section 17.5.2.2).
    fn columns(self, rows: &[Vec<Text>]) -> Vec<f64> {
        let widest =
            |column: usize| rows.iter().filter_map(move |row| row.get(column)).map(|c| c.letters.width() * TEXT);
        let wanted: Vec<f64> = (0..rows.first().map_or(0, Vec::len)).map(|c| widest(c).fold(TEXT, f64::max)).collect();
        let room = self.room - CELL_SIDE * wanted.len() as f64;
        let (all, least) = (wanted.iter().sum::<f64>(), TEXT * wanted.len() as f64);
        let share = if all <= room { 1.0 } else { ((room - least) / (all - least)).max(0.0) };
        wanted.iter().map(|width| TEXT + (width - TEXT) * share).collect()
    }
}

/// A paragraph in the making.
#[derive(Default)]
struct Text {
    letters: Letters,
    heading: bool,
    /// How many things make it bold.
    bold: usize,
}

impl Text {
    fn take(&mut self, event: &Event<'_>) {
        let face = if self.heading || self.bold > 0 { Face::Bold } else { Face::Regular };
        match event {
            Event::Start(Tag::Strong) => self.bold += 1,
            Event::End(TagEnd::Strong) => self.bold = self.bold.saturating_sub(1),
            Event::Code(code) => self.letters.push(code, Face::Fixed),
            Event::Text(text) => self.letters.push(text, face),
            // Markup of HTML is shown as the text it is, in which a line's end is a blank.
            Event::Html(text) | Event::InlineHtml(text) => self.letters.push(&text.replace('\n', " "), face),
            Event::SoftBreak => self.letters.push(" ", face),
            Event::HardBreak => self.letters.push("\n", face),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(markdown: &str, expected: f64) {
        let found = height(markdown);
        assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}: {markdown}");
    }

    #[test]
    fn each_kind_of_text_has_its_height() {
        is("", 0.0);
        is("one line", 32.4);
        is("one  \nline", 64.8);
        is("a\n\nb", 32.4 + 13.92 + 32.4);
        is("## heading", 24.0 * 1.16 * 1.3);
        is("- a\n- b", 31.2 + 11.28 + 31.2);
        is("1. a\n   - b\n", 31.2 + 31.2);
        is("- a\n\n  b\n", 31.2 + 31.2);
        is("> a\n>\n> b", 32.4 + 32.4);
        is("```\na\n\nb\n```", 3.0 * 31.68 + 36.0);
        is("| a | b |\n|---|---|\n| 1 | 2 |", 2.0 * (32.4 + 11.6));
        is("a\n\n---\n\nb", 32.4 + 13.92 + 32.4);
    }

    #[test]
    fn lines_are_wrapped_in_the_width_there_is() {
        // 115 digits of 15.264 pixels fill 1755.4 of 1760.
        is(&"1".repeat(115), 32.4);
        is(&"1".repeat(116), 64.8);
        // A list has 26.4 pixels less.
        is(&format!("- {}", "1".repeat(113)), 31.2);
        is(&format!("- {}", "1".repeat(114)), 62.4);
        // 118 letters of 14.448 pixels fill 1704.9 of 1716.
        is(&format!("```\n{}\n```", "x".repeat(118)), 31.68 + 36.0);
        is(&format!("```\n{}\n```", "x".repeat(119)), 2.0 * 31.68 + 36.0);
    }

    #[test]
    fn a_table_too_wide_shares_its_room() {
        let cell = "word ".repeat(30);
        let narrow = height(&format!("| a | b |\n|---|---|\n| 1 | {cell} |"));
        let wide = height(&format!("| a | b |\n|---|---|\n| {cell} | {cell} |"));
        assert!(narrow < wide, "{narrow} {wide}");
    }
}
