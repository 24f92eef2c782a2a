/** Regions that words, clicks or boxes ask for. */
@NullMarked
package io.sightline.chat.segment;

import org.jspecify.annotations.NullMarked;
