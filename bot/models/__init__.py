"""Model weights and the programs that run them."""

import os

# Before anything imports ONNX Runtime: as it comes it reports its use to its makers, and leaves a
# file with an id of the machine in the cache folder. Nothing is to leave this machine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
