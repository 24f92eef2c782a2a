/** From the language model's stream to sentences with sections, slots and requests for regions. */
@NullMarked
package io.sightline.report.draft;

import org.jspecify.annotations.NullMarked;
