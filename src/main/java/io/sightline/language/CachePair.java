package io.sightline.language;

/** One key or value of one layer: the output that becomes the input of the next step. */
record CachePair(String past, String present) {}
