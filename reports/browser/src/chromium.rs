//! A real Chromium, driven by its own protocol: one page, its errors, and JavaScript in it.
//!
//! The protocol is JSON over a WebSocket (Chrome DevTools Protocol); the few calls needed here do not pay for a crate
//! that generates all of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tungstenite::{Message, WebSocket};

/// How long anything may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser with one page open.
pub struct Page {
    browser: Child,
    socket: WebSocket<TcpStream>,
    session: Option<String>,
    last: u64,
    /// What the page complained of: errors, policy violations.
    pub complaints: Vec<String>,
    _profile: tempfile::TempDir,
}

/// Where Chromium is: `TENFOLD_CHROMIUM`, or one of its names on the path.
pub fn find() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("TENFOLD_CHROMIUM") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|file| file.is_file())
}

impl Page {
    /// Opens `file` in a window `width` pixels wide.
    pub fn open(chromium: &Path, file: &Path, width: u32) -> Page {
        let profile = tempfile::tempdir().unwrap();
        let mut browser = Command::new(chromium)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"])
            .args([
                "--remote-debugging-port=0",
                &format!("--user-data-dir={}", profile.path().display()),
                "about:blank",
            ])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(browser.stderr.take().unwrap()).lines().map_while(Result::ok);
        let url = lines.filter_map(|l| l.strip_prefix("DevTools listening on ").map(String::from)).next().unwrap();
        let stream = TcpStream::connect(url.split('/').nth(2).unwrap()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, _) = tungstenite::client(url.as_str(), stream).unwrap();
        let mut page = Page { browser, socket, session: None, last: 0, complaints: Vec::new(), _profile: profile };
        let target = page.call("Target.createTarget", json!({ "url": "about:blank" }))["targetId"].clone();
        let session = page.call("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        page.session = session["sessionId"].as_str().map(String::from);
        for domain in ["Page", "Runtime", "Log"] {
            page.call(&format!("{domain}.enable"), json!({}));
        }
        page.resize(width);
        page.call("Page.navigate", json!({ "url": format!("file://{}", file.display()) }));
        page.until("document.readyState === 'complete'");
        page
    }

    /// Makes the window `width` pixels wide.
    pub fn resize(&mut self, width: u32) {
        self.resize_to(width, 900);
    }

    /// Makes the window as large as given, in pixels.
    pub fn resize_to(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// The page as printed by the browser, at the size that it asks for.
    pub fn pdf(&mut self) -> Vec<u8> {
        let answer = self.call("Page.printToPDF", json!({ "preferCSSPageSize": true, "printBackground": true }));
        STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    /// Makes the system prefer dark or light pages.
    pub fn prefer(&mut self, scheme: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.call("Emulation.setEmulatedMedia", features);
        // The style follows in its own time.
        self.until(&format!("matchMedia('(prefers-color-scheme: {scheme})').matches"));
        self.ask("window.painted = false; requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = true; })); 0");
        self.until("window.painted");
    }

    /// Lets downloads go to `folder`.
    pub fn download_to(&mut self, folder: &Path) {
        self.call("Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": folder }));
    }

    /// Looks into another window, of this title, as if it were the page; what it complains of counts too.
    pub fn within(&mut self, title: &str, look: impl FnOnce(&mut Page)) {
        let own = self.session.take();
        let start = Instant::now();
        let target = loop {
            let targets = self.call("Target.getTargets", json!({}));
            let found = targets["targetInfos"].as_array().unwrap().iter().find(|t| t["title"] == title).cloned();
            if let Some(found) = found {
                break found["targetId"].clone();
            }
            assert!(start.elapsed() < PATIENCE, "there is no window '{title}': {targets}");
            std::thread::sleep(Duration::from_millis(20));
        };
        let session = self.call("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        self.session = session["sessionId"].as_str().map(String::from);
        for domain in ["Runtime", "Log"] {
            self.call(&format!("{domain}.enable"), json!({}));
        }
        look(self);
        self.session = own;
    }

    /// Shows the page as print does, or as a screen does.
    pub fn as_medium(&mut self, medium: &str) {
        self.call("Emulation.setEmulatedMedia", json!({ "media": medium }));
    }

    /// Presses and releases a key.
    pub fn key(&mut self, key: &str, code: u32) {
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Clicks into the middle of the element that `expression` gives.
    pub fn click(&mut self, expression: &str) {
        let place = self.ask(&format!(
            "(() => {{ const e = {expression}; e.scrollIntoView({{ block: 'center' }}); const r = e.getBoundingClientRect();
             return [r.x + r.width / 2, r.y + r.height / 2]; }})()"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// A PNG of a rectangle of the page (left, top, width, height in its pixels), drawn `scale` times as large.
    pub fn picture(&mut self, [x, y, width, height]: [f64; 4], scale: f64) -> Vec<u8> {
        let clip = json!({ "x": x, "y": y, "width": width, "height": height, "scale": scale });
        let options = json!({ "format": "png", "clip": clip, "captureBeyondViewport": true });
        let answer = self.call("Page.captureScreenshot", options);
        STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    /// The value of a JavaScript expression.
    pub fn ask(&mut self, expression: &str) -> Value {
        let answer = self.call("Runtime.evaluate", json!({ "expression": expression, "returnByValue": true }));
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Waits until an expression is true.
    pub fn until(&mut self, expression: &str) {
        let start = Instant::now();
        while self.ask(expression) != Value::Bool(true) {
            assert!(start.elapsed() < PATIENCE, "never true: {expression}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut request = json!({ "id": self.last, "method": method, "params": params });
        if let Some(session) = &self.session {
            request["sessionId"] = session.clone().into();
        }
        self.socket.send(Message::text(request.to_string())).unwrap();
        loop {
            let Message::Text(text) = self.socket.read().unwrap() else { continue };
            let message: Value = serde_json::from_str(&text).unwrap();
            if message["id"] == self.last {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            self.listen(&message);
        }
    }

    fn listen(&mut self, event: &Value) {
        let params = &event["params"];
        let complaint = match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => Some(&params["exceptionDetails"]),
            Some("Log.entryAdded") if params["entry"]["level"] != "verbose" => Some(&params["entry"]),
            Some("Runtime.consoleAPICalled") if params["type"] == "error" || params["type"] == "assert" => Some(params),
            _ => None,
        };
        self.complaints.extend(complaint.map(Value::to_string));
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // Whether it is gone already does not matter here.
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}
