//! The defences that every kernel holds, and what is particular to this one.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use tenfold_comm::Traffic;
use tenfold_kernel::defence::{AWKWARD_WORKERS, Problem, hold, refusal};
use tenfold_kernel::{FileValue, ParamSet, erase};
use wordcount::{Params, Tally, WordCount};

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

/// Texts that are awkward for one who counts bytes 64 at a time, in shares.
fn awkward_texts() -> Vec<Vec<u8>> {
    let long = [b"Z".repeat(999), b"A".to_vec()].concat();
    let near = b"Donaudampfschifffahrt Donaudampfschifffahrz donaudampfschifffahrt".to_vec();
    let mixed =
        b"Don't stop, don't! \r\n\0x\0 caf\xc3\xa9 na\xc3\xafve\tA\x0bb\x0cC \xffz\xff end.\r\nno final newline"
            .to_vec();
    let full: Vec<u8> = b"abcdefg ".repeat(16);
    let cut_at_64 = [&full[..125], b"word"].concat();
    let bytes: Vec<u8> = (0..=255).flat_map(|byte| [b'q', byte, b'q', b'\n']).collect();
    let [one_line, within_blanks] = [b"\n".to_vec(), [&b" "[..], &long[..], b"\n"].concat()];
    vec![vec![], one_line, b"w".to_vec(), long, within_blanks, near, mixed, full, cut_at_64, bytes]
}

/// What a line of the shell makes of `text`; nothing where there is no such shell.
fn shell(line: &str, text: &Path) -> Option<Vec<u8>> {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).env("LC_ALL", "C").stdin(fs::File::open(text).ok()?).stderr(Stdio::null());
    let done = shell.output().ok()?;
    (cfg!(unix) && done.status.success()).then_some(done.stdout)
}

/// The table that `uniq -c` prints.
fn printed(lines: &[u8]) -> Tally {
    let mut tally = Tally::default();
    for line in lines.split(|&byte| byte == b'\n') {
        let line = line.trim_ascii_start();
        let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
        // An empty line is what stands before the first word.
        if let Some(word) = line.get(digits + 1..).filter(|word| !word.is_empty()) {
            tally.push(word, String::from_utf8_lossy(&line[..digits]).parse().unwrap());
        }
    }
    tally
}

#[test]
fn sort_and_uniq_and_wc_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (path, kernel) = (folder.path().join("text"), erase::<WordCount>());
    for text in awkward_texts() {
        for (words, lines) in [("letters", "tr A-Z a-z | tr -cs a-z '\\n'"), ("blanks", "tr -s ' \\t\\r\\v\\f' '\\n'")]
        {
            let params = of_file(&path, &text, words);
            let [table, count] =
                [format!("{lines} | sort | uniq -c"), "wc -w".to_string()].map(|line| shell(&line, &path));
            let (Some(table), Some(count)) = (table, count) else {
                eprintln!("skipped: no sh with tr, sort, uniq and wc is here");
                return;
            };
            let reference = kernel.reference(&params.values()).unwrap();
            let Tally { bytes, ends, counts } = printed(&table);
            let length = |of: usize| (of as u64).to_le_bytes().to_vec();
            let numbers = |of: &[u64]| [length(of.len()), of.iter().flat_map(|n| n.to_le_bytes()).collect()].concat();
            let right = [length(bytes.len()), bytes, numbers(&ends), numbers(&counts)].concat();
            let text = String::from_utf8_lossy(&text);
            assert!(reference.output == right, "{words} of {text:?}: {}", String::from_utf8_lossy(&table));
            if words == "blanks" {
                let judge = kernel.judge(&params.values(), &reference).unwrap();
                let total = judge.variant("naive", vec![right]).unwrap().answer["total"].clone();
                assert_eq!(total.to_string(), String::from_utf8_lossy(&count).trim(), "wc -w of {text:?}");
            }
            Problem::of::<WordCount>(&params).all_right(&AWKWARD_WORKERS);
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
    assert!(gone.starts_with(&path.display().to_string()) && gone.matches("No such file").count() == 1, "{gone}");
    // 5 GiB that take no place on the disk.
    fs::File::create(&path).unwrap().set_len(5 << 30).unwrap();
    let large = Params { file: Some(FileValue { path: path.clone(), sha256: String::new() }), ..params };
    assert!(refusal::<WordCount>(&large).ends_with("has 5368709120 bytes: at most 4294967295 are allowed"));
}

/// Two ranks have "b", "aa" and the long word "c…" between them: both send what the other owns, and the long word's bytes once.
#[test]
fn messages_of_two_ranks_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let text = [b"b aa b ".to_vec(), b"c".repeat(20)].concat();
    let params = of_file(&folder.path().join("text"), &text, "letters").values();
    let declared = erase::<WordCount>().messages(&params, "distributed", 2).unwrap();
    // The first block of 14 bytes ends within the long word, which begins there: so the first rank has all words.
    let numbers = 2 * size_of::<usize>() as u64;
    assert_eq!(declared[1], Traffic { messages: 3, bytes: numbers });
    let words = (declared[0].bytes - numbers) / 32;
    assert!(declared[0].messages == 3 && words <= 3, "{declared:?}");
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
