//! Pages of memory: how many are huge, and who touches them first.

use crate::{ROOT, memory, said};
use std::path::Path;

/// Bytes of this process's own memory that lie in transparent huge pages; `None` where the system does not tell.
pub fn huge_bytes() -> Option<u64> {
    huge_bytes_in(Path::new(ROOT), "self")
}

/// The same of process `pid`.
pub fn huge_bytes_of(pid: u32) -> Option<u64> {
    huge_bytes_in(Path::new(ROOT), &pid.to_string())
}

/// `AnonHugePages` of `smaps_rollup` (proc(5)), which is in units of 1024 bytes.
fn huge_bytes_in(root: &Path, process: &str) -> Option<u64> {
    let text = said(root.join(format!("proc/{process}/smaps_rollup")))?;
    let line = text.lines().find_map(|line| line.strip_prefix("AnonHugePages:"))?;
    memory::kib(line)
}

/// Gives the whole pages within `bytes` back to the system and writes what they held again, so that they come to lie where this
/// thread is. Where that is not possible nothing changes.
pub fn touch_again(bytes: &mut [u8]) {
    let page = page();
    let before = bytes.as_ptr().align_offset(BLOCK).min(bytes.len());
    let (first, rest) = bytes.split_at_mut(before);
    // In blocks of a huge page, so that few are copied at a time, and each may become one huge page again.
    for block in std::iter::once(first).chain(rest.chunks_mut(BLOCK)) {
        let start = block.as_ptr().align_offset(page).min(block.len());
        let end = start + (block.len() - start) / page * page;
        let pages = &mut block[start..end];
        let kept = pages.to_vec();
        if give_back(pages) {
            pages.copy_from_slice(&kept);
        }
    }
}

/// A huge page.
const BLOCK: usize = 2 << 20;

/// Bytes of a page.
fn page() -> usize {
    // SAFETY: sysconf takes any name, and reports one that it does not know.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(BLOCK)
}

/// Gives whole pages back: what they hold is lost. False where nothing is.
#[cfg(target_os = "linux")]
fn give_back(pages: &mut [u8]) -> bool {
    // SAFETY: the pages are borrowed alone, and hold bytes, which any contents are: zeros too.
    !pages.is_empty() && unsafe { libc::madvise(pages.as_mut_ptr().cast(), pages.len(), libc::MADV_DONTNEED) == 0 }
}

/// This system keeps what it is told it may drop.
#[cfg(not(target_os = "linux"))]
fn give_back(_pages: &mut [u8]) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quota::tests::tree;

    /// Pages that this thread has touched first so far: the 10th number (proc(5)), counted after the name.
    #[cfg(target_os = "linux")]
    fn faults() -> u64 {
        let stat = said("/proc/thread-self/stat").unwrap();
        stat.rsplit_once(')').unwrap().1.split_whitespace().nth(7).unwrap().parse().unwrap()
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn pages_touched_again_are_this_threads_and_hold_what_they_held() {
        let mut bytes: Vec<u8> = (0..5 * BLOCK + 77).map(|i| (i % 251) as u8).collect();
        let expected = bytes.clone();
        let touched = std::thread::scope(|scope| {
            let again = || {
                let before = faults();
                touch_again(&mut bytes);
                faults() - before
            };
            scope.spawn(again).join().unwrap()
        });
        assert!(bytes == expected);
        // A page, or a huge page, each.
        assert!(touched >= 5, "{touched}");
        touch_again(&mut []);
        touch_again(&mut [1, 2, 3]);
    }

    #[test]
    fn huge_pages_are_read_in_bytes() {
        let rollup = "5-7 ---p 00000000 00:00 0   [rollup]\nRss:  1772 kB\nAnonHugePages:   4096 kB\nSwap: 0 kB\n";
        let tree = tree(&[("proc/7/smaps_rollup", rollup)]);
        assert_eq!(huge_bytes_in(tree.path(), "7"), Some(4 << 20));
        assert_eq!(huge_bytes_in(tree.path(), "8"), None);
    }
}
