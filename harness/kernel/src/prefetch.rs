//! Telling the machine what will be read soon.

/// Cache lines are 64 bytes on the machines that this is for.
const LINE: usize = 64;

/// Has the cache lines of `items` fetched while something else is computed. It pays where lines are too far apart, or too
/// few, for a prefetcher to see them coming.
#[inline(always)]
pub fn prefetch<T>(items: &[T]) {
    #[cfg(target_arch = "x86_64")]
    for line in items.chunks((LINE / size_of::<T>()).max(1)) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a hint, of an address that is valid besides; SSE is part of x86-64.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast()) };
    }
}
