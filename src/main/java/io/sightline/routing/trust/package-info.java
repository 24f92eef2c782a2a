/**
 * How far a specialist can be trusted about a finding in one study: its measured quality, and
 * whether readers of similar signed cases said what it said.
 */
@NullMarked
package io.sightline.routing.trust;

import org.jspecify.annotations.NullMarked;
