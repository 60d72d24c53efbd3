//! What the room's pages answer: who guessed what, and what is said to them.

use super::address::Code;
use super::door::{self, Door};
use super::factor::factor;
use super::http::{Request, Response};
use super::limits::{Limiter, Rate};
use super::person;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tenfold_analysis::findings;
use tenfold_measure::clock;
use tenfold_page::poll::{self, COUNT, Field, Form, FormState, SENT_TO, Screen};
use tenfold_record::{Ballot, Cast, Experiment, PollId, PollState, Store, StoreError, Topic};
use tenfold_runner::alone;

/// The page for the projector.
pub const SCREEN: &str = "/screen";

/// The cookie that tells a browser from the others: 128 random bits, so that nobody finds another's by trying.
const COOKIE: &str = "tenfold-guess";
/// How long a browser keeps it: a day of a course.
const KEPT_SECONDS: u32 = 86_400;

/// A page is three requests or four. Behind one address may sit a class of two hundred, all of whom begin at once.
const REQUESTS: (Rate, Rate) = (Rate { burst: 300.0, per_second: 20.0 }, Rate { burst: 600.0, per_second: 100.0 });
/// First guesses: a class behind one address is through in two minutes, and a prankster who throws his cookie away gets no
/// further than that.
const FIRST_GUESSES: (Rate, Rate) = (Rate { burst: 60.0, per_second: 1.0 }, Rate { burst: 300.0, per_second: 10.0 });

/// A poll with its pages.
pub struct Room {
    experiment: Experiment,
    topics: Vec<Topic>,
    /// What the room types: it ends in the PIN.
    address: String,
    door: Door,
    /// Where runs are measured into.
    folder: PathBuf,
    poll: PollId,
    store: Mutex<Store>,
    requests: Mutex<Limiter>,
    first_guesses: Mutex<Limiter>,
}

impl Room {
    /// Opens the poll about an experiment, which is measured into `folder`; the room is at `base`.
    pub fn open(mut store: Store, experiment: Experiment, folder: PathBuf, base: &str) -> Result<Room, StoreError> {
        let door = Door::new();
        let poll = store.open_poll(&experiment, clock::unix_ms())?;
        let limiter = |(each, all): (Rate, Rate)| Mutex::new(Limiter::new(each, all, Instant::now()));
        Ok(Room {
            topics: experiment.topics(),
            experiment,
            address: format!("{base}{}", door.pin()),
            door,
            folder,
            poll,
            store: Mutex::new(store),
            requests: limiter(REQUESTS),
            first_guesses: limiter(FIRST_GUESSES),
        })
    }

    /// What the room types.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What the projector's browser opens.
    pub fn projector(&self) -> String {
        format!("{}{SCREEN}", self.address)
    }

    /// Whether a run is measured, which no guess is to disturb.
    pub fn is_measured(&self) -> bool {
        alone::is_measuring(&self.folder)
    }

    /// How the poll stands.
    pub fn state(&self) -> Result<PollState, StoreError> {
        held(&self.store).poll_state(self.poll)
    }

    /// Answers a request from `address`.
    pub fn answer(&self, request: &Request, address: IpAddr) -> Response {
        if !held(&self.requests).allow(address, Instant::now()) {
            return Response::too_many("Too many requests at once: wait a few seconds and try again.");
        }
        if let Err(refusal) = door::addressed(request) {
            return refusal.into();
        }
        if self.is_measured() {
            let mut closed = Response::text(503, "A run is being measured: guesses are closed until it ends.");
            closed.fields.push(("Retry-After", "60".into()));
            return closed;
        }
        if let Some(answer) = self.door.knock(request, address) {
            return answer;
        }
        if !self.door.knows(request) {
            return Response::text(
                403,
                "Scan the projector's code, or type its whole address with the PIN at the end, and allow its cookie.",
            );
        }
        let answered = match (request.method.as_str(), request.path.as_str()) {
            ("POST", SENT_TO) => self.guessed(request, address),
            ("GET" | "HEAD", "/") => self.form(request),
            ("GET" | "HEAD", SCREEN) => self.screen(),
            ("GET" | "HEAD", COUNT) => self.count(),
            ("POST", "/" | SCREEN | COUNT) => Ok(Response::text(405, "This page does not accept forms.")),
            // Somebody reloads the page after a refusal: back to the form.
            ("GET" | "HEAD", SENT_TO) => Ok(to_the_form(None)),
            _ => Ok(Response::text(404, "There is no such page; the form is at /.")),
        };
        answered.unwrap_or_else(|e| {
            error!("tenfold: {e:#}");
            Response::text(500, "The guess could not be saved: tell the person at the projector.")
        })
    }

    fn form(&self, request: &Request) -> anyhow::Result<Response> {
        let browser = browser(request);
        let (kept, open) = {
            let store = held(&self.store);
            let kept = browser.as_deref().map(|b| store.ballot(self.poll, b)).transpose()?.flatten();
            (kept, store.poll_state(self.poll)?.open)
        };
        let standing = match (&kept, open) {
            (_, false) => FormState::Closed,
            (Some(_), true) => FormState::Kept,
            (None, true) => FormState::Asked,
        };
        let mut response = page(200, &self.filled(&kept.unwrap_or_default(), standing))?;
        if browser.is_none() && open {
            let new = format!("{:032x}", rand::random::<u128>());
            response.fields.push(("Set-Cookie", cookie(COOKIE, &new)));
        }
        Ok(response)
    }

