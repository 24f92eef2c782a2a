/** Tools that a remote generalist may call while it answers: bounded, recorded, never trusted. */
@NullMarked
package io.sightline.chat.tool;

import org.jspecify.annotations.NullMarked;
