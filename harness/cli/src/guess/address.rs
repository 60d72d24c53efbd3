//! How the room finds the page: the address of this machine, and its picture for cameras.

use qrcode::{Color, EcLevel, QrCode};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

/// Where the page listens when nothing is said.
const PORT: u16 = 8017;

/// The address given, or this machine's in the local network; without a network, one that this machine alone reaches.
pub fn listening(given: Option<SocketAddr>) -> SocketAddr {
    given.unwrap_or_else(|| SocketAddr::new(outward().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), PORT))
}

/// The address that others type, of a page that listens on `bound`.
pub fn shown(bound: SocketAddr) -> String {
    let address = match bound.ip() {
        any if any.is_unspecified() => outward().unwrap_or(any),
        own => own,
    };
    format!("http://{}/", SocketAddr::new(address, bound.port()))
}

/// The address that this machine would send from. Choosing a peer for datagrams sends none; 192.0.2.1 is nobody's
/// (RFC 5737).
fn outward() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip()).filter(|ip| !ip.is_unspecified())
}

/// Light modules around a code (ISO/IEC 18004, section 9.1).
const QUIET: usize = 4;

/// A QR code with its quiet zone: rows of modules, dark or not.
pub struct Code(Vec<Vec<bool>>);

impl Code {
    /// The code of a text; `None` where the text is too long for any.
    pub fn of(text: &str) -> Option<Code> {
        // A projector's picture is clean: 15 % of redundancy keep the modules large.
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let (width, colors) = (code.width(), code.to_colors());
        let whole = width + 2 * QUIET;
        let dark = |row: usize, column: usize| {
            let inside = |at: usize| at.checked_sub(QUIET).filter(|&at| at < width);
            inside(row).zip(inside(column)).is_some_and(|(r, c)| colors[r * width + c] == Color::Dark)
        };
        Some(Code((0..whole).map(|row| (0..whole).map(|column| dark(row, column)).collect()).collect()))
    }

    /// Modules on a side.
    pub fn width(&self) -> usize {
        self.0.len()
    }

    /// The dark modules as the path of an SVG that is as many units wide as there are modules.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.0.iter().enumerate() {
            for x in (0..row.len()).filter(|&x| row[x]) {
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
        path
    }

    /// Two rows of modules in a line of half blocks. With `colour` it is dark on light whatever the terminal's colours
    /// are; without, it is for a dark terminal, the usual one.
    pub fn terminal(&self, colour: bool) -> String {
        let block = |upper: bool, lower: bool| match (upper, lower) {
            (false, false) => ' ',
            (true, false) => '▀',
            (false, true) => '▄',
            (true, true) => '█',
        };
        // What is printed is ink on paper with colour, and light on dark without.
        let inked = |row: Option<&Vec<bool>>, x: usize| row.is_some_and(|row| row[x]) == colour;
        let lines = self.0.chunks(2).map(|pair| {
            let line: String =
                (0..self.width()).map(|x| block(inked(pair.first(), x), inked(pair.get(1), x))).collect();
            // Black on bright white (ECMA-48, with the bright colours that every terminal knows).
            if colour { format!("\u{1b}[30;107m{line}\u{1b}[0m") } else { line }
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_to_type_is_never_that_of_nowhere() {
        assert_eq!(shown("192.168.1.20:8017".parse().unwrap()), "http://192.168.1.20:8017/");
        assert_eq!(shown("[fd00::1]:80".parse().unwrap()), "http://[fd00::1]:80/");
        assert!(!listening(None).ip().is_unspecified());
    }

    #[test]
    fn a_code_has_its_three_corners_and_a_quiet_zone() {
        let code = Code::of("http://192.168.1.20:8017/").unwrap();
        let (width, rows) = (code.width(), &code.0);
        assert_eq!((width - 2 * QUIET - 17) % 4, 0, "21, 25, 29, … modules (ISO/IEC 18004, section 6.3.1)");
        assert!(rows.iter().all(|row| row.len() == width && !row[..QUIET].contains(&true)));
        assert!(!rows[..QUIET].iter().chain(&rows[width - QUIET..]).flatten().any(|&dark| dark));
        // A finder pattern is seven dark modules wide, with a light ring in it.
        let finder = |row: usize, column: usize| {
            (0..7).all(|k| rows[row][column + k]) && !rows[row + 1][column + 1] && rows[row + 3][column + 3]
        };
        let far = width - QUIET - 7;
        assert!(finder(QUIET, QUIET) && finder(QUIET, far) && finder(far, QUIET));
        assert!(width <= 80 && code.terminal(false).lines().all(|line| line.chars().count() == width));
        assert_eq!(code.path().matches('M').count(), rows.iter().flatten().filter(|&&dark| dark).count());
    }
}
