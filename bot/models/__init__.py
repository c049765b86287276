"""Model weights and the programs that run them."""

import os

# Before anything imports these libraries: as it comes, ONNX Runtime reports its use to its makers
# and leaves a file with an id of the machine in the cache folder; Hugging Face's tells with each
# download which libraries are installed. Nothing is to leave this machine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
