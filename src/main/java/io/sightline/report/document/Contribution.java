package io.sightline.report.document;

/** How much a sequence weighed in the encoder, 0..1. */
public record Contribution(String sequence, double weight) {}
