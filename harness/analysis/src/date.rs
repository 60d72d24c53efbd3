//! Dates without a time zone database: everything is in UTC.

use time::OffsetDateTime;

/// Milliseconds of Unix time as `2026-11-20 14:05 UTC`; a moment beyond the calendar as its milliseconds.
pub fn utc(milliseconds: i64) -> String {
    match OffsetDateTime::from_unix_timestamp(milliseconds.div_euclid(1000)) {
        Ok(t) => format!("{} {:02}:{:02} UTC", t.date(), t.hour(), t.minute()),
        Err(_) => format!("{milliseconds} ms of Unix time"),
    }
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn known_moments() {
        assert_eq!(utc(0), "1970-01-01 00:00 UTC");
        assert_eq!(utc(-1), "1969-12-31 23:59 UTC");
        assert_eq!(utc(951_827_696_000), "2000-02-29 12:34 UTC");
        assert_eq!(utc(1_795_000_000_000), "2026-11-18 11:06 UTC");
    }
}
