"""Trains and measures brain-mr."""

import os

# ONNX Runtime reports to its maker unless told otherwise before it is imported
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
