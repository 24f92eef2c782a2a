package io.sightline.segmentation;

import io.sightline.volume.Vec3;

/**
 * What is measured on a mask in its own grid. No number in a report comes from anywhere else.
 *
 * @param volumeMl voxels inside times voxel volume
 * @param maxDiameterMm longest distance between two voxel centres of the largest 26-connected
 *     component, in 3D
 * @param centroid LPS mm, mean of the voxel centres
 * @param boxMin LPS mm, smallest corner over voxel centres
 * @param boxMax LPS mm, largest corner
 * @param keySlice index k of the slice with the most voxels inside
 * @param components number of 26-connected components
 */
public record RegionMeasurement(
    double volumeMl,
    double maxDiameterMm,
    Vec3 centroid,
    Vec3 boxMin,
    Vec3 boxMax,
    int keySlice,
    int components) {}
