/** Studies and series as users see them: ingest of uploads, listing, deletion, volumes. */
@NullMarked
package io.sightline.study;

import org.jspecify.annotations.NullMarked;
