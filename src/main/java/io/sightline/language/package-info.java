/** Tokenizer, sampling and token-by-token generation with a key-value cache and hidden states. */
@NullMarked
package io.sightline.language;

import org.jspecify.annotations.NullMarked;
