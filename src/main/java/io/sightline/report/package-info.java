/** The report job: encode, draft, ground, verify; its stored form, events and refusals. */
@NullMarked
package io.sightline.report;

import org.jspecify.annotations.NullMarked;
