//! Apache Parquet: the rows of the CSV with typed columns, for pandas, polars, DuckDB and Spark.

use crate::samples::{COLUMNS, Column, ColumnType, Row, Value, named, rows};
use crate::{Format, FormatError, Holds, Results, Written};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use std::io::Write;
use std::sync::Arc;

/// One row for every sample of every rank, and one for every cell without a number; see [`COLUMNS`]. What each column
/// holds, with its unit, stands in the file's metadata.
pub const FORMAT: Format = Format {
    name: "parquet",
    reader: "pandas, polars, DuckDB: the rows of csv, typed",
    holds: Holds::Reasons,
    is_binary: true,
    write,
};

fn write<'r>(results: &'r Results<'_>) -> Result<Written<'r>, FormatError> {
    Ok(Written::by(move |to| {
        let cells = named(results);
        let mut rows = cells.iter().flat_map(|cell| rows(results.run, cell));
        write_rows(&mut rows, to).map_err(|e| match e {
            ParquetError::External(cause) => match cause.downcast::<std::io::Error>() {
                Ok(cause) => FormatError::Output(*cause),
                Err(cause) => FormatError::failed(FORMAT.name, cause),
            },
            other => FormatError::failed(FORMAT.name, other),
        })
    }))
}

/// Rows that are held in memory and written together.
const GROUP: usize = 1 << 16;

fn write_rows<'a>(rows: &mut dyn Iterator<Item = Row<'a>>, to: &mut (dyn Write + Send)) -> Result<(), ParquetError> {
    let about = COLUMNS.iter().map(|c| KeyValue::new(format!("tenfold.{}", c.name), c.about.to_string()));
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("tenfold {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(about.collect()));
    let mut file = SerializedFileWriter::new(to, Arc::new(schema()?), Arc::new(properties.build()))?;
    loop {
        let some: Vec<Row<'_>> = rows.take(GROUP).collect();
        if some.is_empty() {
            return file.close().map(drop);
        }
        let mut group = file.next_row_group()?;
        for column in COLUMNS {
            let Some(mut writer) = group.next_column()? else { break };
            write_column(column, &some, &mut writer)?;
            writer.close()?;
        }
        group.close()?;
    }
}

fn schema() -> Result<Type, ParquetError> {
    let fields = COLUMNS.iter().map(|column| {
        let (physical, logical) = match column.kind {
            ColumnType::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            ColumnType::Whole => (Physical::INT64, None),
            ColumnType::Real => (Physical::DOUBLE, None),
        };
        let field = Type::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL);
        Ok(Arc::new(field.with_logical_type(logical).build()?))
    });
    Type::group_type_builder("tenfold_samples").with_fields(fields.collect::<Result<_, ParquetError>>()?).build()
}

/// Writes a column: its values, and for each row whether it has one (definition level 1) or not (0).
fn write_column(
    column: &Column,
    rows: &[Row<'_>],
    writer: &mut SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    let values = || rows.iter().map(|row| column.of(row)).map(|value| value.finite());
    let defined: Vec<i16> = values().map(|v| i16::from(v != Value::Nothing)).collect();
    match column.kind {
        ColumnType::Text => {
            let texts = values().filter_map(|v| if let Value::Text(t) = v { Some(ByteArray::from(t)) } else { None });
            writer.typed::<ByteArrayType>().write_batch(&texts.collect::<Vec<_>>(), Some(&defined), None)?;
        }
        ColumnType::Whole => {
            let whole = values().filter_map(|v| if let Value::Whole(i) = v { Some(i) } else { None });
            writer.typed::<Int64Type>().write_batch(&whole.collect::<Vec<_>>(), Some(&defined), None)?;
        }
        ColumnType::Real => {
            let real = values().filter_map(|v| if let Value::Real(x) = v { Some(x) } else { None });
            writer.typed::<DoubleType>().write_batch(&real.collect::<Vec<_>>(), Some(&defined), None)?;
        }
    }
    Ok(())
}
