package io.sightline.retrieval;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Finds cases. What a call has put or removed is seen by every search that begins after it
 * returned. It holds nothing that cannot be made again from {@link CaseStore}. Thread-safe; blocks.
 */
public interface CaseIndex extends AutoCloseable {

  /** Adds cases, each replacing the one of its id. */
  void put(Collection<StoredCase> cases);

  /** Nothing happens for an id that is not there. */
  void remove(Collection<String> ids);

  /**
   * Nearest by cosine, best first; only cases with an embedding of the same space.
   *
   * @param k how many at most
   * @throws IllegalArgumentException when the space's embeddings have another length
   */
  List<Match> byImage(CaseEmbedding query, CaseFilter filter, int k);

  /**
   * Those with the best single sentence by BM25, best first; none when no word of the text is in
   * any sentence. The text is words, not a query language.
   */
  List<Match> byWords(String text, CaseFilter filter, int k);

  /**
   * Those with the sentence nearest in meaning, best first; none when the index was made without a
   * {@link SentenceEncoder}.
   */
  List<Match> byMeaning(String text, CaseFilter filter, int k);

  /** Id and revision of every case in it. */
  Map<String, Long> revisions();

  @Override
  void close();
}
