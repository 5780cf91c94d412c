"""The example views of one operator, for tests, proofs and pictures."""

from agent.policy import DEFAULT, policies
from agent.protocol.permissions import Permission
from agent.protocol.signalling import Technician
from agent.ui.model import Brand, View
from agent.ui.words import Lang
from installer.preview.views import views_of

CAMILLE = Technician(id="t1", name="Camille D.", organisation="Exemple Assistance")
BRAND = Brand(name="Exemple Assistance", phone="01 23 45 67 89")
MAY_ASK = [Permission.VIEW, Permission.CONTROL, Permission.ANNOTATE, Permission.SYSTEM, Permission.SERIAL]


def example_views(lang: Lang) -> dict[str, View]:
    """Return the views by name, in the order a customer meets them."""
    policy = {"fr": policies()[DEFAULT].fr, "en": policies()[DEFAULT].en}[lang]
    return views_of(View(lang=lang, brand=BRAND, screen="start", may_ask=MAY_ASK, policy=policy))
