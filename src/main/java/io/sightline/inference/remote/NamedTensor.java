package io.sightline.inference.remote;

import java.lang.foreign.MemorySegment;

/**
 * One input of a call.
 *
 * @param shape row major
 * @param bytes little-endian, row major; exactly the shape's
 */
@SuppressWarnings("ArrayRecordComponent")
record NamedTensor(String name, Datatype type, long[] shape, MemorySegment bytes) {}
