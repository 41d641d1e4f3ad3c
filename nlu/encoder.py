"""The optional sentence encoder: any ONNX sentence model in a local folder. Nothing is downloaded.

The folder holds `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`, as models are published. Its vector
joins the features of the same classifier: words that the training lines lack then stand near ones they have.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.recipe import ENCODED_WEIGHT

_LONGEST = 128
_AT_ONCE = 64
_PLACES = ("model.onnx", "onnx/model.onnx")


class EncoderError(ValueError):
    """The folder is no sentence model that can be used: the message says which and why."""


class Encoder:
    """`encode` gives vectors of `size` numbers and length `ENCODED_WEIGHT`. `name` is a hash of the files in
    `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tokenizer, self._session, self.name = _open(folder)
        self._inputs = {put.name for put in self._session.get_inputs()}
        try:
            self.size = int(self._run(["?"]).shape[1])
        except Exception as problem:  # the runtime has no common error for a graph that does not fit
            raise EncoderError(f"{folder}: not a sentence model: {problem}") from None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(texts, size)."""
        parts = [self._run(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, self.size))

    def _run(self, texts: Sequence[str]) -> NDArray[np.float64]:
        tokens = self._tokenizer.encode_batch([text or "?" for text in texts])
        ids = np.array([one.ids for one in tokens], dtype=np.int64)
        mask = np.array([one.attention_mask for one in tokens], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        out = self._session.run(None, {name: given[name] for name in self._inputs})[0].astype(np.float64)
        if out.ndim == 3:  # one vector a token: their mean, padding aside
            out = (out * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        lengths = np.linalg.norm(out, axis=1, keepdims=True)
        vectors: NDArray[np.float64] = ENCODED_WEIGHT * out / np.where(lengths, lengths, 1.0)
        return vectors


def _open(folder: Path) -> tuple[Any, Any, str]:
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as problem:
        raise EncoderError(f"the sentence encoder needs `pip install snicket[encoder]`: {problem}") from None
    model = next((folder / place for place in _PLACES if (folder / place).is_file()), None)
    words = folder / "tokenizer.json"
    if model is None or not words.is_file():
        raise EncoderError(f"{folder}: model.onnx and tokenizer.json are needed")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # one turn at a time; several threads wake more than they work
    try:
        tokenizer = Tokenizer.from_file(str(words))
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # neither library has an error class of its own for a damaged file
        raise EncoderError(f"{folder}: cannot be loaded: {problem}") from None
    tokenizer.enable_padding()
    tokenizer.enable_truncation(_LONGEST)
    return tokenizer, session, _hash(model, words)


def _hash(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        for block in _blocks(path):
            digest.update(block)
    return digest.hexdigest()[:12]


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            yield block
