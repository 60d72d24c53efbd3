"""The pipeline of a shell: tr puts each word on a line, sort and uniq -c count them. Its processes start anew in every run."""

import os
import subprocess
import tempfile
from itertools import accumulate
from struct import pack as packed

LETTERS = r"tr -cs A-Za-z '\n' | tr A-Z a-z | sed '/^$/d' | sort | uniq -c"
BLANKS = r"tr -s ' \t\n\v\f\r' '\n' | sed '/^$/d' | sort | uniq -c"


def prepare(params, data):
    file = tempfile.TemporaryFile()
    file.write(data)
    file.flush()
    return file


def run(params, file):
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    pipeline = LETTERS if params["words"] == "letters" else BLANKS
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    return subprocess.run(pipeline, shell=True, check=True, stdin=file, capture_output=True, env=environment).stdout


def pack(params, lines):
    counted = [line.lstrip(b" ").split(b" ", 1) for line in lines.split(b"\n") if line]
    ends = accumulate(len(word) for _, word in counted)
    numbers = [len(counted), *ends, *(int(count) for count, _ in counted)]
    return packed(f"<{len(numbers)}Q", *numbers) + b"".join(word for _, word in counted)
