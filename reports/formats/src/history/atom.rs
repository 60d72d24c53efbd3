//! A feed of changes, in the Atom syndication format (RFC 4287).

use crate::export::rfc3339;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fmt::Write;
use tenfold_analysis::text::visible;
use tenfold_history::changes::{Change, Quantity};
use tenfold_history::{Commit, History};

/// The changes of a history as a feed, the newest first. It lies beside the dashboard it belongs to.
///
/// What an entry is called stays the same from night to night, so that readers show it once: by its series and by the night that
/// called it, since the commit it is put down to may be known better later.
pub fn feed(history: &History, changes: &[Change]) -> String {
    let mut changes: Vec<&Change> = changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse((history.nights[change.called].started_ms, change.called)));
    let called = |change: &&Change| history.nights[change.called].started_ms;
    // A feed without entries was last changed when its first night made it.
    let first = history.nights.iter().min_by_key(|night| night.started_ms);
    let updated = changes.first().map(called).or(first.map(|night| night.started_ms)).unwrap_or_default();
    let id = urn(&["feed", first.map_or("", |night| &night.reference.hash)]);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  \
         <title>Changes of speed</title>\n  <id>{id}</id>\n  <updated>{}</updated>\n  \
         <author><name>Tenfold</name></author>\n  <link href=\"index.html\"/>\n",
        rfc3339(updated)
    );
    let mut ids = HashSet::new();
    for change in changes {
        let mut id = change_id(history, change, 1);
        let mut ordinal = 1;
        while !ids.insert(id.clone()) {
            ordinal += 1;
            id = change_id(history, change, ordinal);
        }
        let (title, content) = (escaped(&title(change)), escaped(&content(history, change)));
        let updated = rfc3339(history.nights[change.called].started_ms);
        write!(
            xml,
            "  <entry>\n    <title>{title}</title>\n    <id>{id}</id>\n    <updated>{updated}</updated>\n    \
             <content type=\"text\">{content}</content>\n  </entry>\n"
        )
        .expect("memory takes what is written");
    }
    xml.push_str("</feed>\n");
    xml
}

fn change_id(history: &History, change: &Change, ordinal: usize) -> String {
    let series = &change.series;
    let (workers, ordinal) = (series.workers.to_string(), ordinal.to_string());
    let kind = match change.kind {
        Quantity::Time => "time",
        Quantity::Instructions => "instructions",
    };
    let called = &history.nights[change.called].id;
    urn(&["change", &series.group, &series.name, &series.problem, &workers, kind, called, &ordinal])
}

