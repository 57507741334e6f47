"""The filter language as help and manual tell it; its words are those of the library."""

from esalog import FILTER_WORDS

SIGNS = (
    ("word:value", "what has this value, or has it in it; capitals count where one is written"),
    ("word:", "what has such a thing at all"),
    ("value", "what has it on some line of its whole transaction"),
    ("A B", "what fits both"),
    ("A | B", "what fits one or the other; it binds more than a blank"),
    ("word:a|b", "two values of one word"),
    ("!A", "what does not fit"),
    ('"a b"', "a value with blanks"),
    ("'a'", "the whole text and nothing else"),
    ("/a/", "a regular expression (RE2)"),
)

EXAMPLES = (
    ("dir:out tls:out:fallback|none", "what went out without TLS, to one recipient at least"),
    ("dir:out !tls:out:success", "what went out, or should have, to nobody over TLS"),
    ("tls:in:failed since:-3h", "mail on whose way in TLS failed, of the last three hours"),
    (
        "domain:.example.org !status:delivered",
        "mail of these domains that was not delivered",
    ),
    ("host:/^mx[0-9]/ | ip:192.0.2.", "hosts by a pattern, or of a network"),
)

WORDS = tuple((word.word, f"{word.meaning}, as {word.example}") for word in FILTER_WORDS)

SECTIONS = (("Signs", SIGNS), ("Words", WORDS), ("Examples", EXAMPLES))
"""What there is to tell: rows of what is typed and what it asks for."""
