//! The defences that every kernel holds, and what is particular to this one.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use tenfold_comm::Traffic;
use tenfold_kernel::{FileValue, Kernel, ParamSet, Part, defence, erase, outputs, parse_value, with_jobs};
use wordcount::{Params, Tally, Text, WordCount};

#[test]
fn defences_hold() {
    defence::hold(&*erase::<WordCount>());
}

#[test]
#[cfg_attr(debug_assertions, ignore = "millions of words want --release")]
fn every_variant_is_right_at_full_size() {
    all_agree(&Params::default(), &[2]);
    all_agree(&Params { words: "blanks".to_string(), total: 500_000, ..Params::default() }, &[2]);
}

/// Asserts that all variants agree with the naive one on so many workers, and that every oracle has been asked.
fn all_agree(params: &Params, workers: &[usize]) {
    let (kernel, values) = (erase::<WordCount>(), params.values());
    let judge = defence::judge(&*kernel, &values);
    for variant in kernel.variants() {
        for &workers in workers {
            let judgement = defence::judged(&*kernel, &*judge, variant.name, &values, workers, None);
            assert_eq!(judgement.fault(), None, "{} on {workers}, {params:?}", variant.name);
            assert_eq!(judgement.oracles.len(), 5 - usize::from(params.file.is_some()));
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
    vec![
        b"".to_vec(),
        b"\n".to_vec(),
        b"w".to_vec(),
        long.clone(),
        [&b" "[..], &long[..], b"\n"].concat(),
        near,
        mixed,
        full,
        cut_at_64,
        bytes,
    ]
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
            let mut right = Vec::new();
            for array in tenfold_kernel::Arrays::arrays(&printed(&table)) {
                right.extend((array.items.len() as u64).to_le_bytes());
                match array.items {
                    tenfold_kernel::Items::U8(bytes) => right.extend(bytes),
                    tenfold_kernel::Items::U64(numbers) => right.extend(numbers.iter().flat_map(|n| n.to_le_bytes())),
                    other => unreachable!("{}", other.kind()),
                }
            }
            let text = String::from_utf8_lossy(&text);
            assert!(reference.output == right, "{words} of {text:?}: {}", String::from_utf8_lossy(&table));
            if words == "blanks" {
                let judge = kernel.judge(&params.values(), &reference).unwrap();
                let total = judge.variant("naive", vec![right]).unwrap().answer["total"].clone();
                assert_eq!(total.to_string(), String::from_utf8_lossy(&count).trim(), "wc -w of {text:?}");
            }
            all_agree(&params, &defence::AWKWARD_WORKERS);
        }
    }
}

/// The parts that the ranks make alone are those of the whole.
#[test]
fn ranks_make_their_own_share() {
    let folder = tempfile::tempdir().unwrap();
    let synthetic = Params { total: 101, ..Params::default() };
    let read = |text: &[u8]| of_file(&folder.path().join("text"), text, "blanks");
    let whole = WordCount::input(&synthetic, Part::WHOLE).unwrap();
    for params in [synthetic, read(&whole.bytes)] {
        for ranks in [1, 2, 3, 7, 64, 1000] {
            let share = |rank| WordCount::input(&params, Part { rank, ranks }).unwrap().bytes;
            assert_eq!((0..ranks).flat_map(share).collect::<Vec<u8>>(), whole.bytes, "{ranks} ranks");
        }
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_one_message() {
    let folder = tempfile::tempdir().unwrap();
    let given = |path: &Path| parse_value(Params::SPECS, "file", &path.display().to_string()).unwrap_err().to_string();
    assert!(given(folder.path()).ends_with("must be a file that can be read: this is a folder"));
    assert!(given(&folder.path().join("none")).contains("must be a file that can be read: No such file"));
    let path = folder.path().join("text");
    let params = of_file(&path, b"here and gone", "letters");
    fs::remove_file(&path).unwrap();
    let refusals = [
        erase::<WordCount>().resolve(&params.values()).unwrap_err().to_string(),
        WordCount::input(&params, Part::WHOLE).map(|_: Text| ()).unwrap_err(),
    ];
    for refusal in refusals {
        assert!(refusal.starts_with(&path.display().to_string()), "{refusal}");
        assert_eq!(refusal.matches("No such file").count(), 1, "{refusal}");
    }
    // 5 GiB that take no place on the disk.
    fs::File::create(&path).unwrap().set_len(5 << 30).unwrap();
    let large = Params { file: Some(FileValue { path: path.clone(), sha256: String::new() }), ..params };
    assert!(WordCount::validate(&large).unwrap_err().ends_with("has 5368709120 bytes: at most 4294967295 are allowed"));
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
    let sent = with_jobs(&*erase::<WordCount>(), "distributed", &params, 2, None, |mut job| {
        job.run();
        job.comm().sent().total()
    });
    assert_eq!(sent.unwrap(), declared);
}

#[test]
fn the_answer_names_the_most_frequent_words() {
    let folder = tempfile::tempdir().unwrap();
    let text = b"b a b c a d e f g h i j k".repeat(3);
    let params = of_file(&folder.path().join("text"), &text, "blanks").values();
    let kernel = erase::<WordCount>();
    let judge = defence::judge(&*kernel, &params);
    let parts = outputs(&*kernel, "vectorised", &params, 1, None).unwrap();
    let answer = judge.variant("vectorised", parts).unwrap().answer;
    assert_eq!(answer["total"], 37);
    assert_eq!(answer["distinct"], 12);
    // "k" and the "b" of the next copy make one word.
    let top = answer["top"].to_string();
    assert!(top.starts_with(r#"[["a",6],["b",4],["c",3],"#) && top.ends_with(r#",["j",3]]"#), "{top}");
}
