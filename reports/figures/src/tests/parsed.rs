//! Reads a figure back.

use super::super::lettering;
use roxmltree::{Document, Node};

/// A figure as a tree.
pub(super) struct Parsed<'a>(Document<'a>);

/// A text with the rectangle it takes, in tenths of a pixel.
#[derive(Debug)]
pub(super) struct Text {
    pub words: String,
    pub size: f64,
    pub left: f64,
    pub right: f64,
    pub y: f64,
}

impl<'a> Parsed<'a> {
    pub(super) fn read(svg: &'a str) -> Self {
        assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{svg}");
        Self(Document::parse(svg).unwrap())
    }

    /// The groups of a class.
    pub(super) fn groups(&self, class: &str) -> Vec<Node<'_, '_>> {
        let has = |node: &Node| node.attribute("class").is_some_and(|c| c.split(' ').any(|one| one == class));
        self.0.descendants().filter(|node| node.has_tag_name("g") && has(node)).collect()
    }

    /// An attribute of the first such element of every group of a class.
    pub(super) fn numbers(&self, class: &str, element: &str, attribute: &str) -> Vec<f64> {
        let first = |group: &Node| group.descendants().find(|n| n.has_tag_name(element)).map(|n| number(&n, attribute));
        self.groups(class).iter().filter_map(first).collect()
    }

    /// An attribute of every such element of all groups of a class.
    pub(super) fn all(&self, class: &str, element: &str, attribute: &str) -> Vec<f64> {
        let elements = self.groups(class).into_iter().flat_map(|group| group.descendants());
        elements.filter(|n| n.has_tag_name(element)).map(|n| number(&n, attribute)).collect()
    }

    /// The dots and the lines of every path in the groups of a class: where each begins, and how far it goes.
    pub(super) fn strokes_of(&self, class: &str) -> Vec<[f64; 4]> {
        let paths = self.groups(class).into_iter().flat_map(|group| group.descendants());
        paths.filter_map(|node| node.attribute("d")).flat_map(strokes).collect()
    }

    /// The ends of the lines in a group.
    pub(super) fn lines(group: &Node<'_, '_>) -> Vec<[f64; 4]> {
        let ends = |line: Node| ["x1", "y1", "x2", "y2"].map(|end| number(&line, end));
        group.descendants().filter(|node| node.has_tag_name("line")).map(ends).collect()
    }

    /// The words in groups of a class.
    pub(super) fn words(&self, class: &str) -> Vec<String> {
        let texts = |group: Node| group.descendants().filter(|n| n.has_tag_name("text")).map(|n| said(&n)).collect();
        self.groups(class).into_iter().flat_map(|group| -> Vec<String> { texts(group) }).collect()
    }

    /// Width and height of the figure in pixels.
    pub(super) fn size(&self) -> (f64, f64) {
        (number(&self.0.root_element(), "width"), number(&self.0.root_element(), "height"))
    }

    /// Every text with its place, but those along a slanted line.
    pub(super) fn texts(&self) -> Vec<Text> {
        let level = |node: &Node| !node.parent().is_some_and(|group| group.has_attribute("transform"));
        self.0
            .descendants()
            .filter(|node| node.has_tag_name("text") && level(node))
            .map(|node| Text::of(&node))
            .collect()
    }

    /// The widths of all strokes.
    pub(super) fn strokes(&self) -> Vec<f64> {
        let stroked = |n: &Node| n.attribute("stroke").is_some_and(|s| s != "none") && n.has_attribute("stroke-width");
        self.0.descendants().filter(stroked).map(|n| number(&n, "stroke-width")).collect()
    }
}

impl Text {
    fn of(node: &Node) -> Self {
        let (words, size, x) = (said(node), number(node, "font-size"), number(node, "x"));
        let wide = lettering::width(&words, size, node.has_attribute("font-weight"));
        let left = match node.attribute("text-anchor") {
            Some("end") => x - wide,
            Some("middle") => x - wide / 2.0,
            _ => x,
        };
        Self { words, size, left, right: left + wide, y: number(node, "y") }
    }
}

/// `M10 20h0m5-3l8 8`: each piece begins where it says from the end of the one before.
fn strokes(path: &str) -> Vec<[f64; 4]> {
    let pair = |text: &str| {
        let cut = 1 + text[1..].find([' ', '-']).unwrap();
        let number = |text: &str| text.trim().parse::<f64>().unwrap_or_else(|_| panic!("{text} in {path}"));
        (number(&text[..cut]), number(&text[cut..]))
    };
    let (mut at, mut pieces) = ((0.0, 0.0), Vec::new());
    for piece in path.split(['M', 'm']).skip(1) {
        let way = piece.find(['h', 'l']).unwrap();
        let (x, y) = pair(&piece[..way]);
        let (dx, dy) = if &piece[way..] == "h0" { (0.0, 0.0) } else { pair(&piece[way + 1..]) };
        pieces.push([at.0 + x, at.1 + y, dx, dy]);
        at = (at.0 + x + dx, at.1 + y + dy);
    }
    pieces
}

fn said(node: &Node) -> String {
    node.text().unwrap_or("").trim().into()
}

fn number(node: &Node, attribute: &str) -> f64 {
    node.attribute(attribute).and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no {attribute}: {node:?}"))
}