    fn screen(&self) -> anyhow::Result<Response> {
        let state = self.state()?;
        let page = Screen {
            question: self.experiment.question.clone(),
            address: self.address.clone(),
            code: Code::of(&self.address).map(|code| (code.width(), code.path())),
            count: said(state),
            open: state.open,
        }
        .page()?;
        Ok(Response::page(200, page.html, &page.policy))
    }

    fn count(&self) -> anyhow::Result<Response> {
        let state = self.state()?;
        let body = serde_json::json!({ "said": said(state), "open": state.open }).to_string();
        Ok(Response { kind: "application/json", ..Response::text(200, &body) })
    }

    fn guessed(&self, request: &Request, address: IpAddr) -> anyhow::Result<Response> {
        let Some(browser) = browser(request) else {
            return Ok(Response::text(
                403,
                "Your browser rejected the cookie that lets you change your guess: allow it for this page, go back and reload.",
            ));
        };
        let (form, ballot) = self.read(&request.body);
        let Some(ballot) = ballot else { return page(422, &form) };
        let mut store = held(&self.store);
        let before = store.ballot(self.poll, &browser)?;
        if before.is_none() && ballot.factors.iter().all(Option::is_none) {
            // Nothing was said, so nobody is counted.
            return Ok(to_the_form(None));
        }
        if before.is_none() && !held(&self.first_guesses).allow(address, Instant::now()) {
            return Ok(Response::too_many(
                "Many people are guessing right now: wait a few seconds, go back and send again.",
            ));
        }
        match store.cast(self.poll, &browser, &ballot, clock::unix_ms())? {
            Cast::New | Cast::Changed => Ok(to_the_form(Some(&browser))),
            Cast::Closed => page(409, &self.filled(&before.unwrap_or_default(), FormState::Late)),
            Cast::Full => Ok(Response::text(503, "More people have guessed than this page can hold.")),
        }
    }

    /// What a person typed, and the ballot that it means where all of it can be read.
    fn read(&self, body: &[u8]) -> (Form, Option<Ballot>) {
        let typed: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        let value = |name: &str| typed.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
        let mut form = self.filled(&Ballot::default(), FormState::Faulty);
        let mut factors = Vec::new();
        for (index, field) in form.fields.iter_mut().enumerate() {
            let text = value(&format!("g{index}"));
            field.typed = text.chars().take(64).collect();
            match factor(text) {
                Ok(factor) => factors.push(factor),
                Err(fault) => field.fault = Some(fault),
            }
        }
        form.name = value("name").chars().take(super::LONGEST_NAME * 2).collect();
        let name = person(value("name"));
        form.name_fault = name.as_ref().err().cloned();
        let sound = factors.len() == self.topics.len();
        let ballot = name.ok().filter(|_| sound).map(|name| Ballot { name, factors });
        (form, ballot)
    }

    /// The form with what is kept of a person.
    fn filled(&self, ballot: &Ballot, standing: FormState) -> Form {
        let field = |(index, topic): (usize, &Topic)| Field {
            about: format!("{}: {}", topic.kernel, findings::params(&topic.params)),
            subject: topic.subject.clone(),
            base: topic.base.clone(),
            typed: ballot.factors.get(index).copied().flatten().map_or(String::new(), |f| f.to_string()),
            fault: None,
        };
        Form {
            question: self.experiment.question.clone(),
            fields: self.topics.iter().enumerate().map(field).collect(),
            name: ballot.name.clone().unwrap_or_default(),
            name_fault: None,
            standing,
        }
    }
}

fn said(state: PollState) -> String {
    let closed = if state.open { "" } else { "; guesses are closed: the run has started" };
    format!("{}{closed}", poll::count(state.ballots))
}

fn page(status: u16, form: &Form) -> anyhow::Result<Response> {
    let page = form.page()?;
    Ok(Response::page(status, page.html, &page.policy))
}

/// Back to the form by a request of its own, so that reloading sends nothing twice; the cookie lives on from here.
fn to_the_form(browser: Option<&str>) -> Response {
    let mut response = Response::text(303, "");
    response.fields.push(("Location", "/".into()));
    response.fields.extend(browser.map(|browser| ("Set-Cookie", cookie(COOKIE, browser))));
    response
}

/// The browser by its cookie, if it has one of ours.
fn browser(request: &Request) -> Option<String> {
    let random = |value: &&str| value.len() == 32 && value.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    request.cookie(COOKIE).filter(random).map(String::from)
}

/// Lax: sent along when a link leads here, so that nobody becomes two people, and not with another site's form
/// (RFC 6265bis, section 5.6.7).
pub fn cookie(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age={KEPT_SECONDS}; HttpOnly; SameSite=Lax")
}

/// The lock's content: a thread that failed while it held the lock has left a store and counts that are whole.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
