/** The chat under the names of the OpenAI interface, for clients that know nothing else. */
@NullMarked
package io.sightline.chat.openai;

import org.jspecify.annotations.NullMarked;
