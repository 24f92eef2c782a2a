/** Benchmarks: each compares alternatives on the same data in one run. */
@NullMarked
package io.sightline.app.bench;

import org.jspecify.annotations.NullMarked;
