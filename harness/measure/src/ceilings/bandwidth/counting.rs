//! What is counted: bytes as STREAM counts them, and bytes that really move.

/// Bytes of one element.
const ELEMENT: f64 = size_of::<f64>() as f64;

/// What is done with each element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Loads a.
    Read,
    /// a = b.
    Copy,
    /// a = b + 3 c.
    Triad,
}

/// How elements are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stores {
    /// Through the caches: a line that is not there is fetched before it is overwritten (write-allocate).
    Plain,
    /// Past the caches: nothing is fetched.
    NonTemporal,
}

impl Pattern {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Pattern::Read => "read",
            Pattern::Copy => "copy",
            Pattern::Triad => "triad",
        }
    }

    /// What it does, for sentences.
    pub(super) fn verb(self) -> &'static str {
        match self {
            Pattern::Read => "loads",
            Pattern::Copy => "a = b",
            Pattern::Triad => "a = b + 3 c",
        }
    }

    /// The arrays it uses.
    pub fn arrays(self) -> usize {
        self.loads() + self.writes()
    }

    fn loads(self) -> usize {
        if self == Pattern::Triad { 2 } else { 1 }
    }

    fn writes(self) -> usize {
        if self == Pattern::Read { 0 } else { 1 }
    }

    /// Bytes for each element as STREAM counts them: those that the program loads and stores.
    pub fn as_stream(self) -> f64 {
        ELEMENT * (self.loads() + self.writes()) as f64
    }

    /// Bytes for each element that move between the level and what is nearer to the core. Where the level is the
    /// `nearest`, stores find their lines there and fetch nothing.
    ///
    /// Some processors recognise that a whole line is overwritten and fetch nothing for a plain store either; they then
    /// move less than is said here, which for a ceiling is the safe side.
    pub fn moved(self, stores: Stores, nearest: bool) -> f64 {
        let fetched = if stores == Stores::Plain && !nearest { self.writes() } else { 0 };
        self.as_stream() + ELEMENT * fetched as f64
    }
}

impl Stores {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Stores::Plain => "plain",
            Stores::NonTemporal => "non-temporal",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stream_counts_what_the_program_loads_and_stores() {
        // McCalpin's table: 16 bytes for a copy, 24 for a triad.
        assert_eq!([Pattern::Read, Pattern::Copy, Pattern::Triad].map(Pattern::as_stream), [8.0, 16.0, 24.0]);
    }

    #[test]
    fn a_plain_store_moves_its_line_twice_beyond_the_nearest_cache() {
        let moved = |stores, nearest| [Pattern::Read, Pattern::Copy, Pattern::Triad].map(|p| p.moved(stores, nearest));
        assert_eq!(moved(Stores::Plain, false), [8.0, 24.0, 32.0]);
        assert_eq!(moved(Stores::Plain, true), [8.0, 16.0, 24.0]);
        assert_eq!(moved(Stores::NonTemporal, false), [8.0, 16.0, 24.0]);
    }
}
