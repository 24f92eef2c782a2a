/** The assembly: HTTP error mapping, the command line, start-up checks. */
@NullMarked
package io.sightline.app;

import org.jspecify.annotations.NullMarked;
