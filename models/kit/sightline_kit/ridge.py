"""Logistic regression of a few numbers, penalised so that few subjects suffice."""

from __future__ import annotations

import numpy as np


def ridge(x: np.ndarray, y: np.ndarray, penalty: float) -> np.ndarray:
    """Weights and bias of a logistic regression, by Newton's method; the bias is not penalised."""
    x, y = np.concatenate([x, np.ones((len(x), 1))], 1), y.astype(float)
    held, w = np.diag([penalty] * (x.shape[1] - 1) + [1e-3]), np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + held, x.T @ (p - y) + held @ w)
        w -= step
        if np.abs(step).max() < 1e-9:
            break
    return w
