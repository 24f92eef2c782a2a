package io.sightline.report.lexicon;

/**
 * A finding said of a site that means a more precise one: lesions of the white matter are
 * white-matter hyperintensities.
 *
 * @param plural only when said in the plural
 */
public record Meaning(String finding, String site, String is, boolean plural) {}
