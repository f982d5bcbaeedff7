"""Remakes standard_v3_3/golden.json: what the model answers for golden-sample.py, by native ONNX Runtime.

    python3 -m venv DIR && DIR/bin/pip install onnxruntime==1.32.0 numpy==2.4.6
    DIR/bin/python models/magika/make-golden.py            writes the file
    DIR/bin/python models/magika/make-golden.py --check    compares with the file, writes nothing

One sample a batch: native ONNX Runtime gives other scores for larger batches, and one is the reference.
The features are written out here, not taken from our TypeScript, so that the sample checks that too.
"""

import base64
import hashlib
import json
import pathlib
import re
import sys

import numpy as np
import onnxruntime

MODEL_SHA256 = "fe2d2eb49c5f88a9e0a6c048e15d6ffdf86235519c2afc535044de433169ec8c"
TOLERANCE = 1e-4  # fp32 with reordered sums; ONNX Runtime Web's WASM differed by 2.3e-5 at worst over all our cases
BLOCK, END, PADDING = 4096, 1024, 256
WHITESPACE = b"\t\n\x0b\x0c\r "

folder = pathlib.Path(__file__).parent / "standard_v3_3"


def features(content: bytes) -> np.ndarray:
    """int32 [1, 2048]: 1,024 from the start padded after, 1,024 from the end padded before."""
    start = list(content[:BLOCK].lstrip(WHITESPACE)[:END])
    end = list(content[-BLOCK:].rstrip(WHITESPACE)[-END:])
    row = start + [PADDING] * (END - len(start)) + [PADDING] * (END - len(end)) + end
    return np.array([row], dtype="<i4")


def tensor_json(kind: str, values: np.ndarray) -> dict:
    return {"type": kind, "dims": list(values.shape), "data": base64.b64encode(values.tobytes()).decode("ascii")}


def make_golden() -> dict:
    model = (folder / "model.onnx").read_bytes()
    assert hashlib.sha256(model).hexdigest() == MODEL_SHA256, "model.onnx is another model"
    given = features((folder / "golden-sample.py").read_bytes())
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (scores,) = session.run(["target_label"], {"bytes": given})
    return {
        "input": {"bytes": tensor_json("int32", given)},
        "output": {"target_label": tensor_json("float32", scores.astype("<f4"))},
        "tolerance": TOLERANCE,
    }


def check(made: dict, kept: dict) -> None:
    """The input bit for bit; the output within a hundredth of the tolerance, for CPUs sum in different orders."""
    assert made["input"] == kept["input"], "the input differs"
    scores = [np.frombuffer(base64.b64decode(g["output"]["target_label"]["data"]), "<f4") for g in (made, kept)]
    difference = float(np.abs(scores[0] - scores[1]).max())
    assert difference <= TOLERANCE / 100, f"the output differs by {difference}"
    print(f"golden.json agrees, largest difference {difference}")


golden = make_golden()
if "--check" in sys.argv[1:]:
    check(golden, json.loads((folder / "golden.json").read_text()))
else:
    text = re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", json.dumps(golden, indent=2))  # as prettier has it
    (folder / "golden.json").write_text(text + "\n", newline="\n")
    print(f"wrote golden.json with onnxruntime {onnxruntime.__version__}, numpy {np.__version__}")
