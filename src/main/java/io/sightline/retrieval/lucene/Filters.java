package io.sightline.retrieval.lucene;

import io.sightline.retrieval.CaseFilter;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/** A {@link CaseFilter} as a Lucene query that does not score. */
final class Filters {
  private final BooleanQuery.Builder query = new BooleanQuery.Builder();

  private Filters() {}

  /**
   * @param kind of document, {@link CaseDocuments#WHOLE} or {@link CaseDocuments#SENTENCE}
   */
  static Query of(CaseFilter f, String kind) {
    return new Filters().build(f, kind);
  }

  private Query build(CaseFilter f, String kind) {
    only(CaseDocuments.KIND, kind);
    only(CaseDocuments.MODALITY, f.modality());
    only(CaseDocuments.SEQUENCE, f.sequence());
    only(CaseDocuments.LABEL, f.label());
    only(CaseDocuments.SITE, f.site());
    not(CaseDocuments.SITE, f.notSite());
    not(CaseDocuments.STUDY, f.notStudy());
    not(CaseDocuments.PATIENT, f.notPatient());
    if (f.from() != null || f.to() != null) {
      long from = f.from() == null ? Long.MIN_VALUE : f.from().toEpochDay();
      long to = f.to() == null ? Long.MAX_VALUE : f.to().toEpochDay();
      query.add(LongPoint.newRangeQuery(CaseDocuments.DAY, from, to), Occur.FILTER);
    }
    return query.build();
  }

  private void only(String field, @Nullable String value) {
    if (value != null) {
      query.add(new TermQuery(new Term(field, value)), Occur.FILTER);
    }
  }

  private void not(String field, @Nullable String value) {
    if (value != null) {
      query.add(new TermQuery(new Term(field, value)), Occur.MUST_NOT);
    }
  }
}
