"""Labels and titles compared by their words: width, blanks, brackets and numbering aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BRACKETS = str.maketrans(
    {
        **dict.fromkeys("【[{〔〖", "("),
        **dict.fromkeys("】]}〕〗", ")"),
        **dict.fromkeys("\"'“”‘’„「」『』《》〈〉\u200b\ufeff\u00ad", ""),
        **dict.fromkeys("—–\u2212\u2010\u2011―", "-"),
    }
)
_BLANKS = re.compile(r"\s+")
_CHINESE = "一二三四五六七八九十百"
_NUMBERING = re.compile(
    rf"^(?:[{_CHINESE}]+[、.]|\([{_CHINESE}]+\)[、.]?|[0-9]{{1,2}}[、.](?![0-9])|\([0-9]{{1,2}}\)|"
    r"第[一二三四五六七八九十]+部分|其中:?|加:|减:|[△☆*#※•·-])+"
)
_SHEET_PREFIX = re.compile(r"^Z[0-9]+(?:_[0-9]+)*_")
_TABLE_NUMBER = re.compile(
    rf"\((?:公开|财决|财决公开|附)?[0-9{_CHINESE}-]*表\)|"
    rf"^(?:(?:财决)?公开[0-9]+(?:表|-)?|附?表[0-9{_CHINESE}]+(?:-[0-9]+)?|附件[0-9{_CHINESE}]*)[:、.]?"
)
_CONTINUED = re.compile(r"(?:\(续表?[0-9一二三四五]?\)|(?<=表)续表?)$")
_YEAR = re.compile(r"(?:[0-9]{4}|[0-9〇○零一二三四五六七八九]{4})年度?")


@lru_cache(maxsize=1 << 15)
def normal(text: str) -> str:
    """``text`` without blanks and quotes, half-width, with one kind of brackets."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text).translate(_BRACKETS))


@lru_cache(maxsize=1 << 15)
def bare(text: str) -> str:
    """The words of a label: normal, without its numbering (一、 (一) 1. 其中:)."""
    words = normal(text)
    return _NUMBERING.sub("", words) or words


@lru_cache(maxsize=1 << 12)
def title_words(text: str) -> str:
    """The words of a table's title: without number, year, prefix of the software and (续)."""
    words = _CONTINUED.sub("", _SHEET_PREFIX.sub("", normal(text)))
    words = _TABLE_NUMBER.sub("", _YEAR.sub("", words))
    return bare(words)
