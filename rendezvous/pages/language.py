"""Which language a page is in: the visitor's choice, else what their browser asks for (RFC 9110 section 12.5.4)."""

from starlette.requests import Request

LANGUAGES = ("fr", "en")


def language_of(request: Request) -> str:
    """Return the language of a page: `?lang=`, else Accept-Language, else French."""
    chosen = request.query_params.get("lang")
    return chosen if chosen in LANGUAGES else preferred(request.headers.get("accept-language", ""))


def preferred(header: str) -> str:
    """Return the language of ours an Accept-Language header weighs most; French on a draw or on nonsense."""
    weights = dict.fromkeys(LANGUAGES, 0.0)
    for item in header[:500].split(","):
        tag, _, parameter = item.partition(";")
        language = tag.strip().lower().split("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _weight(parameter))
    return max(LANGUAGES, key=lambda language: weights[language])


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0) if name == "q" else 0.0
    except ValueError:
        return 0.0
