//! Answers, each with the fields that keep a page to itself.

use super::Refusal;

/// An answer.
#[derive(Debug, Default)]
pub struct Response {
    /// The status: 200, 303, ….
    pub status: u16,
    /// What kind of text the body is.
    pub kind: &'static str,
    /// The page's policy.
    pub policy: String,
    /// Other fields of the head.
    pub fields: Vec<(&'static str, String)>,
    /// The text.
    pub body: String,
}

impl Response {
    /// A page under its policy.
    pub fn page(status: u16, html: String, policy: &str) -> Response {
        let policy = format!("{policy}; frame-ancestors 'none'");
        Response { status, kind: "text/html", policy, body: html, ..Response::default() }
    }

    /// A sentence.
    pub fn text(status: u16, sentence: &str) -> Response {
        let policy = "default-src 'none'; frame-ancestors 'none'".to_string();
        Response { status, kind: "text/plain", policy, body: format!("{sentence}\n"), ..Response::default() }
    }

    /// A sentence to those who ask too often.
    pub fn too_many(sentence: &str) -> Response {
        let mut response = Response::text(429, sentence);
        response.fields.push(("Retry-After", "10".into()));
        response
    }

    /// The bytes of the answer to a request with this method.
    pub fn bytes(&self, method: &str) -> Vec<u8> {
        // Words after the status are nobody's business (RFC 9112, section 4).
        let mut head = format!("HTTP/1.1 {} \r\n", self.status);
        let mut field = |name: &str, value: &str| head.push_str(&format!("{name}: {value}\r\n"));
        field("Content-Type", &format!("{}; charset=utf-8", self.kind));
        field("Content-Length", &self.body.len().to_string());
        field("Content-Security-Policy", &self.policy);
        field("Connection", "close");
        field("Cache-Control", "no-store");
        field("X-Content-Type-Options", "nosniff");
        // The origin is sent along within the page's own site, which is how a foreign form is told apart.
        field("Referrer-Policy", "same-origin");
        self.fields.iter().for_each(|(name, value)| field(name, value));
        head.push_str("\r\n");
        if method != "HEAD" {
            head.push_str(&self.body);
        }
        head.into_bytes()
    }
}

impl From<Refusal> for Response {
    fn from(Refusal(status, sentence): Refusal) -> Response {
        let mut response = Response::text(status, sentence);
        if status == 405 {
            response.fields.push(("Allow", "GET, HEAD, POST".into()));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_alone_answers_head() {
        let bytes = Response::text(200, "hello").bytes("HEAD");
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("Content-Length: 6\r\n") && text.ends_with("\r\n\r\n"), "{text}");
    }
}
