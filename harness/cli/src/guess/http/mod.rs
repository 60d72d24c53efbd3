//! As much of HTTP/1.1 as a form needs (RFC 9112): one request a connection, everything bounded.
//!
//! httparse reads the head; what it is given, how long it may take and how large it may be, is decided here. Whole servers
//! either leave these bounds open or bring an asynchronous runtime.

mod response;

pub use response::Response;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// Largest head: a browser's is below 2 KiB, its cookies included.
const MOST_HEAD: usize = 8 << 10;
/// Most fields in a head.
const MOST_FIELDS: usize = 64;
/// Largest body: some dozens of numbers and a name.
const MOST_BODY: usize = 8 << 10;
/// What is still read of a request that was refused, so that its sender gets to read why before the connection ends.
const MOST_DRAINED: usize = 256 << 10;
/// How long a request may take to arrive, and its answer to leave.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// A request.
#[derive(Debug, Default, PartialEq)]
pub struct Request {
    /// GET, HEAD or POST.
    pub method: String,
    /// The path, without what follows a question mark.
    pub path: String,
    /// The host it was meant for, with its port.
    pub host: String,
    /// The page that sent it, where the browser says.
    pub origin: Option<String>,
    /// All cookies in one line.
    pub cookies: String,
    /// What it carries.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a cookie, if it has that.
    pub fn cookie(&self, wanted: &str) -> Option<&str> {
        let pairs = self.cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(name, _)| *name == wanted).map(|(_, value)| value).next()
    }
}

/// Why a request is not answered: the status and a sentence.
#[derive(Debug, PartialEq)]
pub struct Refusal(pub u16, pub &'static str);

const SLOW: Refusal = Refusal(408, "The request took too long.");
const BROKEN: Refusal = Refusal(400, "This request cannot be read.");
const LARGE_HEAD: Refusal = Refusal(431, "The headers of the request are too large.");
const LARGE_BODY: Refusal =
    Refusal(413, "This request is too large: it takes only numbers and a name of up to 40 characters.");

/// Reads a request from what arrives before a deadline.
pub fn read(source: &mut impl Read) -> Result<Request, Refusal> {
    let mut buffer = Vec::new();
    loop {
        let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
        let mut head = httparse::Request::new(&mut fields);
        match head.parse(&buffer) {
            Ok(httparse::Status::Complete(length)) => {
                let (mut request, body) = understood(&head)?;
                request.body = buffer.split_off(length);
                more(source, &mut request.body, body)?;
                // One request a connection: what follows it is none of ours.
                request.body.truncate(body);
                return Ok(request);
            }
            Ok(httparse::Status::Partial) if buffer.len() >= MOST_HEAD => return Err(LARGE_HEAD),
            Ok(httparse::Status::Partial) => {
                let wanted = buffer.len() + 1;
                more(source, &mut buffer, wanted)?;
            }
            Err(httparse::Error::TooManyHeaders) => return Err(LARGE_HEAD),
            Err(_) => return Err(BROKEN),
        }
    }
}

/// Reads until `buffer` holds at least so many bytes.
fn more(source: &mut impl Read, buffer: &mut Vec<u8>, wanted: usize) -> Result<(), Refusal> {
    let mut piece = [0; 2048];
    while buffer.len() < wanted {
        match source.read(&mut piece) {
            Ok(0) => return Err(BROKEN),
            Ok(n) => buffer.extend_from_slice(&piece[..n]),
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return Err(SLOW),
        }
    }
    Ok(())
}

/// The request without its body, and how long that is.
fn understood(head: &httparse::Request<'_, '_>) -> Result<(Request, usize), Refusal> {
    let mut request = Request {
        method: head.method.unwrap_or_default().to_string(),
        path: head.path.unwrap_or_default().split('?').next().unwrap_or_default().to_string(),
        ..Request::default()
    };
    let mut length = None;
    for field in head.headers.iter() {
        let value = || std::str::from_utf8(field.value).map(str::trim).map_err(|_| BROKEN);
        match field.name.to_ascii_lowercase().as_str() {
            // Two lengths, or a length and pieces, are how one request is made to look like two (RFC 9112, section 6.3).
            "content-length" if length.is_some() => return Err(BROKEN),
            "content-length" => length = Some(value()?.parse::<usize>().map_err(|_| BROKEN)?),
            "transfer-encoding" => return Err(Refusal(411, "The request must state its length.")),
            // Two hosts are how one request is made to look meant for either (RFC 9112, section 3.2).
            "host" if !request.host.is_empty() => return Err(BROKEN),
            "host" => request.host = value()?.to_string(),
            "origin" => request.origin = Some(value()?.to_string()),
            "cookie" => request.cookies = value()?.to_string(),
            _ => {}
        }
    }
    match (request.method.as_str(), length) {
        ("GET" | "HEAD", None | Some(0)) => Ok((request, 0)),
        ("POST", Some(length)) if length <= MOST_BODY => Ok((request, length)),
        ("POST", Some(_)) => Err(LARGE_BODY),
        ("POST", None) => Err(Refusal(411, "The request must state its length.")),
        ("GET" | "HEAD", Some(_)) => Err(BROKEN),
        _ => Err(Refusal(405, "Only GET, HEAD and POST are answered.")),
    }
}

/// A connection that has only so long.
pub struct Timed<'s> {
    stream: &'s TcpStream,
    deadline: Instant,
}

