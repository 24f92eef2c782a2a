/** Chats about a study: turns, their storage and their routes. */
@NullMarked
package io.sightline.chat;

import org.jspecify.annotations.NullMarked;
