"""How long tests wait for what has to come: no measure of speed, only the time after which it will not come at all.

The machine may be many times slower than ours, and have other work. What has to be quick is measured in `bench/`.
"""

SECONDS = 120
MS = SECONDS * 1000
