#!/usr/bin/env bash
# str() of a shared XML fragment is no XML and cannot be read back, and the way that can is tens of times dearer.
#
# Expected: a string that tells markup from what people wrote; and asking each text for its runs costs about what str() does.
# Seen:     pycrdt 0.14.13: a bold "a", and the thirteen typed letters "<bold>a</bold>", give the same string: "<" and "&" are
#           not escaped. XmlText.diff() tells them apart. Walking 500 short paragraphs for it takes 20 to 40 times as long as
#           str(fragment), and still more than ten times within one transaction.
# Source:   y-crdt/pycrdt, python/pycrdt/_xml.py: each child is wrapped anew, and each question asks for a transaction. yjs
#           escapes nothing either (src/types/YXmlText.js, toString).
# Means:    Never project from str(): not for search, export or a length, and never into HTML. Project from diff() only what
#           changed, or only when somebody asks; str() is good for asking cheaply whether anything is there at all.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pycrdt==0.14.13

cat >seen.py <<'PY'
from statistics import median
from time import process_time

from pycrdt import Doc, XmlElement, XmlFragment, XmlText


def fragment_of(texts):
    fragment = Doc().get("text", type=XmlFragment)
    for text in texts:
        paragraph = XmlElement("p")
        fragment.children.append(paragraph)
        paragraph.children.append(XmlText(text))
    return fragment


def runs(fragment):
    return [text.diff() for paragraph in fragment.children for text in paragraph.children]


bold, typed = fragment_of(["a"]), fragment_of(["<bold>a</bold>"])
bold.children[0].children[0].format(0, 1, {"bold": {}})
print(str(bold), runs(bold))
print(str(typed), runs(typed))
assert str(bold) == str(typed) == "<p><bold>a</bold></p>"
assert runs(bold) != runs(typed)


def seconds(work, times=5):
    begun = process_time()
    for _ in range(times):
        work()
    return process_time() - begun


fragment = fragment_of(["Ring legen."] * 500)
ratios = [seconds(lambda: runs(fragment)) / seconds(lambda: str(fragment)) for _ in range(9)]
with fragment.doc.transaction():
    within = [seconds(lambda: runs(fragment)) / seconds(lambda: str(fragment)) for _ in range(9)]
print(f"diff() of each text costs {median(ratios):.0f} times str(), {median(within):.0f} times within one transaction")
assert median(ratios) > 8
assert median(within) > 4
PY
venv/bin/python seen.py
