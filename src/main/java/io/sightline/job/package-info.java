/** Background jobs on the database: queueing, restart after a crash, cancellation. */
@NullMarked
package io.sightline.job;

import org.jspecify.annotations.NullMarked;
