//! Tenfold's own lines of JSON: the one format that can be read back.

use super::HistoryFormat;

/// All of a history, to the last bit.
pub const FORMAT: HistoryFormat = HistoryFormat {
    name: "jsonl",
    reader: "`tenfold history import`, and anything that reads JSON lines",
    write: |history| Ok(history.to_jsonl().into_bytes()),
};
