//! The defences that every kernel holds, and what is particular to this one.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use tenfold_kernel::defence::{Problem, hold, judge, judged, refusal};
use tenfold_kernel::{FileValue, ParamSet, erase, solved};
use wordcount::{Params, WordCount};

#[test]
fn defences_hold() {
    hold(&*erase::<WordCount>());
}

#[test]
#[cfg_attr(debug_assertions, ignore = "millions of words want --release")]
fn every_variant_is_right_at_full_size() {
    for (words, total) in [("letters", Params::default().total), ("blanks", 500_000)] {
        let params = Params { words: words.to_string(), total, ..Params::default() };
        for judgement in Problem::of::<WordCount>(&params).all_right(&[2]) {
            assert_eq!(judgement.names(), ["agreement", "drawn", "total", "order", "bytes"]);
        }
    }
}

/// The params that count the words of `text`, in a file that is written for them.
fn of_file(path: &Path, text: &[u8], words: &str) -> Params {
    fs::write(path, text).unwrap();
    Params { words: words.to_string(), file: Some(FileValue::of(path).unwrap()), ..Params::default() }
}

/// Has every variant count on every path, and on as many workers as make a border of most bytes of a short text.
fn right_on_every_path(params: &Params) {
    let (kernel, params) = (erase::<WordCount>(), params.values());
    let judge = judge(&*kernel, &params);
    for variant in kernel.variants() {
        for (&path, workers) in variant.paths.iter().flat_map(|path| [1, 2, 3, 7, 64].map(|workers| (path, workers))) {
            let judgement = judged(&*kernel, &*judge, variant.name, &params, workers, Some(path));
            assert_eq!(judgement.fault(), None, "{} on {workers}, {path}, {params:?}", variant.name);
        }
    }
}

/// What a line of the shell makes of `text`; nothing where there is no such shell.
fn shell(line: &str, text: &Path) -> Option<Vec<u8>> {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).env("LC_ALL", "C").stdin(File::open(text).ok()?).stderr(Stdio::null());
    let done = shell.output().ok()?;
    (cfg!(unix) && done.status.success()).then_some(done.stdout)
}

/// Texts that are awkward for one who counts bytes 64 at a time, in shares.
#[test]
fn sort_and_uniq_and_wc_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text");
    let (long, full) = ([&[b'Z'; 999], &b"A"[..]].concat(), b"abcdefg ".repeat(16));
    let texts: [&[u8]; 10] = [
        b"",
        b"\n",
        b"w",
        &long,
        &[b" ", &long[..], b"\n"].concat(),
        b"Donaudampfschifffahrt Donaudampfschifffahrz donaudampfschifffahrt",
        b"Don't stop, don't! \r\n\0x\0 caf\xc3\xa9 na\xc3\xafve\tA\x0bb\x0cC \xffz\xff end.\r\nno final newline",
        &full,
        &[&full[..125], b"word"].concat(),
        // Every byte at every place of a chunk.
        &(0..257 * 64).flat_map(|i| [b'q', (i % 257) as u8, b'q', b'q', b'\n']).collect::<Vec<u8>>(),
    ];
    for text in texts {
        for (words, lines) in [("letters", "tr A-Z a-z | tr -cs a-z '\\n'"), ("blanks", "tr -s ' \\t\\r\\v\\f' '\\n'")]
        {
            let params = of_file(&path, text, words);
            right_on_every_path(&params);
            let table = format!("{lines} | sed '/^$/d' | sort | uniq -c | sed 's/^ *//'");
            let (Some(table), Some(total)) = (shell(&table, &path), shell("wc -w", &path)) else {
                eprintln!("skipped: no sh with tr, sed, sort, uniq and wc is here");
                return;
            };
            let tally = solved::<WordCount>(params).unwrap();
            let line = |(word, count): (&[u8], u64)| [count.to_string().as_bytes(), b" ", word, b"\n"].concat();
            let text = String::from_utf8_lossy(text);
            assert!(tally.words().flat_map(line).eq(table), "{words} of {text:?}");
            if words == "blanks" {
                let counted = tally.counts.iter().sum::<u64>().to_string();
                assert_eq!(counted, String::from_utf8_lossy(&total).trim(), "wc -w of {text:?}");
            }
        }
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_one_message() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text");
    let params = of_file(&path, b"here and gone", "letters");
    fs::remove_file(&path).unwrap();
    let gone = refusal::<WordCount>(&params);
    assert!(
        gone.starts_with(&format!("file = {}: ", path.display())) && gone.matches("No such file").count() == 1,
        "{gone}"
    );
    // 5 GiB that take no place on the disk.
    File::create(&path).unwrap().set_len(5 << 30).unwrap();
    assert!(refusal::<WordCount>(&params).ends_with("has 5368709120 bytes: at most 4294967295 are allowed"));
}

#[test]
fn the_answer_names_the_most_frequent_words() {
    let folder = tempfile::tempdir().unwrap();
    let text = b"b a b c a d e f g h i j k".repeat(3);
    let params = of_file(&folder.path().join("text"), &text, "blanks");
    let answer = Problem::of::<WordCount>(&params).answer("vectorised", "order");
    assert!(answer["total"] == 37 && answer["distinct"] == 12, "{answer:?}");
    // "k" and the "b" of the next copy make one word.
    let top = answer["top"].to_string();
    assert!(top.starts_with(r#"[["a",6],["b",4],["c",3],"#) && top.ends_with(r#",["j",3]]"#), "{top}");
}
