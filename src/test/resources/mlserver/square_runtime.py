"""The tiny network of models/kit/fixtures/tiny_vision.py as an MLServer runtime.

Class 0 is the image, class 1 its square minus the place along x.
"""

import numpy as np
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse


class SquareModel(MLModel):
    async def load(self) -> bool:
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        image = NumpyCodec.decode_input(payload.inputs[0]).astype(np.float32)
        place = np.arange(image.shape[-1], dtype=np.float32)
        logits = np.concatenate([image, image * image - place], axis=1)
        return InferenceResponse(
            model_name=self.name,
            model_version=self.version,
            outputs=[NumpyCodec.encode_output("logits", logits)],
        )
