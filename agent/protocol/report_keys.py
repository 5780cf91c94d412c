"""The closed list of the system report's lines (R-072): no other key is on the wire, and none is without its notice."""

from enum import StrEnum


class ReportKey(StrEnum):
    """What a line of the report is about, in the order shown; agent/tools/report/fields.py says the rest of each."""

    SESSION = "session"
    OS = "os"
    COMPUTER = "computer"
    MEMORY = "memory"
    PROCESSOR = "processor"
    DISKS = "disks"
    DISPLAYS = "displays"
    PRINTERS = "printers"
    AUDIO = "audio"
    USB = "usb"
    NETWORK = "network"
    CAMERAS = "cameras"
    BROWSERS = "browsers"
    BROWSER_SETTINGS = "browser_settings"
    PROCESSES = "processes"
    SERIAL = "serial"
