package io.sightline.inference;

import java.util.List;

/**
 * A graph's declared input or output.
 *
 * @param shape -1 for a dynamic axis
 */
public record TensorSpec(String name, TensorType type, List<Long> shape) {}
