/** The port through which graphs run: named tensors in, named tensors out. */
@NullMarked
package io.sightline.inference;

import org.jspecify.annotations.NullMarked;
