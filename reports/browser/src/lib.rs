//! A real browser for tests: opened on a page, looked into, and asked what it complained of.
//!
//! Chromium is found through `TENFOLD_CHROMIUM` or the path. Without it a test says so and passes, except in CI.

mod accessible;
mod chromium;

pub use accessible::{barriers, barriers_of_look, still_without_barrier, without_barrier};
pub use chromium::{Page, find};

/// Opens a page; afterwards nothing may have complained.
pub fn opened(html: &str, width: u32, look: impl FnOnce(&mut Page)) {
    let Some(chromium) = find() else {
        assert!(std::env::var_os("CI").is_none(), "no Chromium found: install it, or name it in TENFOLD_CHROMIUM");
        println!("skipped: no Chromium found; install it, or name it in TENFOLD_CHROMIUM");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    std::fs::write(&file, html).unwrap();
    let mut page = Page::open(&chromium, &file, width);
    look(&mut page);
    page.ask("1");
    assert_eq!(page.complaints, Vec::<String>::new());
}

/// Opens every fold and asks for every view, and waits until what they hold is unpacked and there.
pub fn unfold(page: &mut Page) {
    page.ask("for (const d of document.querySelectorAll('details')) d.open = true; 0");
    page.ask("for (const i of document.querySelectorAll('.switch input[type=radio]')) i.dispatchEvent(new Event('change', { bubbles: true })); 0");
    page.until("document.querySelector(':is(details, figure) > .packed') === null");
    // A fold may have held another.
    page.ask("for (const d of document.querySelectorAll('details')) d.open = true; 0");
}