/// A UUID of version 8 (RFC 9562): what tells one thing from all others, digested.
fn urn(parts: &[&str]) -> String {
    // Every part has its length before it: no two lists are written alike.
    let named: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
    let digest = Sha256::digest(named);
    let mut bytes: [u8; 16] = std::array::from_fn(|index| digest[index]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = tenfold_record::hex(&bytes);
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// "flow threaded × 2 (n=8): 3.1 % more time".
fn title(change: &Change) -> String {
    let what = match (change.kind, change.log_size >= 0.0) {
        (Quantity::Time, true) => "more time",
        (Quantity::Time, false) => "less time",
        (Quantity::Instructions, true) => "more instructions",
        (Quantity::Instructions, false) => "fewer instructions",
    };
    format!("{}: {:.1} % {what}", change.series, percent(change.log_size).abs())
}

fn percent(log_ratio: f64) -> f64 {
    log_ratio.exp_m1() * 100.0
}

fn content(history: &History, change: &Change) -> String {
    let revision = |night: usize| &history.nights[night].revision;
    let named = |commit: &Commit| format!("{} ({})", commit.short(), commit.subject);
    let (before, first) = (revision(change.before), revision(change.first));
    let [low, high] = change.interval.map(percent);
    let mut text = format!(
        "{:+.1} %, interval from {low:+.1} % to {high:+.1} %. First measured with {}; the last commit measured without it is {}.",
        percent(change.log_size),
        named(first),
        named(before),
    );
    if first.depth > before.depth + 1 {
        write!(text, " {} commits are candidates.", first.depth - before.depth).expect("memory takes it");
    }
    if let Some(accepted) = &change.accepted {
        write!(text, " Accepted by {:.12}: {}", accepted.commit, accepted.reason).expect("memory takes it");
    }
    text
}

/// Text as XML 1.0 can hold it.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            // No characters of XML.
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use roxmltree::{Document, Node};
    use tenfold_history::testing::{hash, hostile, night, series};
    use tenfold_history::{Accepted, Night};

    fn history(nights: impl IntoIterator<Item = Night>) -> History {
        History { nights: nights.into_iter().collect(), reference: None }
    }

    /// A slowdown by 10 % that a night found in the commit before its own.
    fn change(called: usize) -> Change {
        Change {
            series: series("flow", "threaded"),
            kind: Quantity::Time,
            before: called - 2,
            first: called - 1,
            called,
            log_size: 1.1_f64.ln(),
            interval: [1.05_f64.ln(), 1.15_f64.ln()],
            none: 1e-6,
            accepted: None,
        }
    }

    fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Node<'a, 'input> {
        let mut all = node.children().filter(|child| child.tag_name().name() == name);
        let found = all.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(all.next().is_none(), "{name} twice");
        assert_eq!(found.tag_name().namespace(), Some("http://www.w3.org/2005/Atom"));
        found
    }

    fn text(node: Node<'_, '_>, name: &str) -> String {
        child(node, name).text().unwrap_or_default().to_string()
    }

    /// Of every entry: title, id, updated, content; what RFC 4287 demands of the feed holds.
    fn entries(xml: &str) -> Vec<[String; 4]> {
        let document = Document::parse(xml).unwrap_or_else(|e| panic!("{e}: {xml}"));
        let feed = document.root_element();
        assert_eq!(feed.tag_name().name(), "feed");
        let names = ["title", "id", "updated", "content"];
        for name in &names[..3] {
            assert!(!text(feed, name).is_empty(), "{name}");
        }
        // Without an author of the feed, each entry would need one; without content, a link.
        assert_eq!(text(child(feed, "author"), "name"), "Tenfold");
        let entries: Vec<[String; 4]> = feed
            .children()
            .filter(|node| node.tag_name().name() == "entry")
            .map(|entry| names.map(|name| text(entry, name)))
            .collect();
        let ids: HashSet<&String> = entries.iter().map(|[_, id, ..]| id).collect();
        assert_eq!(ids.len(), entries.len(), "ids are unique");
        let is_uuid = |id: &str| id.len() == 45 && id.starts_with("urn:uuid:") && &id[23..24] == "8";
        assert!(ids.iter().all(|id| is_uuid(id)), "{ids:?}");
        entries
    }

    #[test]
    fn a_change_says_what_where_and_by_how_much() {
        let history = history((2..8).map(night));
        let faster = Change { kind: Quantity::Instructions, log_size: 0.5_f64.ln(), ..change(3) };
        let accepted = Some(Accepted { commit: hash(6), reason: "exact sums".to_string() });
        let entries = entries(&feed(&history, &[faster, Change { before: 1, accepted, ..change(5) }]));
        let of = |index: usize, field: usize| entries[index][field].as_str();
        assert_eq!(of(0, 0), "flow threaded (n=8): 10.0 % more time");
        assert_eq!(of(0, 2), "1970-01-08T00:00:00Z");
        assert_eq!(
            of(0, 3),
            "+10.0 %, interval from +5.0 % to +15.0 %. First measured with 000000000006 (Change 6); the last commit measured \
             without it is 000000000003 (Change 3). 3 commits are candidates. Accepted by 000000000006: exact sums"
        );
        assert_eq!(of(1, 0), "flow threaded (n=8): 50.0 % fewer instructions");
        assert!(of(1, 3).ends_with("without it is 000000000003 (Change 3)."), "{}", of(1, 3));
    }

    #[test]
    fn ids_stay_the_same_from_night_to_night() {
        let ids = |depths: std::ops::Range<u64>, changes: &[Change]| -> Vec<String> {
            entries(&feed(&history(depths.map(night)), changes)).into_iter().map(|[_, id, ..]| id).collect()
        };
        let then = ids(2..7, &[change(4)]);
        // One more night and one more change; the commit is known better, and so is the size.
        let known_better = Change { first: 4, before: 3, log_size: 0.2, interval: [0.1, 0.3], ..change(4) };
        let now = ids(2..8, &[known_better, change(5)]);
        assert_eq!(now[1..], then);
        // A night of an older commit arrives late: all indices shift.
        assert_eq!(ids(1..8, &[change(5)]), then);
        let other = Change { kind: Quantity::Instructions, ..change(4) };
        assert_ne!(ids(2..7, &[other]), then);
        // The same series may change twice at once.
        assert_eq!(ids(2..7, &[change(4), change(4)])[0], then[0]);
    }

    #[test]
    fn the_feed_itself_changes_with_its_changes_only() {
        let head = |nights: u64, changes: &[Change]| {
            let xml = feed(&history((2..nights).map(night)), changes);
            let document = Document::parse(&xml).unwrap();
            ["id", "updated"].map(|name| text(document.root_element(), name))
        };
        let [id, updated] = head(5, &[]);
        assert_eq!(updated, "1970-01-03T00:00:00Z");
        assert_eq!(head(8, &[]), [id.clone(), updated]);
        assert_eq!(head(8, &[change(4)]), [id, "1970-01-07T00:00:00Z".to_string()]);
        assert_eq!(entries(&feed(&History::default(), &[])), Vec::<[String; 4]>::new());
    }

    #[test]
    fn names_and_subjects_cannot_leave_their_place() {
        let hostile = hostile();
        let series = hostile.observations[0].series.clone();
        let history = history([night(2), night(3), Night { revision: night(4).revision, ..hostile.clone() }]);
        let change = Change { series, accepted: hostile.accepted.first().cloned(), ..change(2) };
        let [title, .., content] = entries(&feed(&history, &[change])).remove(0);
        assert!(title.contains("</script> ]]> & é × ") && !title.contains('\u{7}'), "{title}");
        assert!(content.contains("\"}\n{\\ </script>"), "{content}");
        assert_eq!(escaped("a\u{ffff}\u{0}"), "a\u{fffd}\u{fffd}");
    }
}
