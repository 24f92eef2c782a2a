package io.sightline.report.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sightline.shared.CodedConcept;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A 3D mask in the grid of its source series.
 *
 * @param finding id in the lexicon, or null when it shows a structure
 * @param series SeriesInstanceUID of the grid
 * @param volume index of the volume within the series
 * @param volumeMl from the mask
 * @param maxDiameterMm of the mask's largest connected part
 * @param centroid LPS mm
 * @param box two corners, LPS mm
 * @param side of the patient, in words
 * @param places what it lies in, the largest first, for example {@code left frontal lobe 82 %}
 * @param colour {@code #rrggbb} of its outline
 * @param mask route of the mask
 */
public record Region(
    String id,
    String label,
    @Nullable CodedConcept code,
    @Nullable String finding,
    String series,
    @JsonProperty("volumeIndex") int volume,
    double score,
    String source,
    double volumeMl,
    double maxDiameterMm,
    int components,
    List<Double> centroid,
    List<List<Double>> box,
    String side,
    List<String> places,
    String colour,
    KeySlice keySlice,
    String mask) {
  public Region {
    centroid = List.copyOf(centroid);
    box = List.copyOf(box);
    places = List.copyOf(places);
  }
}
