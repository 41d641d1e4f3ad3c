"""A sentence model of four numbers, made on the spot: enough to be loaded and to take part."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

SIZE = 4
_WORDS = ("[UNK]", "bin", "bins", "help", "when")


def make(folder: Path) -> Path:
    """Writes the two files into `folder`, and gives it."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(_WORDS)}, unk_token=_WORDS[0]))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    vectors = np.random.default_rng(7).normal(size=(len(_WORDS), SIZE)).astype(np.float32)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["vectors", "input_ids"], ["found"])],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "words"])],
        [helper.make_tensor_value_info("found", TensorProto.FLOAT, ["texts", "words", SIZE])],
        [numpy_helper.from_array(vectors, "vectors")],
    )
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=9), str(folder / "model.onnx"))
    return folder
