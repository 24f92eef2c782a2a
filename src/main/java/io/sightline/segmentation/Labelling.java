package io.sightline.segmentation;

import io.sightline.volume.LabelMap;

/**
 * The most probable class of each voxel, and how sure the network was of each class.
 *
 * @param labels on the model grid
 * @param expectedDice by class: the Dice to expect of its voxels if the network's probabilities are
 *     true, 2 sum(p inside) / (voxels inside + sum(p everywhere)); 0 for a class without voxels
 */
@SuppressWarnings("ArrayRecordComponent")
public record Labelling(LabelMap labels, double[] expectedDice) {}
