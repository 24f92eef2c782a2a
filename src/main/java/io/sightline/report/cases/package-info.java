/** Similar prior cases as evidence of a report (retrieval-augmented diagnosis). */
@NullMarked
package io.sightline.report.cases;

import org.jspecify.annotations.NullMarked;
