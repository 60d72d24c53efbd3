//! The sources of the variants side by side, and the files beside them, with the hot lines marked.

use crate::text;
use minijinja::{Value, context};
use std::fmt::Write;
use tenfold_analysis::findings::diff::{self, Hunk};
use tenfold_analysis::findings::source::{Heat, Listing, NOTABLE, SharedFile, pairs};
use tenfold_analysis::{answers, format};
use tenfold_record::Run;

/// From this share of a variant's samples on a file beside is shown open.
const HOT: f64 = 0.1;

/// Length of the bar beside a share of 100 %, in pixels.
const BAR: f64 = 40.0;

/// The sources of a part; `None` where fewer than two were kept.
pub(super) fn sources(run: &Run, index: usize) -> Option<Value> {
    let listings = Listing::all(run, index);
    let pairs: Vec<Value> = pairs(&listings).into_iter().map(|both| pair(&listings, both)).collect();
    (!pairs.is_empty()).then(|| {
        context! {
            about => answers::source::about(run),
            pairs,
            files => SharedFile::all(run, index, &listings).iter().map(file).collect::<Vec<_>>(),
            // The variants, to choose any two of them, and what differs between any two, for the page's script.
            names => listings.iter().map(|listing| listing.variant).collect::<Vec<_>>(),
            differences => differences(&listings),
        }
    })
}

/// Two sources side by side.
fn pair(listings: &[Listing<'_>], (left, right): (usize, usize)) -> Value {
    let hunks = diff::hunks(&listings[left].lines(), &listings[right].lines());
    let lines = listings[right].lines().len();
    let new = lines - diff::common(&hunks);
    let side = |index: usize| {
        let listing = &listings[index];
        context! { index, variant => listing.variant, file => listing.source.file, heat => listing.answer() }
    };
    context! {
        left => side(left),
        right => side(right),
        answer => format!("{new} of {} {} new.", format::counted(lines, "line"), if new == 1 { "is" } else { "are" }),
        rows => Value::from_safe_string(rows(&listings[left], &listings[right], &hunks)),
    }
}

/// A file in which several variants may spend their time: one column for each that has samples in it.
fn file(shared: &SharedFile<'_>) -> Value {
    let marked = shared.marked();
    let row = |(index, line): (usize, &str)| {
        let number = index as u32 + 1;
        let marks: String = marked.iter().map(|(_, heat)| format!("<td>{}</td>", mark(heat, number))).collect();
        format!("<tr><td>{number}</td>{marks}<td>{}</td></tr>\n", text::verbatim(line))
    };
    context! {
        name => shared.source.file,
        answer => shared.answer(),
        is_open => shared.hottest() >= HOT,
        variants => marked.iter().map(|(variant, _)| *variant).collect::<Vec<_>>(),
        rows => Value::from_safe_string(shared.lines().enumerate().map(row).collect()),
    }
}

/// The rows of the table. Six cells each: number, samples and text of a line of the left source, then of the right one.
/// Written here: the page's own formatter is made for sentences and would change the spaces.
fn rows(left: &Listing<'_>, right: &Listing<'_>, hunks: &[Hunk]) -> String {
    let (left_lines, right_lines) = (left.lines(), right.lines());
    let (mut l, mut r) = (0, 0);
    let mut rows = String::new();
    for hunk in hunks {
        let (on_left, on_right, class) = match *hunk {
            Hunk::Same(lines) => (lines, lines, ""),
            Hunk::Differs { left, right } => (left, right, " class=\"x\""),
        };
        for row in 0..on_left.max(on_right) {
            let at = |start: usize, lines: usize| (row < lines).then_some(start + row);
            rows += &format!("<tr{class}>");
            cells(&mut rows, left, &left_lines, at(l, on_left));
            cells(&mut rows, right, &right_lines, at(r, on_right));
            rows += "</tr>\n";
        }
        (l, r) = (l + on_left, r + on_right);
    }
    rows
}

/// The three cells of a line; empty ones where there is none.
fn cells(rows: &mut String, listing: &Listing<'_>, lines: &[&str], index: Option<usize>) {
    let Some(index) = index else { return *rows += "<td></td><td></td><td></td>" };
    let number = index as u32 + 1;
    let heat = listing.heat.as_ref().map_or(String::new(), |heat| mark(heat, number));
    let code = text::verbatim(lines[index]);
    write!(rows, "<td>{number}</td><td>{heat}</td><td>{code}</td>").expect("memory takes what is written");
}

/// The share of a line as text and as a bar; nothing where it is too small to mean anything.
fn mark(heat: &Heat, line: u32) -> String {
    let share = heat.share(line);
    if share < NOTABLE {
        return String::new();
    }
    let (percent, width) = (format::percent(share), (share * BAR).max(1.0));
    format!(
        "{percent}<svg width=\"{BAR}\" height=\"6\" aria-hidden=\"true\"><rect width=\"{width:.1}\" height=\"6\"/></svg>"
    )
}

/// What differs between any two listings: `0 1 =3-1+2` for each pair, the lower index first, one a line.
fn differences(listings: &[Listing<'_>]) -> String {
    let mut all = String::new();
    for right in 1..listings.len() {
        for left in 0..right {
            let hunks = diff::hunks(&listings[left].lines(), &listings[right].lines());
            writeln!(all, "{left} {right} {}", diff::encoded(&hunks)).expect("memory takes what is written");
        }
    }
    all
}
