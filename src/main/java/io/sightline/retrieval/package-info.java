/** Prior cases: kept, searched by image and by words, deleted at once. */
@NullMarked
package io.sightline.retrieval;

import org.jspecify.annotations.NullMarked;
