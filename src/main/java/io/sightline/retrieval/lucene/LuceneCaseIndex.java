package io.sightline.retrieval.lucene;

import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.CaseFilter;
import io.sightline.retrieval.CaseIndex;
import io.sightline.retrieval.Match;
import io.sightline.retrieval.SentenceEncoder;
import io.sightline.retrieval.StoredCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;

/**
 * The index in a folder of its own. Each change is committed and made visible before the call
 * returns. One per folder and process; files stay open until it is closed.
 */
public final class LuceneCaseIndex implements CaseIndex {
  /** Candidates that the graph search keeps (HNSW's ef); more find more and take longer. */
  static final int BREADTH = 100;

  private static final int MOST_SENTENCES = 4096;

  private final Analyzer analyzer = Words.analyzer();
  private final SentenceEncoder encoder;
  private final IndexWriter writer;
  private final SearcherManager searchers;

  /** Opens the index, or begins an empty one where there is none that can be used. */
  public LuceneCaseIndex(Path folder) {
    this(folder, SentenceEncoder.NONE);
  }

  /**
   * @param encoder an index that was made with another one is made again
   */
  public LuceneCaseIndex(Path folder, SentenceEncoder encoder) {
    this.encoder = encoder;
    try {
      writer = IndexFolder.open(folder, analyzer, encoder.id());
      searchers = new SearcherManager(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void put(Collection<StoredCase> cases) {
    change(
        () -> {
          for (StoredCase c : cases) {
            writer.updateDocuments(
                new Term(CaseDocuments.ID, c.value().id()), CaseDocuments.of(c, encoder));
          }
        });
  }

  @Override
  public void remove(Collection<String> ids) {
    change(
        () ->
            writer.deleteDocuments(
                ids.stream().map(id -> new Term(CaseDocuments.ID, id)).toArray(Term[]::new)));
  }

  @Override
  public List<Match> byImage(CaseEmbedding query, CaseFilter filter, int k) {
    Query nearest =
        new KnnFloatVectorQuery(
            CaseDocuments.imageField(query.space().key()),
            query.vector(),
            Math.max(k, BREADTH),
            Filters.of(filter, CaseDocuments.WHOLE));
    return search(
        s -> {
          List<Match> out = new ArrayList<>();
          for (ScoreDoc d : s.search(nearest, k).scoreDocs) {
            out.add(new Match(id(s, d.doc), cosine(d.score)));
          }
          return out;
        });
  }

  @Override
  public List<Match> byWords(String text, CaseFilter filter, int k) {
    Query words = Words.anyOf(analyzer, text, Filters.of(filter, CaseDocuments.SENTENCE));
    return search(s -> bestSentences(s, _ -> words, k, d -> d));
  }

  @Override
  public List<Match> byMeaning(String text, CaseFilter filter, int k) {
    Optional<float[]> vector = text.isBlank() ? Optional.empty() : encoder.encode(text);
    if (vector.isEmpty()) {
      return List.of();
    }
    Query sentences = Filters.of(filter, CaseDocuments.SENTENCE);
    return search(
        s ->
            bestSentences(
                s,
                n -> new KnnFloatVectorQuery(CaseDocuments.MEANING, vector.get(), n, sentences),
                k,
                LuceneCaseIndex::cosine));
  }

  /**
   * Cases by their best sentence: looks at more sentences until there are enough cases.
   *
   * @param query for a number of sentences
   */
  private static List<Match> bestSentences(
      IndexSearcher s, IntFunction<Query> query, int k, DoubleUnaryOperator score)
      throws IOException {
    int sentences = Math.max(BREADTH, 8 * k);
    while (true) {
      ScoreDoc[] found = s.search(query.apply(sentences), sentences).scoreDocs;
      Map<String, Double> best = new LinkedHashMap<>();
      for (ScoreDoc d : found) {
        best.putIfAbsent(id(s, d.doc), score.applyAsDouble(d.score));
      }
      if (best.size() >= k || found.length < sentences || sentences >= MOST_SENTENCES) {
        return best.entrySet().stream()
            .limit(k)
            .map(e -> new Match(e.getKey(), e.getValue()))
            .toList();
      }
      sentences = Math.min(MOST_SENTENCES, 4 * sentences);
    }
  }

  /** Lucene scores a dot product as (1 + cosine) / 2. */
  private static double cosine(double score) {
    return 2 * score - 1;
  }

  private static String id(IndexSearcher s, int doc) throws IOException {
    List<LeafReaderContext> leaves = s.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
    SortedDocValues ids = leaf.reader().getSortedDocValues(CaseDocuments.ID);
    if (ids == null || !ids.advanceExact(doc - leaf.docBase)) {
      throw new IOException("a document without an id");
    }
    return ids.lookupOrd(ids.ordValue()).utf8ToString();
  }

  @Override
  public Map<String, Long> revisions() {
    return search(
        s -> {
          Map<String, Long> out = new HashMap<>();
          for (LeafReaderContext leaf : s.getIndexReader().leaves()) {
            Bits live = leaf.reader().getLiveDocs();
            NumericDocValues revisions = leaf.reader().getNumericDocValues(CaseDocuments.REVISION);
            while (revisions != null && revisions.nextDoc() != NumericDocValues.NO_MORE_DOCS) {
              if (live == null || live.get(revisions.docID())) {
                out.put(id(s, leaf.docBase + revisions.docID()), revisions.longValue());
              }
            }
          }
          return out;
        });
  }

  @Override
  public void close() {
    try {
      IOUtils.close(searchers, writer, writer.getDirectory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Work on the index that may fail. */
  private interface Change {
    void run() throws IOException;
  }

  /** A search on one state of the index. */
  private interface Search<T> {
    T run(IndexSearcher searcher) throws IOException;
  }

  private void change(Change work) {
    try {
      work.run();
      writer.commit();
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T search(Search<T> work) {
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        return work.run(searcher);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
