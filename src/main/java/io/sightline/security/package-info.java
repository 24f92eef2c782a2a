/** Bearer token on every route but the health probes; loopback by default. */
@NullMarked
package io.sightline.security;

import org.jspecify.annotations.NullMarked;
