package io.sightline.specialist;

import io.sightline.inference.SessionPool;
import io.sightline.segmentation.LabelSegmenter;
import io.sightline.segmentation.PatchSegmenter;

/** The ways in which a network can be run, one per kind of output. Thread-safe. */
record Networks(LabelSegmenter labels, PatchSegmenter patches, VectorNetwork vectors) {

  static Networks of(SessionPool pool) {
    return new Networks(
        new LabelSegmenter(pool), new PatchSegmenter(pool), new VectorNetwork(pool));
  }
}
