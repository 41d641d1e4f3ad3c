"""The statistical language identifier, py3langid: our languages alone, loaded when first needed."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

_CODES = {"zh-Hans": "zh", "ckb": "sdh"}  # its names: it knows Southern Kurdish for Sorani


class Statistics:
    """Loading takes about a second and 60 MB: most texts are recognised without it."""

    def __init__(self, tags: Iterable[str]) -> None:
        self._codes = {_CODES.get(tag, tag): tag for tag in tags}
        self._identifier: LanguageIdentifier | None = None
        self._lock = threading.Lock()

    @property
    def loaded(self) -> bool:
        return self._identifier is not None

    def load(self) -> LanguageIdentifier:
        """Loads it once, whoever asks first."""
        with self._lock:
            if self._identifier is None:
                self._identifier = self._cut(LanguageIdentifier.from_model_file(MODEL_FILE))
            return self._identifier

    def classify(self, text: str) -> tuple[str, float]:
        """The likeliest of the languages and its probability among them."""
        code, confidence = self.load().classify(text)
        return self._codes.get(code, code), round(min(float(confidence), 1.0), 3)

    def _cut(self, whole: LanguageIdentifier) -> LanguageIdentifier:
        """The same model with our languages' columns alone: 142 languages' probabilities are let go."""
        columns = [at for at, code in enumerate(whole.nb_classes) if code in self._codes]
        return LanguageIdentifier(
            whole.nb_ptc[:, columns].astype(np.float32),
            whole.nb_pc[columns],
            [whole.nb_classes[at] for at in columns],
            whole.tk_nextmove,
            whole.tk_output,
            norm_probs=True,
            tk_row=whole.tk_row,
        )
