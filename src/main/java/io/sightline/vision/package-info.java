/** From the volumes of a study to an immutable encoding by a bundle's visual encoder. */
@NullMarked
package io.sightline.vision;

import org.jspecify.annotations.NullMarked;
