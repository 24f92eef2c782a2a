package io.sightline.retrieval.lucene;

import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseSentence;
import io.sightline.retrieval.SentenceEncoder;
import io.sightline.retrieval.StoredCase;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/**
 * A case as Lucene documents: one for the case with its embedding, and one per sentence, all with
 * the fields that filters ask for. They go in and out as one block.
 */
final class CaseDocuments {
  static final String ID = "id";
  static final String KIND = "kind";
  static final String WHOLE = "case";
  static final String SENTENCE = "sentence";
  static final String REVISION = "revision";
  static final String TEXT = "text";
  static final String MODALITY = "modality";
  static final String SEQUENCE = "sequence";
  static final String LABEL = "label";
  static final String SITE = "site";
  static final String STUDY = "study";
  static final String PATIENT = "patient";
  static final String DAY = "day";

  static final String MEANING = "meaning";

  private CaseDocuments() {}

  static List<Document> of(StoredCase stored, SentenceEncoder encoder) {
    Case c = stored.value();
    List<Document> out = new ArrayList<>();
    Document whole = filtered(c, WHOLE);
    whole.add(new NumericDocValuesField(REVISION, stored.revision()));
    if (c.embedding() != null) {
      whole.add(
          new KnnFloatVectorField(
              imageField(c.embedding().space().key()),
              c.embedding().vector(),
              VectorSimilarityFunction.DOT_PRODUCT));
    }
    out.add(whole);
    for (CaseSentence s : c.sentences()) {
      Document sentence = filtered(c, SENTENCE);
      sentence.add(new TextField(TEXT, s.text(), Field.Store.NO));
      encoder
          .encode(s.text())
          .ifPresent(
              v ->
                  sentence.add(
                      new KnnFloatVectorField(MEANING, v, VectorSimilarityFunction.DOT_PRODUCT)));
      out.add(sentence);
    }
    return out;
  }

  /** Embeddings of different spaces never meet: each space has its own field. */
  static String imageField(String spaceKey) {
    return "image." + spaceKey;
  }

  private static Document filtered(Case c, String kind) {
    Document d = new Document();
    word(d, ID, c.id());
    d.add(new SortedDocValuesField(ID, new BytesRef(c.id())));
    word(d, KIND, kind);
    word(d, MODALITY, c.modality());
    c.sequences().forEach(s -> word(d, SEQUENCE, s));
    c.labels().stream()
        .filter(l -> l.presence().equals("present"))
        .map(l -> l.finding())
        .distinct()
        .forEach(f -> word(d, LABEL, f));
    word(d, SITE, c.site());
    word(d, STUDY, c.studyId());
    if (c.patient() != null) {
      word(d, PATIENT, c.patient());
    }
    d.add(new LongPoint(DAY, c.date().toEpochDay()));
    return d;
  }

  private static void word(Document d, String field, String value) {
    d.add(new StringField(field, value, Field.Store.NO));
  }
}
