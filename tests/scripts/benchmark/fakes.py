"""Figures that were never measured."""

import math
from dataclasses import replace

from scripts.benchmark.measure import Figures

GOOD = Figures(cpu=1.0, mbit=0.1, rss=100.0, p50=20.0, p95=30.0, shown=180, steps=180, per_second=30.0)
PEER = replace(GOOD, cpu=40.0, mbit=5.0, p50=25.0, p95=40.0)
UNSEEN = replace(GOOD, cpu=math.nan, mbit=math.nan, rss=math.nan, p50=math.inf, p95=math.inf, shown=0, per_second=0.0)
