package io.sightline.bundle;

import io.sightline.volume.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * One volume that a graph takes.
 *
 * @param name role in the graph's {@code inputs}
 * @param sequence which series belongs there; null = any volume of the scope
 * @param optional may be absent; the graph then sees zeros
 */
public record InputSpec(String name, @Nullable Sequence sequence, boolean optional) {}
