/** Persistence: the embedded database and the file store, both atomic. */
@NullMarked
package io.sightline.store;

import org.jspecify.annotations.NullMarked;
