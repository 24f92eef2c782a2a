package io.sightline.report.document;

/**
 * How far a specialist was trusted about one finding when the route was planned.
 *
 * @param trust 0..1
 * @param trusted false when its word about the finding is left out of the prompt
 * @param prior 0..1: what it would be without signed cases
 * @param priorFrom {@code label-dice}, {@code mean-dice} or {@code unmeasured}
 * @param cases which signed cases count: {@code similar}, {@code all} or {@code none}
 * @param agreed cases in which the reader said what the specialist said
 * @param disagreed cases in which the reader said otherwise
 * @param weight of all these cases together
 */
public record RouteTrust(
    String finding,
    double trust,
    boolean trusted,
    double prior,
    String priorFrom,
    String cases,
    int agreed,
    int disagreed,
    double weight) {}
