/** Model bundles: manifest, schema, checksum, state; the only way a model gets in. */
@NullMarked
package io.sightline.bundle;

import org.jspecify.annotations.NullMarked;
