"""What a job of training a trunk is: its name, steps and rates."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Plan:
    """One training job.

    :param steps: optimiser steps of the cosine schedule
    :param rate: highest learning rate, after ``warmup`` steps
    :param clip: bound of the gradient norm
    :param batch: samples to a step
    :param widths: of the network's levels; none for the trunk's own
    :param kind_weight: how much telling the channels apart inside lesions counts beside finding them, for the lesion trunk
    """

    job: str
    steps: int
    rate: float
    warmup: int = 60
    clip: float = 1.0
    decay: float = 1e-4
    seed: int = 1
    batch: int = 1
    widths: tuple[int, ...] = ()
    kind_weight: float = 0.6


PLANS = {
    "lesion": Plan("lesion", steps=1400, rate=2e-3),
    "anatomy": Plan("anatomy", steps=2400, rate=2e-3, warmup=80),
    "kinds": Plan("kinds", steps=2500, rate=2e-3, batch=4),
}
"""What two processor cores train in hours: size `small`."""
SIZES = {
    "small": PLANS,
    "base": {
        "lesion": replace(PLANS["lesion"], batch=4, widths=(32, 96, 192, 320)),
        "anatomy": replace(PLANS["anatomy"], batch=4, widths=(32, 96, 192, 320)),
        "kinds": replace(PLANS["kinds"], batch=16, widths=(48, 160, 320)),
    },
}
"""Plans by the size that is asked for. `base` has networks of three to four times the parameters and is for a GPU. What leaves a trunk is as wide in
every size, so that candidates, language half, mask decoder and server take either."""
