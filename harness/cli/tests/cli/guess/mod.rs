//! `tenfold guess`: one person at the terminal, a room over the network, and the run that takes their guesses in.

mod room;

use crate::common::{Bench, Ran, ran, small, started};
use room::{Room, status};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tenfold_record::Ballot;

const RUN: [&str; 4] = ["run", "small.toml", "--no-profile", "--quick"];

fn bench() -> Bench {
    let guesses = "[guess]\n\"vectorised / naive\" = 8\n\"threaded / vectorised\" = 1.5\n";
    Bench::with_experiment(&(small("\"naive\", \"vectorised\", \"threaded\"") + guesses))
}

/// What somebody types at the terminal.
fn typed(bench: &Bench, args: &[&str], text: &str) -> Ran {
    let mut command = bench.command(args);
    let mut child = started(command.stdin(Stdio::piped()));
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    ran(child.wait_with_output().unwrap())
}

fn ballot(name: Option<&str>, factors: [Option<f64>; 2]) -> Ballot {
    Ballot { name: name.map(String::from), factors: factors.to_vec() }
}

#[test]
fn nobody_guesses_while_a_run_is_measured() {
    let bench = bench();
    bench.run(&RUN).well();
    let lock = std::fs::File::open(bench.path().join("tenfold-runs/lock")).unwrap();
    lock.lock().unwrap();
    for args in [&["guess", "small.toml"][..], &["guess", "small.toml", "--serve", "127.0.0.1:0"]] {
        bench.run(args).refused(&["guesses are closed until it ends"]);
    }
}

#[test]
fn a_guess_at_the_terminal_is_in_the_next_run_and_in_no_other() {
    let bench = bench();
    let said = typed(&bench, &["guess", "small.toml", "--json"], "4x\n\n").well().json();
    assert_eq!(said["kept"], true);
    assert_eq!(said["guesses"][0]["factor"], 4.0);
    assert!(said["guesses"][1]["factor"].is_null());
    // The same person again: in the place of the first guess. Somebody else: beside it.
    let again = typed(&bench, &["guess", "small.toml"], "5\n2\n").well().fits();
    assert!(again.err.contains("replacing the earlier ones"), "{}", again.err);
    typed(&bench, &["guess", "small.toml", "--name", "Ada"], "9,5\n").well();
    typed(&bench, &["guess", "small.toml", "--name", "nobody"], "").well();

    assert!(bench.run(&RUN).well().err.contains("guesses are closed: this run includes those of 2 people"));
    let run = bench.newest();
    assert_eq!(run.ballots, [ballot(None, [Some(5.0), Some(2.0)]), ballot(Some("Ada"), [Some(9.5), None])]);
    let page = std::fs::read_to_string(&bench.pages()[0]).unwrap();
    assert!(page.contains("What did the room guess?") && page.contains("2 people guessed"));
    bench.run(&RUN).well();
    assert_eq!(bench.newest().ballots, [], "a guess counts once");
}

#[test]
fn mistakes_are_told() {
    let bench = bench();
    bench.run(&["guess", "startr"]).refused(&["did you mean 'starter'?"]);
    bench.file("mute.toml", &small("\"naive\""));
    bench.run(&["guess", "mute.toml"]).refused(&["mute.toml asks for no guess", "[guess]"]);
    bench.run(&["guess", "--serve", "small.toml"]).refused(&["must be ADDRESS:PORT"]);
    bench.run(&["guess", "small.toml", "--serve", "192.0.2.1:80"]).refused(&["cannot listen on 192.0.2.1:80"]);
    bench.run(&["guess", "small.toml", "--name", &"x".repeat(10_000)]).refused(&["--name", "40 at most"]);
    typed(&bench, &["guess", "small.toml"], "fast\n").refused(&["guess 1: 'fast' is not a ratio"]);
    bench.run(&RUN).well();
    assert_eq!(bench.newest().ballots, [], "a slip leaves nothing behind");
}

