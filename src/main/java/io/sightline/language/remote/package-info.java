/** A language model on another server, over the OpenAI interface. */
@NullMarked
package io.sightline.language.remote;

import org.jspecify.annotations.NullMarked;
