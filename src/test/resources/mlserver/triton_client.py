"""Asks the model `square` of the server at argv[1] by Triton's own client, with raw tensors both ways."""

import sys

import numpy as np
import tritonclient.http as triton

client = triton.InferenceServerClient(sys.argv[1])
assert client.is_server_ready()
assert "binary_tensor_data" in client.get_server_metadata()["extensions"]
assert client.get_model_metadata("square")["inputs"][0]["datatype"] == "FP32"

image = np.random.default_rng(3).normal(size=(1, 1, 2, 3, 4)).astype(np.float32)
given = triton.InferInput("image", list(image.shape), "FP32")
given.set_data_from_numpy(image, binary_data=True)
asked = triton.InferRequestedOutput("logits", binary_data=True)
logits = client.infer("square", [given], outputs=[asked]).as_numpy("logits")

np.testing.assert_array_equal(logits, np.concatenate([image, image * image - np.arange(4, dtype=np.float32)], axis=1))
print("all good")
