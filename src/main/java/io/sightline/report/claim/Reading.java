package io.sightline.report.claim;

import java.util.List;

/**
 * What a sentence asserts.
 *
 * @param measures every number with a unit, also those that belong to no claim
 */
public record Reading(List<Claim> claims, List<StatedMeasure> measures) {
  public Reading {
    claims = List.copyOf(claims);
    measures = List.copyOf(measures);
  }
}
