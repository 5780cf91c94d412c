"""The scripts that look at the picture inside a page, whichever program draws it: a <video> or a <canvas>."""

FIND = """
const find = (root) => {
  const hit = root.querySelector(selector);
  if (hit) return hit;
  for (const element of root.querySelectorAll("*")) {
    const inside = element.shadowRoot && find(element.shadowRoot);
    if (inside) return inside;
  }
  return null;
};
const screen = find(document);
const size = () => screen.tagName === "VIDEO"
  ? { width: screen.videoWidth, height: screen.videoHeight }
  : { width: screen.width, height: screen.height };
"""
"""JavaScript: the element of `selector`, wherever it is, and the picture's own size."""

SHOWS = f"""
(selector) => {{
  {FIND}
  if (!screen || !size().width || (screen.tagName === "VIDEO" && screen.readyState < 2)) return false;
  return !(screen.tagName === "CANVAS" && size().width === 300 && size().height === 150);
}}
"""
"""JavaScript: whether the element shows a picture; a canvas nobody has drawn on is 300x150 (HTML)."""


def with_picture(then: str) -> str:
    """Return JavaScript that calls `then` (`(screen, size) => ...`) with the element of the selector given to it."""
    return f"(selector) => {{ {FIND} return ({then})(screen, size); }}"


def kept(milliseconds: float) -> str:
    """Return JavaScript for `with_picture`: the picture as it is that much later, as a data: URL of a PNG."""
    return KEPT % {"milliseconds": milliseconds}


KEPT = """
(screen, size) => new Promise((resolve, reject) => setTimeout(() => {
  const copy = new OffscreenCanvas(size().width, size().height);
  copy.getContext("2d", { alpha: false }).drawImage(screen, 0, 0);
  copy.convertToBlob({ type: "image/png" }).then((blob) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  }, reject);
}, %(milliseconds)f))
"""
