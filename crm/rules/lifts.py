"""What people write of a lift, as one says it among other facts of a home. Pure."""

_NONE = frozenset({"ingen", "nej", "saknas"})
_SOME = frozenset({"ja", "finns"})
_SIZES = frozenset({"liten", "stor", "mellanstor"})


def lift_words(told: str) -> str:
    """`ingen hiss`, `liten hiss`, `hiss 90 × 120 cm`; empty when nothing is known."""
    text = told.strip().lower()
    if not text or "hiss" in text:
        return text
    if text in _NONE:
        return "ingen hiss"
    if text in _SOME:
        return "hiss"
    return f"{text} hiss" if text in _SIZES else f"hiss {text}"
