/** Words that every feature needs: error codes tied to HTTP status, cancellation, hashes. */
@NullMarked
package io.sightline.shared;

import org.jspecify.annotations.NullMarked;
