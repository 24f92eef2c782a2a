/** One answer about a study: from a question or a place to checked sentences with regions. */
@NullMarked
package io.sightline.chat.answer;

import org.jspecify.annotations.NullMarked;
