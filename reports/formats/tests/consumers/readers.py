"""Reads what `tenfold export` wrote as its readers would: readers.py FOLDER READER.

Exits with 77 where the reader is not installed. Prints what it read, one `name value` a line, for the test to compare.
"""

import json
import os
import sys

folder, reader = sys.argv[1:]


def at(format):
    return os.path.join(folder, format)


def samples(frame):
    print("rows", len(frame))
    for status in ["measured", "wrong", "too fast", "missing", "unchecked"]:
        print(status.replace(" ", "-"), sum(1 for s in frame["status"] if s == status))


def pandas():
    import pandas

    parquet, csv = pandas.read_parquet(at("parquet")), pandas.read_csv(at("csv"), keep_default_na=False, na_values=[""])
    assert list(parquet.columns) == list(csv.columns)
    assert str(parquet.dtypes["run_s"]) == "float64" and csv.dtypes["run_s"] == "float64"
    # Python reads the text of a number as the nearest double, as the writer meant it.
    assert (parquet["run_s"].dropna() == csv["run_s"].dropna()).all()
    assert parquet[parquet["status"] != "measured"]["run_s"].isna().all()
    samples(parquet)


def polars():
    import polars

    frame = polars.read_parquet(at("parquet"))
    assert frame.schema["round"] == polars.Int64 and frame.schema["run_s"] == polars.Float64
    samples(frame)


def prometheus_client():
    from prometheus_client.openmetrics.parser import text_string_to_metric_families

    with open(at("openmetrics"), encoding="utf-8") as file:
        families = {f.name: f for f in text_string_to_metric_families(file.read())}
    assert families["tenfold_time_seconds"].unit == "seconds"
    print("times", len(families["tenfold_time_seconds"].samples))
    print("without", len(families["tenfold_without_number"].samples))


def jsonschema():
    import jsonschema

    for format, schema in [("json", "tenfold-run-1.json"), ("bencher", "bmf.json"), ("speedscope", "speedscope.json")]:
        with open(at(format), encoding="utf-8") as file, open(os.path.join(folder, "schemas", schema)) as known:
            validator = jsonschema.validators.validator_for(schema := json.load(known))
            validator.check_schema(schema)
            validator(schema).validate(json.load(file))
    print("valid 3")


def nights():
    import jsonschema
    from prometheus_client.openmetrics.parser import text_string_to_metric_families

    with open(at("history.openmetrics"), encoding="utf-8") as file:
        families = {f.name: f for f in text_string_to_metric_families(file.read())}
    assert families["tenfold_night_time_ratio"].unit == "ratio"
    for name in ["", "_time_ratio", "_without_number", "_sentinels"]:
        print("points" + name, len(families["tenfold_night" + name].samples))
    with open(at("history.bencher"), encoding="utf-8") as file, open(os.path.join(folder, "schemas", "bmf.json")) as known:
        benchmarks = json.load(file)
        jsonschema.validate(benchmarks, json.load(known))
    print("benchmarks", len(benchmarks))


try:
    {f.__name__: f for f in [pandas, polars, prometheus_client, jsonschema, nights]}[reader]()
except ModuleNotFoundError as missing:
    print(missing, file=sys.stderr)
    sys.exit(77)
