package io.sightline.dicom;

import java.io.IOException;

/** Stored values of frames; ask for frames in ascending order, once each. */
@FunctionalInterface
interface FrameSource {
  int[] read(int index) throws IOException;
}
