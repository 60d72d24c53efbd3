//! Figures as pixels, for programs that show no SVG.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use std::sync::{Arc, LazyLock};
use tenfold_figures::ReportError;

/// The letters: the same on every machine, so that the same figure gives the same bytes. `vendor/dejavu/README.md` says
/// where from.
const FONTS: [&[u8]; 2] =
    [include_bytes!("../vendor/dejavu/DejaVuSans.ttf"), include_bytes!("../vendor/dejavu/DejaVuSans-Bold.ttf")];

/// What every font stack ends in.
const FAMILY: &str = "DejaVu Sans";

/// The letters, read once.
static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options { font_family: FAMILY.into(), ..Options::default() };
    let fonts = Arc::make_mut(&mut options.fontdb);
    FONTS.into_iter().for_each(|font| fonts.load_font_data(font.to_vec()));
    // A stack of families that are not here falls back to the serif one.
    fonts.set_sans_serif_family(FAMILY);
    fonts.set_serif_family(FAMILY);
    fonts.set_monospace_family(FAMILY);
    options
});

/// `svg`, which needs no style sheet, on white paper, a pixel for each of its units.
///
/// # Errors
/// [`ReportError::Figure`] where it is no SVG, or has no size.
pub(super) fn png(svg: &str, title: &str) -> Result<Vec<u8>, ReportError> {
    let fail = |cause: String| ReportError::Figure { title: title.to_string(), cause };
    let tree = Tree::from_str(svg, &OPTIONS).map_err(|e| fail(e.to_string()))?;
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(|| fail("it has no size".into()))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| fail(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::png;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\">";

    /// Width and height (PNG, section 11.2.1).
    fn size(png: &[u8]) -> [u32; 2] {
        [16, 20].map(|at| u32::from_be_bytes(png[at..at + 4].try_into().unwrap()))
    }

    #[test]
    fn it_is_as_large_as_the_figure_and_always_the_same() {
        let svg = format!("{SVG}<text x=\"2\" y=\"15\" font-size=\"12\" font-family=\"system-ui\">a×</text></svg>");
        let drawn = png(&svg, "t").unwrap();
        assert_eq!(size(&drawn), [40, 20]);
        assert_eq!(drawn, png(&svg, "t").unwrap());
        assert_ne!(drawn, png(&format!("{SVG}</svg>"), "t").unwrap(), "letters are drawn");
    }

    #[test]
    fn what_is_no_figure_is_an_error() {
        assert!(png("<svg", "t").is_err());
        assert!(png("", "t").unwrap_err().to_string().contains("'t'"));
    }
}
