"""The system report in words, French and English in step: what each line is called and holds, the phrases in lines.

A field of fields.py that is missing here in either language does not import.
"""

from typing import Literal, NamedTuple

Lang = Literal["fr", "en"]


class FieldText(NamedTuple):
    """What one line is called, and what it holds as the notice tells it."""

    label: str
    holds: str


FIELDS: dict[Lang, dict[str, FieldText]] = {
    "fr": {
        "session": FieldText("Session", "son numéro, tiré au hasard, l'heure de son début et celle de la fiche"),
        "os": FieldText("Système", "nom, édition, version, architecture et langue"),
        "computer": FieldText("Ordinateur", "fabricant et modèle"),
        "memory": FieldText("Mémoire", "taille et part libre"),
        "processor": FieldText("Processeur", "modèle et nombre de cœurs"),
        "disks": FieldText("Disques", "nom, taille et espace libre de chaque disque, sans aucun nom de fichier"),
        "displays": FieldText("Écrans", "nom et taille"),
        "printers": FieldText("Imprimantes", "nom de chaque imprimante installée"),
        "audio": FieldText("Son", "cartes son"),
        "usb": FieldText("USB", "fabricant et nom des appareils branchés, sans leur numéro de série"),
        "network": FieldText(
            "Réseau", "cartes réseau, avec des adresses raccourcies qui ne désignent pas votre appareil"
        ),
        "cameras": FieldText("Caméras", "nom de chaque caméra, sans image"),
        "browsers": FieldText("Navigateurs", "nom et version de chaque navigateur, et lequel est utilisé d'habitude"),
        "browser_settings": FieldText(
            "Réglages Internet",
            "serveur intermédiaire (proxy), page d'accueil, niveau de sécurité ; ni historique, ni cookies, ni favoris",
        ),
        "processes": FieldText(
            "Programmes ouverts", "nom, emplacement, et part du processeur et de la mémoire utilisée"
        ),
        "serial": FieldText("Numéro de série", "il désigne votre ordinateur et nul autre, et vous est demandé à part"),
    },
    "en": {
        "session": FieldText(
            "Session", "its number, drawn at random, when it started and when the description was made"
        ),
        "os": FieldText("System", "name, edition, version, architecture and language"),
        "computer": FieldText("Computer", "maker and model"),
        "memory": FieldText("Memory", "size and how much is free"),
        "processor": FieldText("Processor", "model and number of cores"),
        "disks": FieldText("Disks", "name, size and free space of each disk, without any file name"),
        "displays": FieldText("Screens", "name and size"),
        "printers": FieldText("Printers", "name of each printer installed"),
        "audio": FieldText("Sound", "sound cards"),
        "usb": FieldText("USB", "maker and name of what is plugged in, without serial numbers"),
        "network": FieldText(
            "Network", "network adapters, with addresses cut short so that they do not tell your device"
        ),
        "cameras": FieldText("Cameras", "name of each camera, no picture"),
        "browsers": FieldText("Browsers", "name and version of each browser, and which one you normally use"),
        "browser_settings": FieldText(
            "Internet settings",
            "go-between server (proxy), home page and level of security; no history, cookies or bookmarks",
        ),
        "processes": FieldText("Open programs", "name, place, and how much processor and memory each uses"),
        "serial": FieldText("Serial number", "it tells your computer from all others, and is asked for separately"),
    },
}

PHRASES: dict[Lang, dict[str, str]] = {
    "fr": {
        "unread": "N'a pas pu être lu.",
        "none": "Aucun élément trouvé.",
        "more": "et {count} de plus",
        "number": "numéro {value}",
        "started": "début : {value}",
        "written": "fiche établie : {value}",
        "version": "version {value}",
        "edition": "édition {value}",
        "build": "numéro de construction {value}",
        "service_pack": "{value}",
        "kernel": "noyau {value}",
        "architecture": "architecture {value}",
        "language": "langue {value}",
        "total": "{size} en tout",
        "free": "{size} libres",
        "swap": "mémoire d'échange : {size}",
        "cores": "{cores} cœurs, {threads} fils",
        "disk": "{place} ({kind}) : {free} libres sur {total}",
        "default": "{name} (par défaut)",
        "up": "{name} : branchée",
        "down": "{name} : débranchée",
        "proxy": "proxy ({source}) : {value}",
        "home": "page d'accueil ({source}) : {value}",
        "no_proxy": "Aucun proxy ni page d'accueil réglés.",
        "zone": "sécurité d'Internet Explorer sur Internet : {level}",
        "zone_custom": "réglée à la main",
        "zone_low": "basse",
        "zone_medium_low": "moyenne à basse",
        "zone_medium": "moyenne",
        "zone_medium_high": "moyenne à haute",
        "zone_high": "haute",
        "process": "{name} · processeur {cpu} % · mémoire {memory} · {path}",
        "units": "o Ko Mo Go To Po",
        "decimal": ",",
    },
    "en": {
        "unread": "Could not be read.",
        "none": "Nothing found.",
        "more": "and {count} more",
        "number": "number {value}",
        "started": "started: {value}",
        "written": "description made: {value}",
        "version": "version {value}",
        "edition": "edition {value}",
        "build": "build {value}",
        "service_pack": "{value}",
        "kernel": "kernel {value}",
        "architecture": "architecture {value}",
        "language": "language {value}",
        "total": "{size} in all",
        "free": "{size} free",
        "swap": "swap: {size}",
        "cores": "{cores} cores, {threads} threads",
        "disk": "{place} ({kind}): {free} free of {total}",
        "default": "{name} (default)",
        "up": "{name}: connected",
        "down": "{name}: not connected",
        "proxy": "proxy ({source}): {value}",
        "home": "home page ({source}): {value}",
        "no_proxy": "No proxy and no home page are set.",
        "zone": "Internet Explorer's security on the internet: {level}",
        "zone_custom": "set by hand",
        "zone_low": "low",
        "zone_medium_low": "medium to low",
        "zone_medium": "medium",
        "zone_medium_high": "medium to high",
        "zone_high": "high",
        "process": "{name} · processor {cpu} % · memory {memory} · {path}",
        "units": "B KB MB GB TB PB",
        "decimal": ".",
    },
}

NOTICE: dict[Lang, tuple[str, str]] = {
    "fr": (
        "La fiche contient ces lignes et rien d'autre. Vous les lisez avant l'envoi, et vous pouvez en enlever :",
        "Elle ne contient ni fichiers, ni mots de passe, ni historique, ni cookies, ni favoris.",
    ),
    "en": (
        "The description holds these lines and nothing else. You read them before they go, and can leave some out:",
        "It holds no files, passwords, history, cookies or bookmarks.",
    ),
}
