/** Reports as JSON, text, HTML and NIfTI. */
@NullMarked
package io.sightline.export;

import org.jspecify.annotations.NullMarked;
