"""The phrases that ours finds are those that spaCy's phrase matcher finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.lexicon.phrase_table import PhraseTable, words_in


def faults(table: PhraseTable, texts: Iterable[str]) -> Iterator[str]:
    """A sentence for each folded text in which the two find other phrases."""
    # Loading spaCy takes longer than reading a report, so only those who change words wait for it.
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    vocab = Vocab()
    matcher = PhraseMatcher(vocab, attr="ORTH")
    matcher.add("phrase", [Doc(vocab, words=phrase) for phrase in table.phrases()])
    for text in texts:
        words = words_in(text)
        theirs = {" ".join(words[first:end]) for _, first, end in matcher(Doc(vocab, words=words))}
        ours = {" ".join(words_in(text[start:end])) for start, end, _ in table.places(text)}
        for phrase in sorted(ours ^ theirs):
            yield f"'{phrase}' is {'' if phrase in ours else 'not '}found in '{text}'."