#[test]
fn a_room_guesses_changes_its_mind_and_is_too_late_once_the_run_has_started() {
    let bench = bench();
    let room = Room::open(&bench);
    let (ada, bob) = (room.browser(), room.browser());
    assert_ne!(ada, bob);
    assert_eq!(status(&room.post(&ada, &[("g0", "4"), ("g1", ""), ("name", " Ada ")])), 303);
    assert_eq!(status(&room.post(&ada, &[("g0", "6"), ("g1", "1,5"), ("name", "Ada")])), 303);
    let kept = room.get("/", &ada);
    assert!(kept.contains("Your guesses are saved") && kept.contains("value=\"1.5\""), "{kept}");
    assert!(!room.get("/", &bob).contains("value=\"6\""), "nobody sees another's guess");
    let slip = room.post(&bob, &[("g0", "fast\"><b>"), ("g1", "2"), ("name", "")]);
    assert!(status(&slip) == 422 && slip.contains("Nothing is saved yet") && !slip.contains("<b>"), "{slip}");
    assert_eq!(status(&room.post(&bob, &[("g0", "900"), ("g1", "")])), 303);
    assert!(room.get("/count", "").contains(r#""said":"2 people have guessed""#));
    let screen = room.get("/screen", "");
    assert!(
        screen.contains("2 people have guessed") && !screen.contains("900") && screen.contains("<path d=\"M4 4"),
        "{screen}"
    );

    bench.run(&RUN).well();
    let late = room.post(&bob, &[("g0", "1.0"), ("g1", "1")]);
    assert!(status(&late) == 409 && late.contains("Too late: the run has started") && late.contains("900"), "{late}");
    // Whoever comes now gets no cookie; one that is made up is as good as a new browser's.
    let stranger = format!("tenfold-guess={:032x}", 7);
    assert_eq!(status(&room.post(&stranger, &[("g0", "7"), ("g1", "1")])), 409);
    assert!(room.get("/", &bob).contains("Guesses are closed"));
    assert!(room.get("/count", "").contains("guesses are closed"));
    let expected = [ballot(Some("Ada"), [Some(6.0), Some(1.5)]), ballot(None, [Some(900.0), None])];
    assert_eq!(bench.newest().ballots, expected);
    let ended = room.end().well();
    assert!(ended.err.contains("the run includes their guesses"), "{}", ended.err);
    assert_eq!(bench.newest().ballots, expected);
}

#[test]
fn ctrl_c_keeps_what_was_guessed_and_the_room_goes_on_from_there() {
    let bench = bench();
    let room = Room::open(&bench);
    let ada = room.browser();
    assert_eq!(status(&room.post(&ada, &[("g0", "4"), ("g1", "2")])), 303);
    let ended = room.end().well();
    assert!(ended.err.contains("1 person has guessed; `tenfold run small.toml` will include"), "{}", ended.err);
    let again = Room::open(&bench);
    assert!(again.get("/", &ada).contains("Your guesses are saved"));
    again.end().well();
    bench.run(&RUN).well();
    assert_eq!(bench.newest().ballots, [ballot(None, [Some(4.0), Some(2.0)])]);
}

#[test]
fn nobody_comes_in_without_the_pin_and_few_may_be_tried() {
    let bench = bench();
    let room = Room::open(&bench);
    let (host, right) = (&room.address, format!("/{}", room.pin));
    for path in ["/", "/screen", "/count"] {
        for cookie in ["", "tenfold-room=00000000000000000000000000000000", "tenfold-room="] {
            let answer = room.ask(host, path, cookie);
            assert!(
                status(&answer) == 403 && !answer.contains(&room.pin) && !answer.contains("Set-Cookie"),
                "{answer}"
            );
        }
    }
    let unseen = format!("tenfold-guess={:032x}", 7);
    let post = format!("POST /guess HTTP/1.1\r\nHost: {host}\r\nCookie: {unseen}\r\nContent-Length: 4\r\n\r\ng0=4");
    assert_eq!(status(&room.send(post.as_bytes())), 403);
    let screen = room.ask(host, &format!("{right}/screen"), "");
    assert!(
        status(&screen) == 303 && screen.contains("Location: /screen\r\n") && screen.contains(&room.key),
        "{screen}"
    );
    assert!(room.get("/screen", "").contains(&room.pin));

    let wrong = (room.pin.parse::<u32>().unwrap() + 1) % 1_000_000;
    let tried = || status(&room.ask(host, &format!("/{wrong:06}"), ""));
    assert_eq!([(); 10].map(|()| tried()), [403; 10], "a class mistypes some");
    // However slow this machine is: what comes back meanwhile is less than what is tried.
    assert!((0..100).any(|_| tried() == 429), "many are slowed down");
    assert_eq!(status(&room.ask(host, &right, "")), 429, "the right one must not stand out either");
    assert_eq!(status(&room.get("/", "")), 200, "those inside are not held up");
    room.end().well();
}

#[test]
fn a_name_that_was_made_to_point_here_opens_nothing() {
    let bench = bench();
    let room = Room::open(&bench);
    let port = room.address.split_once(':').unwrap().1;
    for host in [format!("evil.example:{port}"), "evil.example".into(), String::new()] {
        for path in ["/", "/count", &format!("/{}", room.pin)] {
            assert_eq!(status(&room.ask(&host, path, &room.key)), 421, "{host} {path}");
        }
    }
    assert_eq!(status(&room.ask(&format!("localhost:{port}"), "/", &room.key)), 200);
    let foreign = format!("GET /count HTTP/1.1\r\nHost: {}\r\nOrigin: http://evil.example\r\n\r\n", room.address);
    assert_eq!(status(&room.send(foreign.as_bytes())), 403);
    room.end().well();
}

#[test]
fn a_room_is_closed_while_a_run_is_measured() {
    let bench = bench();
    let room = Room::open(&bench);
    let ada = room.browser();
    let lock = std::fs::File::create(bench.path().join("tenfold-runs/lock")).unwrap();
    lock.lock().unwrap();
    let closed = room.post(&ada, &[("g0", "4")]);
    assert!(status(&closed) == 503 && closed.contains("A run is being measured"), "{closed}");
    assert_eq!(status(&room.get("/", &ada)), 503);
    lock.unlock().unwrap();
    assert!(room.get("/count", "").contains("nobody has guessed yet"));
    assert_eq!(status(&room.post(&ada, &[("g0", "4")])), 303);
    room.end().well();
}

#[test]
fn hostile_names_and_requests_do_no_harm() {
    let bench = bench();
    let room = Room::open(&bench);
    let ada = room.browser();
    let attack = "</td><script>alert(1)</script>\u{202e}";
    assert_eq!(status(&room.post(&ada, &[("g0", "4"), ("g1", "2"), ("name", attack)])), 303);
    let shown = room.get("/", &ada);
    assert!(!shown.contains("<script") && !shown.contains('\u{202e}') && shown.contains("&lt;script&gt;"), "{shown}");
    let bob = room.browser();
    assert_eq!(status(&room.post(&bob, &[("g0", "4"), ("name", &"x".repeat(10_000))])), 413);
    assert_eq!(status(&room.post(&bob, &[("g0", "4"), ("name", &"ü".repeat(41))])), 422);
    assert_eq!(status(&room.post("", &[("g0", "4")])), 403, "without a cookie nobody could change a guess");
    assert_eq!(status(&room.post("tenfold-guess=../../x", &[("g0", "4")])), 403);
    assert_eq!(status(&room.get("/../../etc/passwd", "")), 404);
    assert_eq!(status(&room.send(&[b'a'; 100_000])), 431);
    let page = room.get("/", "");
    for needed in
        ["default-src 'none'", "frame-ancestors 'none'", "X-Content-Type-Options: nosniff", "Cache-Control: no-store"]
    {
        assert!(page.contains(needed), "{needed}");
    }
    room.end().well();
    bench.run(&RUN).well();
    assert_eq!(bench.newest().ballots, [ballot(Some(attack), [Some(4.0), Some(2.0)])]);
    let report = std::fs::read_to_string(&bench.pages()[0]).unwrap();
    assert_eq!(report.matches("<script").count(), 1, "the page's own and no other");
    assert!(!report.contains('\u{202e}'));
}

#[test]
fn slow_and_greedy_clients_leave_room_for_the_others() {
    let bench = bench();
    let room = Room::open(&bench);
    let slow: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = TcpStream::connect(&room.address).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nHost:").unwrap();
            stream
        })
        .collect();
    let begun = Instant::now();
    assert_eq!(status(&room.get("/", "")), 200);
    assert!(begun.elapsed() < Duration::from_secs(4), "the others are not waited for");
    // A flood from one address is told to wait.
    let answers: Vec<u16> = (0..500).map(|_| status(&room.get("/count", ""))).collect();
    assert!(answers[0] == 200 && answers.contains(&429), "{answers:?}");
    // A slow request is given up after five seconds.
    let mut last = slow.into_iter().next_back().unwrap();
    let mut answer = String::new();
    last.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    last.read_to_string(&mut answer).unwrap();
    assert_eq!(status(&answer), 408);
    room.end().well();
}
