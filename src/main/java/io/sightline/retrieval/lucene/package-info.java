/** The case index on Lucene: HNSW over embeddings, BM25 over sentences. */
@NullMarked
package io.sightline.retrieval.lucene;

import org.jspecify.annotations.NullMarked;
