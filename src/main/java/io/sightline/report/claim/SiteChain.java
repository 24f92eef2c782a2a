package io.sightline.report.claim;

import io.sightline.report.claim.Vocabulary.Noun;
import io.sightline.report.lexicon.Site;
import java.util.List;

/**
 * Sites joined by "of": "frontal horn of the left lateral ventricle". The side of the second is
 * that of the first, and a second that only says where the first belongs is no place of its own.
 */
record SiteChain(Marked sentence) {

  boolean isBroader(int index) {
    if (index == 0 || !joined(index)) {
      return false;
    }
    Site narrow = site(index - 1);
    Site broad = site(index);
    return narrow.id().equals(broad.id()) || narrow.within().contains(broad.id());
  }

  void passSidesOn(List<Place> places) {
    for (int i = places.size() - 1; i > 0; i--) {
      Place first = places.get(i - 1);
      if (first.side() == Laterality.NONE && joined(i)) {
        places.set(i - 1, new Place(places.get(i).side(), first.site()));
      }
    }
  }

  private boolean joined(int index) {
    Mention<Noun<Site>> first = sentence.sites().get(index - 1);
    Mention<Noun<Site>> second = sentence.sites().get(index);
    List<String> between = sentence.words(first.to(), second.from());
    return !between.isEmpty() && between.size() <= 3 && between.getFirst().equals("of");
  }

  private Site site(int index) {
    return sentence.sites().get(index).term().thing();
  }
}