impl Timed<'_> {
    /// The connection with [`PATIENCE`] from now on.
    pub fn new(stream: &TcpStream) -> Timed<'_> {
        Timed { stream, deadline: Instant::now() + PATIENCE }
    }
}

impl Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(std::io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut stream = self.stream;
        stream.read(buffer)
    }
}

/// Sends an answer and ends the connection. Whoever left meanwhile does not matter.
pub fn send(stream: &TcpStream, bytes: &[u8]) {
    let mut writer = stream;
    let _ = stream.set_write_timeout(Some(PATIENCE));
    if writer.write_all(bytes).is_ok() && stream.shutdown(Shutdown::Write).is_ok() {
        // Closing on unread bytes resets the connection, and the answer with it (RFC 9112, section 9.6).
        let mut rest = Timed { stream, deadline: Instant::now() + Duration::from_secs(1) };
        let _ = std::io::copy(&mut rest.by_ref().take(MOST_DRAINED as u64), &mut std::io::sink());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Request, Refusal> {
        read(&mut text.as_bytes())
    }

    #[test]
    fn a_form_is_read_in_one_piece_and_byte_by_byte() {
        let text =
            "POST /guess?x HTTP/1.1\r\nHost: a:1\r\nCookie: c=1\r\nOrigin: http://a:1\r\nContent-Length: 4\r\n\r\ng0=8";
        /// Gives one byte a read.
        struct Drip<'a>(&'a [u8]);
        impl Read for Drip<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
                (buffer[0], self.0) = (*first, rest);
                Ok(1)
            }
        }
        let request = of(text).unwrap();
        assert_eq!(read(&mut Drip(text.as_bytes())).unwrap(), request);
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/guess"));
        assert_eq!((request.host.as_str(), request.cookies.as_str(), &request.body[..]), ("a:1", "c=1", &b"g0=8"[..]));
    }

    #[test]
    fn what_is_too_large_or_makes_no_sense_is_refused() {
        let status = |text: &str| of(text).unwrap_err().0;
        let post = |fields: &str| format!("POST / HTTP/1.1\r\n{fields}\r\n");
        assert_eq!(status(&format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(20_000))), 431);
        assert_eq!(status(&post(&"A: b\r\n".repeat(100))), 431);
        assert_eq!(status(&post("Content-Length: 8193\r\n")), 413);
        assert_eq!(status(&post("Content-Length: 99999999999999999999\r\n")), 400);
        assert_eq!(status(&post("Content-Length: 1\r\nContent-Length: 1\r\n")), 400);
        assert_eq!(status(&post("Host: a\r\nHost: b\r\nContent-Length: 0\r\n")), 400);
        assert_eq!(status(&post("Transfer-Encoding: chunked\r\n")), 411);
        assert_eq!(status(&post("")), 411);
        assert_eq!(status("DELETE / HTTP/1.1\r\n\r\n"), 405);
        assert_eq!(status("GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"), 400);
        assert_eq!(status("\u{1}\u{2}\u{3}"), 400);
        assert_eq!(status("GET / HTTP/1.1\r\nHost"), 400, "it ended too early");
    }
}
