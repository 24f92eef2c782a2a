package io.sightline.volume;

/**
 * Where one frame of an object goes in the grid of an assembled volume.
 *
 * @param frame 0-based frame of that object
 * @param k place along the grid's third axis; a whole number unless the series is unevenly spaced
 * @param shiftI columns by which the frame's first pixel lies right of the grid's first voxel;
 *     other than 0 only in tilted stacks
 * @param shiftJ rows by which it lies below
 */
public record Slice(String sopInstanceUid, int frame, double k, double shiftI, double shiftJ) {}
