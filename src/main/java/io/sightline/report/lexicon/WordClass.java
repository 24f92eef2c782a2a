package io.sightline.report.lexicon;

/** Classes of plain words in {@code cues.yaml}. */
public enum WordClass {
  VERBS,
  PREPOSITIONS,
  /** Parts a sentence into clauses. */
  CLAUSE,
  /** Says that what follows is known already. */
  DEFINITE
}
