/** A report as clients see it: the records behind {@code GET /api/reports/{id}}. */
@NullMarked
package io.sightline.report.document;

import org.jspecify.annotations.NullMarked;
