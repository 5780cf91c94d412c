"""Writes the system report of the Windows that this runs on as JSON, in English."""

import asyncio
import json
from datetime import UTC, datetime

from agent.tools.report.collecting import collect

SESSION = "0123456789abcdef0123456789abcdef"

if __name__ == "__main__":
    lines = asyncio.run(collect(SESSION, datetime.now(UTC), include_serial=True, lang="en", seconds=60))
    print(json.dumps({line.key: line.items for line in lines}))
