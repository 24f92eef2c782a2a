/** Synthetic cases from a file: a case base to begin with, marked wherever it is shown. */
@NullMarked
package io.sightline.retrieval.example;

import org.jspecify.annotations.NullMarked;
