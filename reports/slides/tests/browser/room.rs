//! Own slides with more on them than they have room for: the deck shows all of it.

use serde_json::json;
use tenfold_analysis::testing;
use tenfold_browser::{Page, opened};
use tenfold_slides::{Deck, Material, Scope, deck_of};

/// A deck of own slides with these texts.
fn own<'t>(texts: impl Iterator<Item = &'t str>) -> Deck {
    let slides = texts.enumerate().map(|(index, text)| format!("# Slide {index}\n\n{}", text.trim_end()));
    let file = slides.collect::<Vec<_>>().join("\n\n---\n");
    deck_of(&testing::example(), &Material::default(), Scope::default(), &file).unwrap().unwrap()
}

fn presented(deck: &Deck, look: impl FnOnce(&mut Page)) {
    opened(&deck.reveal().unwrap(), 1920, |page| {
        page.resize_to(1920, 1080);
        page.until("Reveal.isReady()");
        look(page);
    });
}

#[test]
fn all_of_a_slide_that_is_too_full_is_shown_by_the_keys_that_lead_on() {
    let items: String = (0..55).map(|k| format!("- item {k}\n")).collect();
    presented(&own([items.as_str(), "The end."].into_iter()), |page| {
        let seen = "(() => { const slide = Reveal.getCurrentSlide(), box = slide.querySelector('.body').getBoundingClientRect();
            window.seen = window.seen ?? new Set();
            for (const [k, item] of slide.querySelectorAll('li').entries()) {
              const r = item.getBoundingClientRect();
              if (r.top >= box.top - 1 && r.bottom <= box.bottom + 1 && r.bottom <= 1081) window.seen.add(k);
            }
            return window.seen.size; })()";
        // Lines of which a part is in sight: whether the rest is, too.
        let halves = "(() => { const body = Reveal.getCurrentSlide().querySelector('.body'), box = body.getBoundingClientRect();
            const scale = box.height / body.offsetHeight, cut = body.style.clipPath.match(/[\\d.]+px/g).map(parseFloat);
            const [above, below] = [cut[0], cut[2] ?? cut[0]];
            const top = box.top + scale * above, bottom = box.bottom - scale * below, lines = [...body.querySelectorAll('li')];
            return lines.map((line) => { const range = document.createRange(); range.selectNodeContents(line); return range.getBoundingClientRect(); })
              .filter((r) => r.bottom > top + 2 && r.top < bottom - 2 && (r.top < top - 2 || r.bottom > bottom + 2)).length; })()";
        let first = page.ask(seen).as_u64().unwrap();
        assert!(first > 10 && first < 55, "{first} of 55 at first");
        assert_eq!(page.ask(halves), json!(0));
        let said = "Reveal.getCurrentSlide().querySelector('.more').textContent";
        assert_eq!(page.ask(said), json!("↓ part 1 of 3"));
        let small = "Math.min(...[...Reveal.getCurrentSlide().querySelectorAll('.own *, .more')].map(e => parseFloat(getComputedStyle(e).fontSize)))";
        assert_eq!(page.ask(small), json!(24));
        assert_eq!(
            page.ask("Reveal.getCurrentSlide().querySelector('.body').tabIndex"),
            json!(0),
            "it scrolls by keyboard"
        );
        page.key("s", 83);
        let scrolled = "speaker.view.document.querySelector('.now .body').scrollTop - Reveal.getCurrentSlide().querySelector('.body').scrollTop";
        let ahead = "speaker.view.document.querySelector('.then .body').scrollTop > Reveal.getCurrentSlide().querySelector('.body').scrollTop";
        assert_eq!((page.ask(scrolled), page.ask(ahead)), (json!(0), json!(true)));
        page.key("ArrowRight", 39);
        page.ask(seen);
        assert_eq!(page.ask(halves), json!(0));
        assert_eq!((page.ask(scrolled), page.ask(ahead)), (json!(0), json!(true)));
        page.key("ArrowRight", 39);
        assert_eq!(page.ask(said), json!("part 3 of 3"));
        assert_eq!(page.ask(seen), json!(55), "every item was seen whole");
        assert_eq!(page.ask("Reveal.getState().indexh"), json!(0));
        page.key("ArrowRight", 39);
        assert_eq!(page.ask("Reveal.getState().indexh"), json!(1));
        page.key("ArrowLeft", 37);
        assert_eq!(page.ask(said), json!("part 3 of 3"), "back to where it was left");
        page.key("ArrowLeft", 37);
        assert_eq!(page.ask(said), json!("↓ part 2 of 3"));
    });
}

#[test]
fn all_of_a_slide_that_is_too_full_is_printed() {
    let items: String = (0..55).map(|k| format!("- item {k}\n")).collect();
    presented(&own([items.as_str(), "The end."].into_iter()), |page| {
        let pdf = page.pdf();
        let text = String::from_utf8_lossy(&pdf);
        let pages = text.split("/Type /Page").skip(1).filter(|rest| !rest.starts_with('s')).count();
        assert_eq!(pages, 4, "55 items take three pages");
        page.as_medium("print");
        let cut = "[...document.querySelectorAll('.slides section, .slides .body')].filter((e) => e.scrollHeight > e.clientHeight + 2).length";
        assert_eq!(page.ask(cut), json!(0));
        assert_eq!(
            page.ask("[...document.querySelectorAll('.more')].filter((e) => e.checkVisibility()).length"),
            json!(0)
        );
    });
}

#[test]
fn text_is_written_as_large_as_it_has_room() {
    let texts = [4, 17, 20].map(|items| "- item\n".repeat(items));
    presented(&own(texts.iter().map(String::as_str)), |page| {
        let size = "parseFloat(getComputedStyle(Reveal.getCurrentSlide().querySelector('.own')).fontSize)";
        let sizes: Vec<f64> = (0..texts.len())
            .map(|index| {
                page.ask(&format!("Reveal.slide({index}); 0"));
                page.ask(size).as_f64().unwrap()
            })
            .collect();
        assert_eq!(sizes, [38.0, 30.0, 24.0]);
    });
}
