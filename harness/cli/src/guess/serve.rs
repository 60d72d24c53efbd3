//! The page of guesses, for as long as the room needs it: until Ctrl-C.

use super::address::{self, Code};
use super::crowd::Crowd;
use super::http::{self, Response, Timed};
use super::room::Room;
use crate::args::{Guess, Listening};
use crate::console;
use crate::fault::mistake;
use crate::lines::paragraph;
use crate::stop;
use serde_json::json;
use std::io::Write;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tenfold_analysis::text::visible;
use tenfold_page::poll;
use tenfold_record::{Experiment, PollState, Store};

/// The stack of a thread that answers, in bytes: templates are laid out on it.
const STACK: usize = 1 << 20;
/// How often is looked whether Ctrl-C was pressed.
const ATTENTIVE: Duration = Duration::from_millis(100);
/// The same once guesses are closed: a run is being measured on this machine, and is not to be disturbed.
const QUIET: Duration = Duration::from_millis(500);
/// How often the count is looked up while guesses are taken.
const COUNTED: Duration = Duration::from_secs(1);
/// How long requests in flight may take to end after Ctrl-C.
const LEAVING: Duration = Duration::from_secs(2);

/// Serves the poll about an experiment.
pub fn serve(args: &Guess, store: Store, experiment: Experiment, listening: Listening) -> anyhow::Result<ExitCode> {
    let wanted = address::listening(listening.0);
    let listener = TcpListener::bind(wanted)
        .map_err(|e| mistake(format!("--serve: cannot listen on {wanted}: {e}; name another ADDRESS:PORT")))?;
    stop::listen();
    let bound = listener.local_addr()?;
    let room = Arc::new(Room::open(store, experiment.clone(), args.out.out.clone(), &address::shown(bound))?);
    if args.json {
        let topics: Vec<_> = experiment
            .topics()
            .iter()
            .map(|t| json!({ "kernel": t.kernel, "subject": t.subject, "base": t.base }))
            .collect();
        let (address, screen) = (room.address(), room.projector());
        let said = json!({ "experiment": experiment.name, "address": address, "screen": screen, "topics": topics });
        println!("{said}");
    } else {
        invite(&experiment.question, &args.experiment, &room, bound);
    }
    let mut announcer = Announcer::default();
    let crowd = Crowd::default();
    let (mut looked, mut state) = (Instant::now(), room.state()?);
    announcer.tell(state, &args.experiment);
    let (inside, counted) = (Arc::clone(&room), crowd.clone());
    // Waits for people until the program ends.
    std::thread::Builder::new().spawn(move || {
        loop {
            match listener.accept() {
                Ok((stream, peer)) => take(stream, peer.ip(), &inside, &counted),
                // A peer that is gone, or no descriptor left for the moment: neither is a reason to stop.
                Err(_) => std::thread::sleep(ATTENTIVE),
            }
        }
    })?;
    while !stop::asked() {
        std::thread::sleep(if state.open { ATTENTIVE } else { QUIET });
        // A closed poll stays as it is, and a run is not to be disturbed.
        if state.open && !room.is_measured() && looked.elapsed() >= COUNTED {
            (looked, state) = (Instant::now(), room.state()?);
            announcer.tell(state, &args.experiment);
        }
    }
    let asked = Instant::now();
    while !crowd.is_empty() && asked.elapsed() < LEAVING {
        std::thread::sleep(ATTENTIVE);
    }
    announcer.part(room.state()?, &args.experiment);
    Ok(ExitCode::SUCCESS)
}

/// Answers one connection on a thread of its own; one too many is turned away at once.
fn take(stream: TcpStream, peer: IpAddr, room: &Arc<Room>, crowd: &Crowd) {
    let Some(place) = crowd.enter(peer) else {
        let refusal = Response::text(503, "Too many people at once: try again in a moment.");
        let _ = (&stream).write_all(&refusal.bytes("GET"));
        return;
    };
    let room = Arc::clone(room);
    let answer = move || {
        let _place = place;
        converse(&stream, peer, &room);
    };
    // Without a thread the closure is dropped, and with it the connection and its place.
    if std::thread::Builder::new().stack_size(STACK).spawn(answer).is_err() {
        error!("tenfold: no thread is left for a request");
    }
}

fn converse(stream: &TcpStream, peer: IpAddr, room: &Room) {
    match http::read(&mut Timed::new(stream)) {
        Ok(request) => http::send(stream, &room.answer(&request, peer).bytes(&request.method)),
        Err(refusal) => http::send(stream, &Response::from(refusal).bytes("GET")),
    }
}

/// Says where the page is.
fn invite(question: &str, experiment: &str, room: &Room, bound: SocketAddr) {
    println!("{}\n", paragraph(&visible(question)));
    if let Some(code) = Code::of(room.address()) {
        println!("{}\n", code.terminal(console::is_coloured()));
    }
    println!("for the room:      {}", room.address());
    println!("for the projector: {}", room.projector());
    let reach = match bound.ip().is_loopback() {
        true => "Only this machine can reach this address: name one on your network with --serve ADDRESS:PORT.",
        false => "Anyone on this network who has the PIN at its end can open it, without an account.",
    };
    println!(
        "\n{}",
        paragraph(&format!(
            "{reach} Guesses stay hidden until the run: a number seen first would pull the others towards it (anchoring). \
         `tenfold run {}` closes them; Ctrl-C closes this page and keeps them.",
            visible(experiment)
        ))
    );
}

/// Tells how many have guessed, on standard error: in one line on a terminal, else when it changes.
#[derive(Default)]
struct Announcer {
    last: Option<PollState>,
}

impl Announcer {
    fn tell(&mut self, state: PollState, experiment: &str) {
        if self.last.replace(state) == Some(state) {
            return;
        }
        let (start, end) = if console::is_lively() { ("\r\u{1b}[K", "") } else { ("", "\n") };
        match state.open {
            true => eprint!("{start}{}{end}", poll::count(state.ballots)),
            false => eprintln!(
                "{start}guesses are closed: `tenfold run {}` has started; {}",
                visible(experiment),
                poll::count(state.ballots)
            ),
        }
    }

    fn part(&self, state: PollState, experiment: &str) {
        let then = match state {
            PollState { ballots: 0, .. } => String::new(),
            PollState { open: true, .. } => {
                format!("; `tenfold run {}` will include their guesses", visible(experiment))
            }
            PollState { open: false, .. } => "; the run includes their guesses".to_string(),
        };
        eprintln!("\n{}", paragraph(&format!("{}{then}", poll::count(state.ballots))));
    }
}
