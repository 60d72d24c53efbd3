//! The problem: which bytes are looked at, and which of them make a word.

use crate::synthetic;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use tenfold_kernel::{FileValue, Part};

tenfold_kernel::params! {
    /// A text and what a word of it is.
    pub struct Params {
        words: String = "letters" of ["letters", "blanks"], "a word is a run of ASCII letters, lower-cased, or of bytes between white space, as for wc -w";
        total: usize = 4_000_000 in 0..=500_000_000, "words of the synthetic text";
        vocabulary: usize = 100_000 in 1..=10_000_000, "size of the vocabulary; the k-th word has a frequency of about 1/k (Zipf)";
        seed: u64 = 1 in 0..=4_294_967_295, "seed of the synthetic text";
        file: Option<FileValue> in 0..=4_294_967_295, "a text of any bytes to count instead of the synthetic one";
    }
}

/// The largest text in bytes: places in it are 32-bit numbers.
const MOST_BYTES: u64 = u32::MAX as u64;

impl Params {
    /// Refuses files that are too large.
    pub(crate) fn validate(&self) -> Result<(), String> {
        let Some(file) = &self.file else { return Ok(()) };
        let bytes = fs::metadata(&file.path).map_err(|e| failed(file, &e))?.len();
        fits(&file.to_string(), bytes)
    }

    /// About how many bytes the text has: those of the file, or at most 6 for each word drawn, what stands behind it
    /// included.
    pub(crate) fn bytes(&self) -> f64 {
        match &self.file {
            Some(file) => fs::metadata(&file.path).map_or(0.0, |of| of.len() as f64),
            None => 64.0 + 6.0 * self.total as f64,
        }
    }

    /// How many different words are in a share of so many bytes: at most, or for a file a guess that natural languages
    /// stay below.
    pub(crate) fn distinct(&self, bytes: f64) -> f64 {
        if self.file.is_some() {
            return bytes / 64.0;
        }
        // With blanks, capitals and what is written behind a word make other words of it.
        let forms = if WordRule::of(self) == WordRule::Letters { 1.0 } else { synthetic::FORMS };
        (forms * self.vocabulary as f64).min(bytes / 6.0)
    }
}

fn fits(what: &str, bytes: u64) -> Result<(), String> {
    let fits = bytes <= MOST_BYTES;
    fits.then_some(()).ok_or_else(|| format!("{what} has {bytes} bytes: at most {MOST_BYTES} are allowed"))
}

fn failed(file: &FileValue, e: &io::Error) -> String {
    format!("{file}: {e}")
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordRule {
    /// A run of ASCII letters, lower-cased.
    Letters,
    /// A run of bytes that are no white space in the C locale.
    Blanks,
}

impl WordRule {
    /// What `params` say.
    pub fn of(params: &Params) -> WordRule {
        if params.words == "letters" { WordRule::Letters } else { WordRule::Blanks }
    }

    /// Whether `byte` belongs to a word.
    #[inline(always)]
    pub fn is_word(self, byte: u8) -> bool {
        match self {
            WordRule::Letters => byte.is_ascii_alphabetic(),
            WordRule::Blanks => !matches!(byte, b' ' | b'\t'..=b'\r'),
        }
    }

    /// The bit that a byte of a word gets, so that capitals and small letters are the same.
    #[inline(always)]
    pub fn fold(self) -> u8 {
        if self == WordRule::Letters { 0x20 } else { 0 }
    }
}

/// A text, or the share of a rank: whole words of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Its bytes.
    pub bytes: Vec<u8>,
}

tenfold_kernel::arrays!(Text { bytes });

impl Text {
    /// The share of `part`, which is read or made without the rest.
    pub(crate) fn of(params: &Params, part: Part) -> Result<Text, String> {
        let bytes = match &params.file {
            Some(file) => read(file.open()?, WordRule::of(params), part).map_err(|e| failed(file, &e))?,
            None => synthetic::text(params, part.of(params.total)),
        };
        fits("the text", bytes.len() as u64)?;
        Ok(Text { bytes })
    }
}

/// The share of `part` of a file.
fn read(mut from: BufReader<File>, kind: WordRule, part: Part) -> io::Result<Vec<u8>> {
    let share = share(&mut from, kind, part)?;
    let mut bytes = Vec::with_capacity(share.len());
    from.seek(SeekFrom::Start(share.start as u64))?;
    from.take(share.len() as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Where the share of `part` of a text lies. A word that reaches across a border belongs to the share in which it
/// begins: so each border moves to the end of the word that has the byte before it.
pub(crate) fn share(text: &mut (impl BufRead + Seek), kind: WordRule, part: Part) -> io::Result<Range<usize>> {
    let own = part.of(text.seek(SeekFrom::End(0))? as usize);
    let mut border = |at: usize| {
        let Some(before) = at.checked_sub(1) else { return Ok(0) };
        text.seek(SeekFrom::Start(before as u64))?;
        let mut end = before;
        for byte in text.bytes() {
            if !kind.is_word(byte?) {
                break;
            }
            end += 1;
        }
        io::Result::Ok(end.max(at))
    };
    Ok(border(own.start)?..border(own.end)?)
}
