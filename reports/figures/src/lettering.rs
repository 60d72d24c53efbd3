//! How wide words are, without a font at hand.
//!
//! The page's font is not known when the figure is drawn, so widths are those of DejaVu Sans, the widest font that a page's
//! stack commonly ends in: what fits by this table fits in the others.

/// Advance widths of DejaVu Sans 2.37 for U+0020 to U+007E, in thousandths of the font size (its `hmtx` table).
const ASCII: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
    748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
    615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
    337, 636, 838,
];

/// Bold letters of DejaVu Sans are wider by this factor (mean of a to z).
const BOLD: f64 = 1.14;

/// Width of a text in the unit of `size`.
pub(crate) fn width(text: &str, size: f64, bold: bool) -> f64 {
    text.chars().map(thousandths).sum::<f64>() * size * if bold { BOLD } else { 1.0 } / 1000.0
}

/// Width of a letter, as a share of the font size.
pub fn advance(letter: char, bold: bool) -> f64 {
    thousandths(letter) * if bold { BOLD } else { 1.0 } / 1000.0
}

/// Width of a letter that is not bold, in thousandths of the font size.
fn thousandths(letter: char) -> f64 {
    match letter {
        ' '..='~' => f64::from(ASCII[letter as usize - 32]),
        '·' => 318.0,
        '–' | '°' | '²' | '³' => 500.0,
        // Latin, Greek and Cyrillic letters are about as wide as their ASCII cousins; signs and ideographs are square.
        '\u{a1}'..='\u{24f}' if letter != '×' => 640.0,
        '\u{370}'..='\u{52f}' => 680.0,
        _ => 1000.0,
    }
}

/// The text, cut at its end with an ellipsis if it is wider than `most`.
pub(crate) fn shorten(text: &str, size: f64, bold: bool, most: f64) -> String {
    if width(text, size, bold) <= most {
        return text.into();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        kept.push(letter);
        if width(&kept, size, bold) + width("…", size, bold) > most {
            kept.pop();
            break;
        }
    }
    kept.truncate(kept.trim_end().len());
    kept + "…"
}

/// The text in lines no wider than `most`, broken at spaces; a word wider than a line is shortened.
pub(crate) fn wrap(text: &str, size: f64, bold: bool, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = shorten(word, size, bold, most);
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size, bold) <= most => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_table() {
        assert_eq!(width("10", 10.0, false), 12.72);
        assert!(width("10", 10.0, true) > width("10", 10.0, false));
    }

    #[test]
    fn long_words_end_in_an_ellipsis_and_fit() {
        let long = "vectorised-".repeat(6);
        let short = shorten(&long, 14.0, false, 150.0);
        assert!(short.ends_with('…') && width(&short, 14.0, false) <= 150.0, "{short}");
        assert_eq!(shorten("naive", 14.0, false, 150.0), "naive");
        assert_eq!(shorten("", 14.0, false, 0.0), "");
    }

    #[test]
    fn lines_break_at_spaces_and_fit() {
        let lines = wrap("Vectorising is worth 412×, threads another 1.9×.", 14.0, false, 120.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| width(line, 14.0, false) <= 120.0), "{lines:?}");
        assert_eq!(lines.join(" "), "Vectorising is worth 412×, threads another 1.9×.");
        assert!(wrap("  ", 14.0, false, 120.0).is_empty());
    }
}
