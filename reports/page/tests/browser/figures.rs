//! Figures taken along: each button gives a file that stands alone.

use super::in_browser;
use std::path::Path;
use std::time::{Duration, Instant};
use tenfold_analysis::testing;
use tenfold_browser::unfold;

#[test]
fn a_figure_is_taken_along_as_svg_png_and_csv() {
    in_browser(&testing::example(), 1280, |page| {
        let folder = tempfile::tempdir().unwrap();
        page.download_to(folder.path());
        let take = |kind: &str| format!("document.querySelector('[data-file=traffic-ladder] button[value={kind}]')");
        let mut file = |kind: &str| {
            page.click(&take(kind));
            arrived(&folder.path().join(format!("traffic-ladder.{kind}")))
        };
        let svg = String::from_utf8(file("svg")).unwrap();
        let drawing = roxmltree::Document::parse(&svg).unwrap();
        let texts: String = drawing.descendants().filter_map(|node| node.text()).collect();
        assert!(texts.contains("naive") && !svg.contains("class=\"halo\" style"), "{texts}");
        assert!(drawing.root_element().attribute("font-family").is_some(), "a file has no page to inherit a font from");

        let png = file("png");
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        // 720 pixels wide in the page, three times that in a file.
        assert_eq!(u32::from_be_bytes(png[16..20].try_into().unwrap()), 2160);

        let csv = String::from_utf8(file("csv")).unwrap();
        let head = "variant,rung,seconds,low,high,launches,factor_to_base,guess_seconds,left_out\n";
        assert!(csv.starts_with(head) && csv.contains("\nnaive,naive,"), "{csv}");
    });
}

#[test]
fn a_flamegraph_is_taken_along_too() {
    in_browser(&testing::example(), 1280, |page| {
        let folder = tempfile::tempdir().unwrap();
        page.download_to(folder.path());
        unfold(page);
        let name = page.ask("document.querySelector('.profile .take').dataset.file");
        let name = name.as_str().unwrap();
        assert_eq!(name, "traffic-naive-flamegraph");
        page.until("document.querySelector('.profile svg.flame text').textContent !== undefined");
        let mut file = |kind: &str| {
            page.click(&format!("document.querySelector('[data-file={name}] button[value={kind}]')"));
            arrived(&folder.path().join(format!("{name}.{kind}")))
        };
        let svg = String::from_utf8(file("svg")).unwrap();
        let drawing = roxmltree::Document::parse(&svg).unwrap();
        let texts: String = drawing.descendants().filter_map(|node| node.text()).collect();
        assert!(texts.contains("traffic::naive::step"), "{texts}");
        assert!(drawing.root_element().attribute("viewBox").is_some() && !svg.contains("fg:"), "{svg}");
        assert_eq!(&file("png")[..8], b"\x89PNG\r\n\x1a\n");
        let csv = String::from_utf8(file("csv")).unwrap();
        assert!(csv.starts_with("level,first_sample,samples,function\n0,0,2360,"), "{csv}");
        assert!(csv.contains(",1480,\"traffic::naive::step\"\n"), "{csv}");
    });
}

/// The bytes of a file once it is whole: the browser gives it its name at its end, and now and then holds the name before
/// by an empty file.
fn arrived(file: &Path) -> Vec<u8> {
    let start = Instant::now();
    loop {
        match std::fs::read(file) {
            Ok(bytes) if !bytes.is_empty() => return bytes,
            _ => assert!(start.elapsed() < Duration::from_secs(20), "{} never arrived", file.display()),
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
