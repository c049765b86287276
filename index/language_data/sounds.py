"""Spellings of one sound in names, as they are written in Latin letters in several languages."""

# A spelling -> how all that sound like it stand in a key, the longer ones first: "Sergej" and
# "Sergey", "Putin" and "Poutine", "Zhytomyr" and "Schytomyr" are to be near.
SOUNDS = {
    "shch": "s", "tsch": "c", "szcz": "s", "sch": "s", "tch": "c", "dzh": "i",
    "iya": "ia", "iye": "ie", "ce": "se", "ci": "si", "cy": "si",
    "sh": "s", "sz": "s", "zh": "s", "ch": "c", "cz": "c", "ts": "c", "tz": "c",
    "kh": "h", "gh": "g", "ph": "f", "th": "t", "dt": "t", "ck": "k", "qu": "kv", "dj": "i",
    "iy": "i", "yi": "i", "ij": "i", "yj": "i", "ya": "ia", "yu": "iu",
    "ou": "u", "oe": "o", "ae": "a", "ue": "u", "ee": "i",
    "x": "ks", "q": "k", "c": "k", "w": "v", "z": "s", "y": "i", "j": "i",
}  # fmt: skip
