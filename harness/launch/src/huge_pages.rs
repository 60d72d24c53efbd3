//! Huge pages for the memory of what is measured.
//!
//! With pages of 4 KiB, code that walks through hundreds of megabytes waits for its addresses to be translated, most of all in
//! a virtual machine, where every step of a translation needs one of its own: heat from memory ran a sixth slower. The
//! ceilings ask for huge pages by themselves. Where the system gives them only to those who ask (`madvise`, as Debian and
//! Ubuntu have it), the C library can ask for a whole program, in whatever language that was written.

use std::ffi::OsString;
use std::process::Command;

/// Where glibc reads its settings from.
const SETTINGS: &str = "GLIBC_TUNABLES";

/// The setting: 1 asks for huge pages wherever malloc gets memory from the system. Since glibc 2.35; elsewhere it does nothing.
const NAME: &str = "glibc.malloc.hugetlb";

/// Has `command` ask for huge pages, unless the user has decided on them.
pub(crate) fn ask(command: &mut Command) {
    command.env(SETTINGS, settings(std::env::var_os(SETTINGS)));
}

/// How they are asked for, for the fingerprint.
pub(crate) fn asked() -> String {
    format!("{SETTINGS}={}", settings(std::env::var_os(SETTINGS)).to_string_lossy())
}

/// The user's settings, and ours where they say nothing of huge pages.
fn settings(users: Option<OsString>) -> OsString {
    let mut settings = users.unwrap_or_default();
    if !settings.to_string_lossy().contains(NAME) {
        let separator = if settings.is_empty() { "" } else { ":" };
        settings.push(format!("{separator}{NAME}=1"));
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_user_has_set_is_kept() {
        let all = |users: Option<&str>| settings(users.map(OsString::from)).into_string().unwrap();
        assert_eq!(all(None), "glibc.malloc.hugetlb=1");
        assert_eq!(all(Some("glibc.malloc.check=3")), "glibc.malloc.check=3:glibc.malloc.hugetlb=1");
        assert_eq!(all(Some("glibc.malloc.hugetlb=0")), "glibc.malloc.hugetlb=0", "the user's decision");
    }
}
