//! A page of guesses that is being served, and those who ask it.

use crate::common::{Bench, Ran, interrupted, started};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Child;
use std::time::Duration;

/// A page of guesses that is being served.
pub struct Room {
    child: Child,
    pub address: String,
    pub pin: String,
    /// What a browser that was let in shows.
    pub key: String,
}

impl Room {
    pub fn open(bench: &Bench) -> Room {
        let mut child = started(&mut bench.command(&["guess", "small.toml", "--serve", "127.0.0.1:0", "--json"]));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        let (address, pin) = said["address"].as_str().unwrap().trim_start_matches("http://").split_once('/').unwrap();
        let (address, pin) = (address.to_string(), pin.to_string());
        assert!(pin.len() == 6 && said["screen"] == format!("http://{address}/{pin}/screen"), "{said}");
        let mut room = Room { child, address, pin, key: String::new() };
        let let_in = room.get(&format!("/{}", room.pin), "");
        assert!(status(&let_in) == 303 && let_in.contains("Location: /\r\n"), "{let_in}");
        room.key = let_in.split("Set-Cookie: ").nth(1).unwrap().split(';').next().unwrap().to_string();
        room
    }

    /// Asks as somebody with these cookies alone, by this name of the host.
    pub fn ask(&self, host: &str, path: &str, cookie: &str) -> String {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n").as_bytes())
    }

    /// Sends bytes and reads the answer to its end.
    pub fn send(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // A server that refuses early stops reading.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8(answer).unwrap()
    }

    pub fn get(&self, path: &str, cookie: &str) -> String {
        self.ask(&self.address, path, &format!("{cookie}; {}", self.key))
    }

    pub fn post(&self, cookie: &str, fields: &[(&str, &str)]) -> String {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let (host, length) = (&self.address, body.len());
        let cookies = format!("{cookie}; {}", self.key);
        let head = format!("POST /guess HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookies}\r\n");
        self.send(format!("{head}Content-Length: {length}\r\n\r\n{body}").as_bytes())
    }

    /// A browser that has opened the form: its cookie.
    pub fn browser(&self) -> String {
        let answer = self.get("/", "");
        let cookie = answer.split("Set-Cookie: ").nth(1).expect("a new browser gets a cookie");
        assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{answer}");
        cookie.split(';').next().unwrap().to_string()
    }

    /// Ctrl-C.
    pub fn end(self) -> Ran {
        interrupted(self.child)
    }
}

/// The status of an answer.
pub fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).unwrap_or_else(|| panic!("no answer: {answer:?}")).parse().unwrap()
}
