package io.sightline.retrieval.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** English words as terms. Negations are words here: "no mass" is not "mass". */
final class Words {
  /** Terms of one query; the rest of a long text adds little. */
  private static final int MOST = 64;

  private static final List<String> NEGATIONS = List.of("no", "not");

  private Words() {}

  static Analyzer analyzer() {
    CharArraySet stop = CharArraySet.copy(EnglishAnalyzer.getDefaultStopSet());
    stop.removeAll(NEGATIONS);
    return new EnglishAnalyzer(stop);
  }

  /** Any of the words; matches nothing when the text has none. */
  static Query anyOf(Analyzer analyzer, String text, Query filter) {
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    terms(analyzer, text)
        .forEach(t -> words.add(new TermQuery(new Term(CaseDocuments.TEXT, t)), Occur.SHOULD));
    return new BooleanQuery.Builder()
        .add(words.build(), Occur.MUST)
        .add(filter, Occur.FILTER)
        .build();
  }

  private static Set<String> terms(Analyzer analyzer, String text) {
    Set<String> terms = new LinkedHashSet<>();
    try (TokenStream stream = analyzer.tokenStream(CaseDocuments.TEXT, text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken() && terms.size() < MOST) {
        terms.add(term.toString());
      }
      return terms;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
