"""Titles as names of files."""
import re
import unicodedata


def slug(title, limit=None):
    """The title in small letters, digits and single hyphens."""
    text = unicodedata.normalize("NFKD", title)
    text = text.encode("ascii", "ignore").decode().lower()
    text = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    if limit and len(text) > limit:
        text = shorten(text, limit)
    return text


def shorten(text, limit):
    """Cuts between words, if there is more than one."""
    cut = text.rfind("-", 0, limit + 1)
    return text[:cut] if cut > 0 else text[:limit]
