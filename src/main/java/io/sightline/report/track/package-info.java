/** What specialists say of findings, as evidence keeps it, beside what a reader signed. */
@NullMarked
package io.sightline.report.track;

import org.jspecify.annotations.NullMarked;
