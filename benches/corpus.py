"""Texts to measure over, made from a seed and a size.

    python benches/corpus.py                        # all corpora, 100 MB each, into benches/data
    python benches/corpus.py --size 4MB news mixed
    python benches/corpus.py --corpus PATH          # the user's own texts in the place of news

Words are drawn by their frequency in wordfreq's Arabic list, which is not part of this repository (its data is
CC BY-SA 4.0). Lengths of sentences and paragraphs and the rate of commas, quotations and numbers are those of five
news articles (26 to 34 words a sentence, 2.8 to 8.2 commas in 100 words); rates of defects are those of 31,030 news
articles in the share of articles that have each, taken as once in such an article. The same seed, size and version of
wordfreq give the same bytes; `manifest.json` beside the texts says which they were.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

SEED = 20260101
FOLDER = Path(__file__).parent / "data"
UNITS = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9}

FATHA, DAMMA, KASRA, SUKUN, SHADDA, FATHATAN = "\u064e", "\u064f", "\u0650", "\u0652", "\u0651", "\u064b"
LATIN = ["Google", "COVID-19", "iPhone", "NATO", "Reuters", "API", "Windows 11", "UNICEF", "https://example.com/a?b=1"]
EMOJI = ["😀", "❤️", "👨‍👩‍👧", "🇪🇬", "✅"]
# How many words go by between two of a kind, and what is done to the text there.
DEFECTS: list[tuple[int, Callable[[str], str]]] = [
    (1_500, lambda word: word + " ,"),
    (900, lambda word: word + " ،"),  # a space before the comma
    (2_500, lambda word: f"»{word}«"),
    (700, lambda word: word + " "),  # two spaces
    (1_200, lambda word: "ان"),
    (800, lambda word: "الى"),
    (3_000, lambda word: "إمرأة"),
    (4_000, lambda word: "&quot;" + word),
    (5_000, lambda word: word + "\u200f"),
    (2_000, lambda word: word + "\u00a0" + word),
    (3_000, lambda word: word[:1] + "ـ" + word[1:]),
    (3_000, lambda word: word + " و"),  # a waw that stands alone
    (2_500, lambda word: f"{word} {word}"),
    (4_000, lambda word: word + ".."),
    (6_000, lambda word: f"({word}"),
    (9_000, lambda word: word.replace("ك", "ک")),
]


def lexicon() -> tuple[list[str], list[float]]:
    """The words, and their frequencies summed up."""
    from wordfreq import get_frequency_dict

    found = get_frequency_dict("ar", wordlist="best")
    words = sorted(
        (word for word in found if re.fullmatch("[\u0621-\u063a\u0641-\u064a]{1,20}", word)),
        key=lambda word: (-found[word], word),
    )[:60_000]
    return words, list(itertools.accumulate(found[word] for word in words))


class Writer:
    """Draws the texts of one corpus."""

    def __init__(self, name: str, seed: int) -> None:
        self.random = random.Random(f"{seed}/{name}")
        self.words, self.cumulative = lexicon()
        self.drawn: Iterator[str] = iter(())

    def word(self) -> str:
        word = next(self.drawn, None)
        while word is None:
            self.drawn = iter(self.random.choices(self.words, cum_weights=self.cumulative, k=100_000))
            word = next(self.drawn, None)
        return word

    def number(self) -> str:
        return self.random.choice(["2016", "48", "1,200", "3.5", "15", "7", "250", "٢٠١٦", "1990", "12"])

    def sentence(self, defects: bool) -> str:
        pieces = []
        for _ in range(self.random.randint(14, 46)):
            word = self.word()
            chance = self.random.random()
            if chance < 0.05:
                word += "،"
            elif chance < 0.065:
                word = self.number()
            elif chance < 0.075:
                word = f"«{word} {self.word()} {self.word()}»"
            elif defects and chance > 0.985:
                # One word in 70 is a candidate; which defect, if any, goes by their rates.
                every, make = self.random.choice(DEFECTS)
                if self.random.random() < len(DEFECTS) * 70 / every:
                    word = make(word)
            pieces.append(word)
        return " ".join(pieces) + self.random.choice([".", ".", ".", ".", "؟", "!", "..."])

    def paragraph(self, defects: bool) -> str:
        return " ".join(self.sentence(defects) for _ in range(self.random.randint(1, 4))) + "\n"

    def vocalise(self, text: str) -> str:
        """Marks on two letters of three, as in vocalised prose (37 % of its characters are marks)."""
        marks = self.random.choices(
            ["", FATHA, KASRA, DAMMA, SUKUN, SHADDA + FATHA, FATHATAN], weights=[30, 26, 12, 11, 13, 7, 1], k=len(text)
        )
        letters = zip(text, marks, strict=True)
        return "".join(c + mark if "\u0621" <= c <= "\u064a" else c for c, mark in letters)

    def mix(self, text: str) -> str:
        words = text.split(" ")
        for place in range(self.random.randint(0, 9), len(words), 9):
            words[place] = self.random.choice(self.random.choice([LATIN, LATIN, EMOJI]))
        return " ".join(words)

    def news(self) -> str:
        return self.paragraph(True)

    def clean(self) -> str:
        return self.paragraph(False)

    def vocalised(self) -> str:
        return self.vocalise(self.paragraph(False))

    def mixed(self) -> str:
        return self.mix(self.paragraph(True))

    def rows(self) -> str:
        """What a table holds: a few words a line."""
        return " ".join(self.word() for _ in range(self.random.randint(1, 12))) + "\n"

    def pathological(self) -> str:
        """What a program could choke on, in blocks of 4 kB: one word, spaces, quotes, marks, scripts in turn."""
        kind = self.random.randrange(6)
        if kind == 0:
            return "ب" * 2_000 + "\n"
        if kind == 1:
            return " " * 4_000 + "\n"
        if kind == 2:
            return "«\"»'(" * 700 + "\n"
        if kind == 3:
            return "ب" + FATHA * 2_000 + "\n"
        if kind == 4:
            return "بa" * 1_300 + "\n"
        return "٫٬،.,:" * 500 + "\n"


CORPORA = ("news", "clean", "vocalised", "mixed", "rows", "pathological")


def write(name: str, size: int, seed: int = SEED, folder: Path = FOLDER) -> str:
    """Writes a corpus of `size` bytes, cut after a character; the hex SHA-256 of it."""
    draw: Callable[[], str] = getattr(Writer(name, seed), name)
    digest = hashlib.sha256()
    folder.mkdir(parents=True, exist_ok=True)
    left = size
    with (folder / f"{name}.txt").open("wb") as out:
        while left:
            piece = draw().encode()
            if len(piece) > left:
                piece = piece[:left].decode(errors="ignore").encode()
                left = len(piece)
            out.write(piece)
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def copy(source: Path, size: int, folder: Path = FOLDER) -> str:
    """Writes the texts below `source`, again and again up to `size` bytes, in the place of `news`."""
    files = sorted(path for path in source.rglob("*") if path.is_file()) if source.is_dir() else [source]
    text = b"\n".join(path.read_bytes() for path in files).decode(errors="replace").encode() + b"\n"
    text = (text * (size // len(text) + 1))[:size].decode(errors="ignore").encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "news.txt").write_bytes(text)
    return hashlib.sha256(text).hexdigest()


def bytes_of(size: str) -> int:
    found = re.fullmatch(r"(\d+)(B|kB|MB|GB)", size)
    if not found:
        raise argparse.ArgumentTypeError(f"{size!r} is not a size like 4MB")
    return int(found[1]) * UNITS[found[2]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the corpora that the benchmarks read.")
    parser.add_argument("corpora", nargs="*", metavar="CORPUS", help=f"of {', '.join(CORPORA)}; all without")
    parser.add_argument("--size", type=bytes_of, default=bytes_of("100MB"))
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--corpus", type=Path, help="texts of your own, in the place of news")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    if unknown := set(arguments.corpora) - set(CORPORA):
        parser.error(f"no corpus is called {', '.join(sorted(unknown))}")
    manifest = arguments.folder / "manifest.json"
    known = json.loads(manifest.read_text()) if manifest.exists() else {}
    for name in arguments.corpora or CORPORA:
        own = arguments.corpus if name == "news" else None
        what = {"seed": arguments.seed, "size": arguments.size, "wordfreq": version("wordfreq"), "own": bool(own)}
        if not own and known.get(name, {}).items() >= what.items() and (arguments.folder / f"{name}.txt").exists():
            continue
        digest = (
            copy(own, arguments.size, arguments.folder)
            if own
            else write(name, arguments.size, arguments.seed, arguments.folder)
        )
        known[name] = {**what, "sha256": digest}
        manifest.write_text(json.dumps(known, indent=2) + "\n")
        print(f"{name}: {arguments.size:,} bytes, {digest[:16]}", file=sys.stderr)


if __name__ == "__main__":
    main()
