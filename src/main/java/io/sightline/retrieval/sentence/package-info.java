/** A sentence encoder from LangChain4j, in the process. */
@NullMarked
package io.sightline.retrieval.sentence;

import org.jspecify.annotations.NullMarked;
