//! The levels of the memory hierarchy, and arrays that lie in one of them.

use tenfold_kernel::Resource;
use tenfold_machine::caches;

/// All arrays in memory together are so many times the last cache: a line is met again only after that much has passed through
/// it. STREAM's rules ask it of each array (J. D. McCalpin, "Run rules"); where the last cache has hundreds of megabytes, filling
/// such arrays would take longer than all that is measured in them.
const BEYOND: usize = 4;

/// The last cache where the system does not tell: larger than most.
const UNKNOWN_CACHE: usize = 32 << 20;

/// The part of the machine's memory that all arrays together may take.
const SHARE_OF_MEMORY: usize = 4;

/// One line of a cache.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub(crate) struct Line(pub [f64; 8]);

/// A level of the memory hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// 1, 2, 3; none for memory.
    level: Option<u32>,
    /// Bytes of the cache; for memory, of the last cache before it.
    bytes: usize,
    /// Cores that share it.
    sharers: usize,
}

impl Place {
    /// A cache.
    pub(super) fn cache(level: u32, bytes: usize, sharers: usize) -> Place {
        Place { level: Some(level), bytes, sharers }
    }

    /// What it is a ceiling of.
    pub fn resource(&self) -> Resource {
        match self.level {
            Some(1) => Resource::L1Bytes,
            Some(2) => Resource::L2Bytes,
            Some(_) => Resource::L3Bytes,
            None => Resource::MemoryBytes,
        }
    }

    /// Bytes that `cores` cores can keep in it; none for memory.
    pub fn capacity(&self, cores: usize) -> Option<u64> {
        let copies = cores.div_ceil(self.sharers.max(1));
        self.level.map(|_| (self.bytes * copies) as u64)
    }

    /// Whether it is memory itself.
    pub fn is_memory(&self) -> bool {
        self.level.is_none()
    }

    /// Whether nothing lies between it and the core.
    pub(super) fn is_nearest(&self) -> bool {
        self.level == Some(1)
    }

    /// Bytes of each of `arrays` arrays on each of `cores` cores that use it at once.
    ///
    /// In a cache all arrays together fill half of it, shared among the cores that share it: the other half is for what
    /// else runs. In memory they are much larger than the last cache.
    pub(super) fn array(&self, arrays: usize, cores: usize) -> usize {
        let sharers = self.sharers.min(cores).max(1);
        match self.level {
            Some(_) => self.bytes / 2 / sharers / arrays,
            None => {
                let most = memory() / SHARE_OF_MEMORY / arrays / cores;
                (BEYOND * self.bytes / sharers / arrays).max(super::STREAMED).min(most)
            }
        }
    }

    /// What a reader must know of the size: "" or why it is less than it should be.
    pub(super) fn note(&self) -> &'static str {
        match self.is_memory() && 3 * self.array(3, 1) < 2 * self.bytes {
            true => " (this machine has too little memory for arrays much larger than its last cache)",
            false => "",
        }
    }
}

/// The levels of this machine, nearest first, memory last. Levels that the system does not tell of are left out.
pub(crate) fn places() -> Vec<Place> {
    let known = caches::of_first_worker().into_iter().filter(|cache| cache.holds_data());
    levels(&known.map(|cache| (cache.level, cache.bytes as usize, caches::sharers(cache))).collect::<Vec<_>>())
}

/// Of each cache its level, its bytes, and the cores that share it.
fn levels(caches: &[(u32, usize, usize)]) -> Vec<Place> {
    let mut places: Vec<Place> = caches
        .iter()
        .filter(|(level, ..)| (1..=3).contains(level))
        .map(|&(level, bytes, sharers)| Place::cache(level, bytes, sharers))
        .collect();
    let last = caches.iter().max_by_key(|(_, bytes, _)| *bytes);
    let (bytes, sharers) = last.map_or((UNKNOWN_CACHE, 1), |&(_, bytes, sharers)| (bytes, sharers));
    places.push(Place { level: None, bytes, sharers });
    places
}

/// Bytes of memory that may be taken, or many where the system does not tell.
fn memory() -> usize {
    tenfold_machine::memory::available().map_or(16 << 30, |bytes| bytes as usize)
}

/// `lines` lines of ones: untouched pages would all be the one page of zeros.
pub(super) fn filled(lines: usize) -> Vec<Line> {
    let mut array: Vec<Line> = Vec::with_capacity(lines);
    advise_huge_pages(array.as_mut_ptr() as usize, lines * size_of::<Line>());
    array.resize(lines, Line([1.0; 8]));
    array
}

/// Asks for huge pages: with small ones, finding the pages and not fetching the lines would set the pace.
#[cfg(target_os = "linux")]
fn advise_huge_pages(start: usize, bytes: usize) {
    const PAGE: usize = 4096;
    let (first, end) = (start.next_multiple_of(PAGE), (start + bytes) / PAGE * PAGE);
    if first < end {
        // SAFETY: advice about whole pages of an allocation of our own changes no contents. A refusal changes nothing.
        unsafe { libc::madvise(first as *mut libc::c_void, end - first, libc::MADV_HUGEPAGE) };
    }
}

#[cfg(not(target_os = "linux"))]
fn advise_huge_pages(_start: usize, _bytes: usize) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_fill_half_a_cache_and_four_of_the_last_in_memory() {
        let places = levels(&[(1, 32 << 10, 1), (2, 1 << 20, 1), (3, 32 << 20, 2)]);
        let resources: Vec<Resource> = places.iter().map(Place::resource).collect();
        assert_eq!(resources, [Resource::L1Bytes, Resource::L2Bytes, Resource::L3Bytes, Resource::MemoryBytes]);
        assert_eq!([places[0].array(1, 1), places[0].array(2, 2)], [16 << 10, 8 << 10], "each core has its own L1");
        assert_eq!([places[2].array(1, 1), places[2].array(1, 2)], [16 << 20, 8 << 20], "two cores share the L3");
        let held = [places[0].capacity(2), places[2].capacity(2), places[3].capacity(2)];
        assert_eq!(held, [Some(64 << 10), Some(32 << 20), None]);
        let memory = |array: usize, arrays| array.max(super::super::STREAMED).min(memory() / SHARE_OF_MEMORY / arrays);
        assert_eq!(places[3].array(1, 1), memory(128 << 20, 1));
        let large = Place { level: None, bytes: 96 << 20, sharers: 1 };
        assert_eq!(large.array(3, 1), memory(128 << 20, 3), "together four times the last cache");
    }

    #[test]
    fn a_machine_that_tells_nothing_still_has_memory() {
        let places = levels(&[]);
        assert_eq!((places.len(), places[0].is_memory()), (1, true));
    }
}
