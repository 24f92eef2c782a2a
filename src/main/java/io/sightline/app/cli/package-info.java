/**
 * The command line. Commands talk to a server over HTTP like any other client: to the one that runs
 * on the data folder, or to one that they start in their own process.
 */
@NullMarked
package io.sightline.app.cli;

import org.jspecify.annotations.NullMarked;
