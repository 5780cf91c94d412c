"""What somebody may do to a saved report: to its readable part, and to the journal inside it."""

import base64
import json
from collections.abc import Callable

from agent.journal.evidence import CLOSING, OPENING
from scripts.rigs.tampering import Dice, flip


def edit_readable(page: bytes, dice: Dice) -> bytes:
    """Change one byte of the readable part."""
    at = dice.randrange(page.index(OPENING))
    return page[:at] + flip(page[at : at + 1], dice) + page[at + 1 :]


def edit_sentence(page: bytes, dice: Dice) -> bytes:
    """Say the contrary, add something, run a script."""
    deeds = [
        (b"Vous avez refus\xc3\xa9", b"Vous avez autoris\xc3\xa9"),
        (b"</main>", b"<p>Tout est permis.</p></main>"),
        (b"default-src 'none'", b"default-src *"),
        (b"</body>", b"<script>1</script></body>"),
        (b"<style>", b"<style>section { display: none } "),
        (b"<!doctype html>", b"<!-- --><!doctype html>"),
    ]
    old, new = dice.choice(deeds)
    return page.replace(old, new, 1)


def edit_block_byte(page: bytes, dice: Dice) -> bytes:
    """Change one byte of the block that holds the journal."""
    before, opening, rest = page.partition(OPENING)
    block, closing, after = rest.partition(CLOSING)
    return before + opening + flip(block, dice) + closing + after


def edit_block(page: bytes, dice: Dice) -> bytes:
    """Change what is in the block, or write it otherwise."""
    before, opening, rest = page.partition(OPENING)
    block, closing, after = rest.partition(CLOSING)
    inside = json.loads(base64.b64decode(block))
    match dice.randrange(5):
        case 0:
            inside["texts"][0]["text"] = inside["texts"][0]["text"].replace("1", "2", 1)
        case 1:
            inside["page_signature"] = "0" * 128
        case 2:
            inside["facts"] = inside["facts"].replace("permission.refused", "permission.granted", 1)
        case 3:
            inside["payloads"] = inside["payloads"].replace('"view"', '"terminal"', 1)
        case _:
            inside = dict(reversed(inside.items()))
    made = base64.b64encode(json.dumps(inside, separators=(",", ":")).encode())
    return before + opening + made + closing + after


def add_block(page: bytes, dice: Dice) -> bytes:
    """Put a second journal in, before or after."""
    other = OPENING.replace(b'"', dice.choice([b'"', b"'", b""])) + b"e30=" + CLOSING
    return page.replace(b"</body>", other + b"</body>") if dice.random() < 0.5 else page.replace(b"<main>", other, 1)


OF_REPORT: tuple[Callable[[bytes, Dice], bytes], ...] = (
    edit_readable,
    edit_sentence,
    edit_block_byte,
    edit_block,
    add_block,
)
"""Deeds on a saved report that it must contradict by itself."""
